"""What is said with a joint conference 联席会议: why it is asked, who took part, what it decided on which basis, and how it is held to."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.procedure.forms import MoveForm, RowForm
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.conferring import concerned, organs_of
from sunshine.petitions.fields import LongWords, Several, ToCome
from sunshine.petitions.forms import CHOOSE
from sunshine.petitions.handling_forms import MeetingForm, organs_near

INNER = _("只有办理人员和参加的单位看得到。")


class ConferGround(models.TextChoices):
    """Why it takes a conference."""

    DISPUTE = "dispute", _("几个单位对由谁办、怎么办有争议，协商不成，又没有共同的上级")
    SEVERAL = "several", _("要几个单位一起办")
    REGION = "region", _("跨地区")
    LONG = "long", _("长期没有解决的疑难事项")


class ReferForm(MoveForm):
    """Why, which organs, and what is to be decided."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("words",)
    line_fields: ClassVar[tuple[str, ...]] = ("organs",)
    ground = forms.ChoiceField(label=_("为什么"), choices=[*CHOOSE, *ConferGround.choices])
    organs = Several(label=_("涉及的单位"))
    other = forms.ChoiceField(label=_("还涉及哪个单位"), required=False)
    words = LongWords(4, label=_("要研究决定什么"), max_length=2000, help_text=INNER)

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        book = directory()
        here = [one for one in concerned(snapshot) if not book[one].is_bureau]
        self.fields["organs"].choices = [(str(one), book.name(one)) for one in here]  # type: ignore[attr-defined]
        self.fields["other"].choices = [("", _("没有别的")), *organs_near(snapshot, snapshot.subject.unit)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("organs") or data.get("other") or self.errors):
            self.add_error("organs", _("请选涉及的单位。"))
        return data


class DecideConferenceForm(MeetingForm):
    """What was decided, on which basis, who leads; the tasks are rows."""

    sealed_fields: ClassVar[tuple[str, ...]] = (*MeetingForm.sealed_fields, "told")
    lead = forms.ChoiceField(label=_("牵头单位"))
    told = LongWords(
        2, label=_("告诉信访人"), max_length=1000, help_text=_("定了谁牵头、接下来怎么办。信访人会看到。")
    )

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        organs = organs_of(snapshot, snapshot.subject.id)
        named = [(str(one), directory().name(one)) for one in organs]
        self.fields["lead"].choices = [*CHOOSE, *named]  # type: ignore[attr-defined]


class TaskRow(RowForm):
    """What one organ does, and by which day; nothing where it has no part after all."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("task",)
    task = LongWords(2, label=_("由它办什么"), max_length=1000, required=False)
    by = ToCome(label=_("最迟哪天办好"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("task")) != bool(data.get("by")) and not self.errors:
            self.add_error("by" if data.get("task") else "task", _("任务和期限要一起写。"))
        return data


class OffForm(MoveForm):
    """Why it is needed no more."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("reason",)
    reason = LongWords(3, label=_("理由"), max_length=1000, help_text=INNER)


class TaskDoneForm(MoveForm):
    """What was done."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("words",)
    words = LongWords(4, label=_("落实情况"), max_length=3000, help_text=INNER)


class Measure(models.TextChoices):
    """How a joint conference holds an organ to its duty (条例 第三十九条)."""

    TALK = "talk", _("约谈")
    CIRCULATE = "circulate", _("通报")
    LISTED = "listed", _("挂牌督办")
    ORDER = "order", _("责令限期整改")


class HoldForm(MoveForm):
    """Which measure, why, and for an order by which day."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("words",)
    measure = forms.ChoiceField(label=_("怎么督促"), choices=[*CHOOSE, *Measure.choices])
    words = LongWords(3, label=_("没有落实的情况和要求"), max_length=2000, help_text=INNER)
    by = ToCome(
        label=_("最迟哪天整改好"), required=False, help_text=_("责令限期整改的要写；别的不写，期限不变。")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("measure") == Measure.ORDER) != bool(data.get("by")) and not self.errors:
            self.add_error("by", _("只有责令限期整改写期限，并且一定要写。"))
        return data


def label_of(unit: str) -> str:
    """The organ's name over its row."""
    return directory().name(UUID(unit))
