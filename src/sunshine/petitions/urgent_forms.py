"""What is said with the reports of an urgent matter: when, where, how many, what for, and what was done about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import UnitKind
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.desk_forms import Moment
from sunshine.petitions.fields import LongWords, ToCome, Words
from sunshine.petitions.forms import CHOOSE
from sunshine.petitions.whereto import outside

LONGEST_PAUSE = timedelta(days=30)  # between two reports, as an addressee may set it
INNER = _("只有办理人员和收到报告的单位看得到。")


class Urgency(models.TextChoices):
    """What makes it urgent or major. Of the event, never of a person."""

    SAFETY = "safety", _("有人身安全或者公共安全的危险")
    CROWD = "crowd", _("多人聚集，可能继续增加")
    ACCIDENT = "accident", _("涉及灾害、事故、疫情")
    WIDE = "wide", _("涉及面广，社会影响可能扩大")
    OTHER = "other", _("其他重大、紧急情况")


class MarkForm(MoveForm):
    """Why it cannot wait."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("words",)
    urgency = forms.ChoiceField(label=_("为什么紧急"), choices=[*CHOOSE, *Urgency.choices])
    words = LongWords(3, label=_("发现了什么"), max_length=2000, help_text=INNER)


class FirstReportForm(MoveForm):
    """首报: what is known by now. Nothing waits until all is known."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("scene", "words", "done", "wanted")
    happened_at = Moment(label=_("什么时候"))
    scene = Words(label=_("什么地方"), max_length=200)
    people = forms.IntegerField(label=_("涉及多少人"), min_value=1, max_value=99999)
    words = LongWords(4, label=_("诉求和起因"), max_length=3000, help_text=INNER)
    done = LongWords(3, label=_("已经采取的措施"), max_length=2000)
    wanted = LongWords(2, label=_("需要上级协调的事"), max_length=1000, required=False)
    department = forms.ChoiceField(
        label=_("同时通报的主管部门"), required=False, help_text=_("本级政府和信访部门由系统报送，不用选。")
    )

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        found = [
            (place, [one for one in offices if self._told(one, actor)])
            for place, offices in outside(snapshot, actor)
        ]
        self.fields["department"].choices = [("", _("不通报")), *(group for group in found if group[1])]  # type: ignore[attr-defined]

    @staticmethod
    def _told(choice: tuple[str, str], actor: Actor) -> bool:
        """Not the own unit, nor a government, which is told anyway."""
        office = next(one for one in directory().units.values() if str(one.id) == choice[0])
        return office.id != actor.unit and office.kind != UnitKind.GOVERNMENT


class FurtherReportForm(MoveForm):
    """续报: what is new."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("words", "done")
    people = forms.IntegerField(label=_("现在涉及多少人"), min_value=0, max_value=99999)
    words = LongWords(3, label=_("新的情况"), max_length=3000, help_text=_("没有变化的，也要说明。"))
    done = LongWords(3, label=_("又采取的措施"), max_length=2000)


class LastReportForm(MoveForm):
    """终报: how it ended."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("words", "remaining")
    words = LongWords(4, label=_("处置结果"), max_length=3000, help_text=INNER)
    remaining = LongWords(2, label=_("还要接着办的事"), max_length=2000, required=False)


class DropForm(MoveForm):
    """Why it needs no report after all."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("reason",)
    reason = LongWords(3, label=_("为什么不用上报"), max_length=1000)


class AskFurtherForm(MoveForm):
    """Until when the next report is wanted, and what is to be done."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("words",)
    by = ToCome(label=_("最迟哪天再报"))
    words = LongWords(3, label=_("要求"), max_length=2000, help_text=_("上报的单位会看到。"))

    def clean_by(self) -> Any:
        day = self.cleaned_data["by"]
        if day > timezone.localdate() + LONGEST_PAUSE:
            raise forms.ValidationError(_("最长隔 30 天。事情了结了，请让它作终报。"))
        return day
