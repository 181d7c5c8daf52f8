"""What the moves that protect the petitioner ask: why a filing is withdrawn, what a call brought to light."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.people.models import Document
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.desk_forms import OUTCOMES
from sunshine.petitions.fields import LongWords, Words
from sunshine.petitions.forms import CHOOSE

PRESSURE = "pressure"
REASONS = {
    "solved": _("问题已经解决了"),
    "elsewhere": _("改走别的途径了，比如起诉、复议、仲裁"),
    "mistaken": _("反映错了，或者重复了"),
    "unwilling": _("不想再反映了"),
    PRESSURE: _("受到压力，有人不让我反映"),
    "other": _("其他原因"),
}


class WithdrawForm(MoveForm):
    """Why. At the window also what was read off the document shown, which is compared and not kept."""

    sealed_fields = ("words", "name", "id_number")
    reason = forms.ChoiceField(
        label=_("为什么撤回"), choices=list(REASONS.items()), widget=forms.RadioSelect,
        help_text=_("办理单位看不到您选的原因。选“受到压力”的，上一级信访部门会打电话给您。"),
    )  # fmt: skip
    words = LongWords(3, label=_("想说的话"), required=False, max_length=2000, help_text=_("不写也行。"))
    checked = forms.ChoiceField(label=_("核对了哪种证件"), choices=Document.choices)
    name = Words(label=_("证件上的姓名"), max_length=60)
    id_number = Words(label=_("证件号码"), max_length=40)

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        if actor.filing:
            for name in ("checked", "name", "id_number"):
                del self.fields[name]


SAID = {
    "free": _("说是自愿的，没有人施压"),
    "pressed": _("说受到了压力"),
    "satisfied": _("说现在满意了"),
    "dissatisfied": _("说仍然不满意"),
    "nothing": _("没有表态，或者没有联系上"),
}


class CallBackForm(MoveForm):
    """What came of calling a petitioner back. It changes no rating and no withdrawal: those are the petitioner's."""

    sealed_fields = ("words",)
    outcome = forms.ChoiceField(
        label=_("结果"), choices=[one for one in OUTCOMES.items() if one[0] != "no_answer"]
    )
    said = forms.ChoiceField(label=_("信访人的态度"), choices=[*CHOOSE, *SAID.items()])
    words = LongWords(
        4, label=_("说了什么"), max_length=2000,
        help_text=_("照实记。被评价、被反映的单位看不到。评价和撤回不会因此改变，只有信访人自己能改。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") not in {"reached", "in_writing"} and data.get("said") != "nothing":
            self.add_error("said", _("没有联系上的，请选“没有表态，或者没有联系上”。"))
        return data


class TriedForm(MoveForm):
    """A call that nobody took."""

    sealed_fields = ("words",)
    words = Words(label=_("备注"), required=False, max_length=200)
