"""What is said when a repeat is joined to the matter it repeats, and when it is taken out again 并案."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.fields import LongWords, Words
from sunshine.petitions.forms import CHOOSE
from sunshine.petitions.models import Filing

# A telephone number is only typed, by anybody: whoever is joined reads what is answered, so a person makes sure first.
CHECKED = {
    "phone": _("打先前登记的电话，是本人"),
    "document": _("当面看过证件"),
    "letter": _("对过笔迹、地址和所附材料"),
}


class JoinForm(MoveForm):
    """Which matter it repeats, and how it was made sure that it is the same person's."""

    sealed_fields = ("words",)
    number = Words(label=_("并入哪一件"), max_length=40, help_text=_("写先登记的那件的编号。"))
    checked = forms.ChoiceField(label=_("怎么核对是本人的"), choices=[*CHOOSE, *CHECKED.items()])
    words = LongWords(
        2, label=_("为什么是同一件事"), help_text=_("信访人会看到。这次有新的诉求的，不要并案，照常甄别。")
    )
    actor: Actor | None = None
    into: UUID | None = None

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.actor = actor

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"]).strip().upper()
        petition = Filing.objects.filter(number=number).values_list("petition_id", flat=True).first()
        if petition is None or not self._sees(petition):
            raise forms.ValidationError(_("没有这个编号，或者您看不到它。请再核对一遍。"))
        self.into = petition
        return number

    def _sees(self, petition: UUID) -> bool:
        return self.actor is not None and visible(self.actor, Subject.objects.filter(pk=petition)).exists()

    def given(self, files: tuple[StoredFile, ...] = ()) -> Given:
        said = super().given(files)
        facts: dict[str, Any] = {"checked": said.facts["checked"], "into": str(self.into)}
        return Given(facts, said.texts)


class PartForm(MoveForm):
    """Why they are two matters after all."""

    sealed_fields = ("words",)
    words = LongWords(2, label=_("为什么分开"), help_text=_("信访人会看到。"))


FIRST = [("", _("没有查清")), ("yes", _("是初次")), ("no", _("不是初次"))]


class FirstForm(MoveForm):
    """初次 and 重复, twice: an organ may hear for the first time what another has heard before."""

    here = forms.ChoiceField(label=_("本机构"), choices=FIRST, required=False)
    anywhere = forms.ChoiceField(label=_("全国"), choices=FIRST, required=False)
