"""What the side roads of a handling ask: an extension 延期, and what else the handling unit decides on the way."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.geography.queries import division
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.procedure.forms import MoveForm, RowForm
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions import clocks
from sunshine.petitions.fields import LongWords, ToCome, Words
from sunshine.petitions.forms import CHOOSE
from sunshine.petitions.objections import by_conference, disputed, until

LONGEST_EXTENSION = 30  # days 日 (条例 第三十四条)


class ExtendForm(MoveForm):
    """By how many days, and why. The petitioner is told the reason."""

    sealed_fields = ("reason",)
    days = forms.IntegerField(label=_("延长几天"), min_value=1, max_value=LONGEST_EXTENSION)
    reason = LongWords(
        3, label=_("为什么要延期"), max_length=500, help_text=_("写清复杂在哪里。会写进延期告知书，信访人会看到。")
    )  # fmt: skip

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        owed = snapshot.open_duties(snapshot.subject.id)
        due: Any = next((duty.due_at for duty in owed if duty.rule == clocks.DECIDE.code), None)
        if due:
            said = gettext("最多 30 天，从现在的期限（%s）往后算，只能延一次。")
            self.fields["days"].help_text = said % last_day(due).isoformat()


class ObjectForm(MoveForm):
    """Why it is another's, on what basis, and whose."""

    sealed_fields = ("reason", "basis")
    unit = forms.ChoiceField(label=_("建议转给"))
    reason = LongWords(3, label=_("为什么不归本单位管"), max_length=1000)
    basis = Words(label=_("依据"), max_length=300, help_text=_("职责规定、三定方案或法律法规，写到条。"))

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.fields["unit"].choices = CHOOSE + organs_near(snapshot, snapshot.subject.unit)  # type: ignore[attr-defined]
        received = snapshot.matter.handlings[snapshot.subject.id].received_at
        self.until = until(received, work_calendar())
        said = gettext("最迟 %s 提出。")
        self.fields["reason"].help_text = said % last_day(self.until).isoformat()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if timezone.now() >= self.until:
            self.add_error(None, _("收到超过 5 个工作日，不能再提异议。请按期限告知信访人处理途径。"))
        return data


def organs_near(snapshot: Snapshot, own: UUID) -> list[Any]:
    """The organs of the prefecture and of the province that could have it, by place; none of the accused's side."""
    book, accused, area = directory(), frozenset(snapshot.bars), snapshot.subject.area
    groups: dict[str, list[tuple[str, str]]] = {}
    for office in book.organs_in(area[:2]):
        near = office.area == area[:2] or office.division.startswith(area[:4])
        if near and not office.is_bureau and office.id != own and not book.on_side_of(office.id, accused):
            groups.setdefault(office.division[:6], []).append((str(office.id), office.name))
    return [(division(code).label, choices) for code, choices in groups.items()]


class MeetingForm(MoveForm):
    """Of a joint conference: the number of its minutes, the day, who took part, what it came to and why."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("minutes", "present", "conclusion", "basis")
    minutes = Words(label=_("联席会议纪要的文号"), max_length=80)
    held_on = forms.DateField(
        label=_("哪天开的会"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    present = LongWords(3, label=_("参加的单位和人员"), max_length=2000)
    conclusion = LongWords(4, label=_("会议结论"), max_length=3000)
    basis = LongWords(2, label=_("依据"), max_length=1000, help_text=_("法律法规、职责规定，写到条。"))

    def clean_held_on(self) -> Any:
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("这一天还没有到。会开了以后再记录。"))
        return day


class RulingForm(MeetingForm):
    """Why; where the joint conference decided, what its minutes say instead."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("reason", *MeetingForm.sealed_fields)
    reason = LongWords(2, label=_("核实情况"), required=False, max_length=1000)

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        for name in ("reason",) if by_conference(snapshot) else MeetingForm.base_fields:
            del self.fields[name]


class UpholdForm(RulingForm):
    """The objection is right."""


class RefuseObjectionForm(RulingForm):
    """The objection is wrong; the organ is told why."""

    reason = LongWords(3, label=_("为什么仍由它办"), max_length=1000)


class RulingRow(RowForm):
    """Where this demand goes instead."""

    unit = forms.ChoiceField(label=_("改转到"))

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        objector = snapshot.family[disputed(snapshot).id].unit
        self.fields["unit"].choices = CHOOSE + organs_near(snapshot, objector)  # type: ignore[attr-defined]


class AssistForm(MoveForm):
    """Whom, for what, and until when. Only officers read the words."""

    sealed_fields = ("words",)
    unit = forms.ChoiceField(label=_("请谁协办"))
    by = ToCome(label=_("最迟哪天回复"))
    words = LongWords(
        3, label=_("请它做什么"), max_length=1000, help_text=_("只有办理人员看得到。写清要查什么、要什么材料。")
    )  # fmt: skip

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.fields["unit"].choices = CHOOSE + organs_near(snapshot, snapshot.subject.unit)  # type: ignore[attr-defined]


class FindingsForm(MoveForm):
    """What the assisting unit found, for the lead unit."""

    sealed_fields = ("words",)
    words = LongWords(5, label=_("协办意见"), help_text=_("查明的情况和依据。只有办理人员看得到。"))
