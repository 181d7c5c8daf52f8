"""What is said with a recusal 回避: the interest, whom a petitioner means, who withdraws and who takes over, and why."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.colleagues import Colleague, colleagues
from sunshine.petitions.fields import LongWords
from sunshine.petitions.forms import CHOOSE
from sunshine.petitions.recusing import request_of, takers

OFFICER, HEAD = "officer", "head"
ABOUT = [(OFFICER, _("办事的工作人员")), (HEAD, _("这个单位的负责人"))]


class InterestForm(MoveForm):
    """Why somebody cannot be impartial here."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("reason",)
    reason = LongWords(
        3, label=_("和这件事有什么直接利害关系"), max_length=500, help_text=_("只有决定的人和办理人员看得到。")
    )  # fmt: skip


class AskForm(MoveForm):
    """Of which unit, whether its officer or its head, and why."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("words",)
    unit = forms.ChoiceField(label=_("哪个单位的人"))
    about = forms.ChoiceField(label=_("请谁回避"), choices=ABOUT, widget=forms.RadioSelect)
    words = LongWords(
        3, label=_("是谁，为什么"), max_length=1000,
        help_text=_("写清姓名或者职务，和您这件事有什么关系。决定的人会看到。"),
    )  # fmt: skip

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        units = dict.fromkeys(one.unit for one in takers(snapshot))
        names = [(str(unit), directory().name(unit)) for unit in units]
        self.fields["unit"].choices = [*CHOOSE, *names]  # type: ignore[attr-defined]


class RefuseRecusalForm(MoveForm):
    """Why there is no need to withdraw; said to the petitioner where the petitioner asked."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("reason", "words")
    reason = LongWords(2, label=_("决定的理由"), max_length=500, help_text=_("只有办理人员看得到。"))
    words = LongWords(2, label=_("对信访人说明理由"), max_length=500, help_text=_("信访人会看到。"))

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        if request_of(snapshot, snapshot.subject.id).filing is None:
            del self.fields["words"]


class GrantRecusalForm(RefuseRecusalForm):
    """Who withdraws, and which colleague of the same role takes the work over: so that nobody is left without."""

    post = forms.ChoiceField(label=_("谁回避"))
    to = forms.ChoiceField(
        label=_("由谁接办"), help_text=_("同一岗位的别的人。没有可选的人，请先设岗，再决定。")
    )
    field_order = ("post", "to", "reason", "words")

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        super().prepare(snapshot, actor)
        asked = request_of(snapshot, snapshot.subject.id)
        self.people = [one for one in colleagues(asked.unit) if one.may_work_on(snapshot)]
        meant = [one for one in self.people if asked.officer in {None, one.officer}]
        meant = [one for one in meant if one.officer != actor.officer]
        self.fields["post"].choices = [*CHOOSE, *map(_choice, meant)]  # type: ignore[attr-defined]
        others = [one for one in self.people if one.officer != asked.officer]
        self.fields["to"].choices = [*CHOOSE, *map(_choice, others)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        leaving, to = self._of(data.get("post")), self._of(data.get("to"))
        if leaving and to and not (leaving.can_pass_to(to) and leaving.officer != to.officer):
            self.add_error("to", _("接手的人要和他同一岗位、不是他本人。"))
        return data

    def _of(self, post: str | None) -> Colleague | None:
        return next((one for one in self.people if str(one.post) == post), None)

    def given(self, files: tuple[StoredFile, ...] = ()) -> Given:
        """With the officer and the role, which the plan needs and a post tells."""
        said, leaving = super().given(files), self._of(self.cleaned_data["post"])
        known = {"officer": str(leaving.officer), "role": str(leaving.role)} if leaving else {}
        return Given({**said.facts, **known}, said.texts, said.rows, said.files)


HEADS = frozenset({Role.HEAD.value, Role.LEADER.value})  # about whom the organ above decides


def _choice(one: Colleague) -> tuple[str, str]:
    return str(one.post), f"{one.label} · {Role(one.role).label}"
