"""What a hearing 听证 and a pause 暂停 ask. What was said there is sealed; the petitioner reads it all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.duties.local import local_terms
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions import clocks, intervals
from sunshine.petitions.fields import Files, LongWords, ToCome, Words
from sunshine.petitions.forms import CHOOSE
from sunshine.petitions.interval_models import PauseKind

GROUNDS = {"major": _("重大"), "complex": _("复杂"), "difficult": _("疑难")}
CALLED_OFF = {"absent": _("信访人没有来"), "settled": _("双方已经说好"), "organ": _("本机关的原因")}
SEEN_BY_PETITIONER = _("信访人会看到。")
TIME = RegexValidator(r"^([01]\d|2[0-3]):[0-5]\d$", _("请写成 09:30 这样的时间。"))


def _date(label: Any, **kw: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, initial=timezone.localdate, **kw)


def _rules(snapshot: Snapshot, *, hearing: bool) -> list[tuple[str, str]]:
    """The local rules that let the term stand still here today, for a hearing or for anything else."""
    found = [one for one in intervals.allowed(snapshot) if (one.kind == PauseKind.HEARING) == hearing]
    return [(str(one.id), f"{PauseKind(one.kind).label}：{one.basis}") for one in found]


class CallHearingForm(MoveForm):
    """Why, when, where, about what, and with whom. Whoever signs convenes it."""

    sealed_fields = ("venue", "issues", "panel", "clerk", "participants")
    ground = forms.ChoiceField(label=_("为什么要听证"), choices=list(GROUNDS.items()))
    day = ToCome(label=_("哪天"))
    at = forms.CharField(
        label=_("几点"), max_length=5, validators=[TIME], widget=forms.TimeInput(attrs={"type": "time"})
    )
    venue = Words(label=_("地点"), max_length=200)
    issues = LongWords(3, label=_("听证的事项"), max_length=1000)
    panel = Words(
        label=_("听证员"), required=False, max_length=200, help_text=_("和主持人一起听的人，没有就不填。也不能经办过这件事。")
    )  # fmt: skip
    clerk = Words(label=_("记录人"), required=False, max_length=40)
    participants = LongWords(
        3, label=_("请谁参加"), max_length=1000, help_text=_("承办人、有关单位、专家、旁听的人，写清是什么身份。信访人不用写。")
    )  # fmt: skip
    allowed_by = forms.ChoiceField(label=_("听证的时间不计入期限的依据"), required=False)

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        now = timezone.now()
        ahead = local_terms().term(clocks.HOLD_HEARING, snapshot.subject.area, now)
        self.earliest = last_day(clocks.HOLD_HEARING.due(now, work_calendar(), ahead).at)
        known = {"n": ahead.n, "day": self.earliest.isoformat()}
        told = gettext("至少提前 %(n)s 天通知，最早 %(day)s。审签也要时间，请留有余地。")
        self.fields["day"].help_text = told % known
        choices = _rules(snapshot, hearing=True)
        self.fields["allowed_by"].choices = [("", _("计入期限")), *choices]  # type: ignore[attr-defined]
        if not choices:
            del self.fields["allowed_by"]

    def clean_day(self) -> date:
        chosen: date = self.cleaned_data["day"]
        if chosen < self.earliest:
            raise forms.ValidationError(gettext("太近了。最早 %s。") % self.earliest.isoformat())
        return chosen


class RecordHearingForm(MoveForm):
    """听证笔录: who was there and what each side said."""

    sealed_fields = ("present", "petitioner_said", "unit_said", "others_said")
    held_on = _date(_("哪天开的"))
    present = LongWords(2, label=_("到场的人"), max_length=1000)
    petitioner_said = LongWords(4, label=_("信访人怎么说"), help_text=SEEN_BY_PETITIONER)
    unit_said = LongWords(4, label=_("承办人怎么说"), help_text=SEEN_BY_PETITIONER)
    others_said = LongWords(3, label=_("其他人怎么说"), required=False, help_text=SEEN_BY_PETITIONER)
    files = Files(  # type: ignore[assignment]  # a declared field, which Django takes out of the class
        label=_("签过字的笔录、录音录像"), required=False, help_text=_("最多 10 个，每个不超过 20 MB。")
    )

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        going = intervals.running(snapshot)
        self.begun = going.begun_on if going else timezone.localdate()

    def clean_held_on(self) -> date:
        chosen: date = self.cleaned_data["held_on"]
        if not self.begun <= chosen <= timezone.localdate():
            raise forms.ValidationError(gettext("听证应当在通知以后、今天或今天以前举行，请核对日期。"))
        return chosen


class ConcludeHearingForm(MoveForm):
    """听证结论, with its reasons."""

    sealed_fields = ("conclusion", "reason")
    conclusion = LongWords(3, label=_("听证结论"), help_text=SEEN_BY_PETITIONER)
    reason = LongWords(4, label=_("理由"), help_text=_("采信了什么、没有采信什么，为什么。信访人会看到。"))


class CallOffForm(MoveForm):
    """Why there is no hearing after all."""

    sealed_fields = ("words",)
    ground = forms.ChoiceField(label=_("为什么不开了"), choices=list(CALLED_OFF.items()))
    words = LongWords(2, label=_("说明"), max_length=500, help_text=SEEN_BY_PETITIONER)


class PauseForm(MoveForm):
    """By which local rule the term stands still, why, and until about when."""

    sealed_fields = ("reason",)
    allowed_by = forms.ChoiceField(label=_("依据"))
    until = ToCome(label=_("预计到哪天"))
    reason = LongWords(3, label=_("为什么暂停"), max_length=500, help_text=SEEN_BY_PETITIONER)

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.fields["allowed_by"].choices = CHOOSE + _rules(snapshot, hearing=False)  # type: ignore[attr-defined]


class ResumeForm(MoveForm):
    """What came of it."""

    sealed_fields = ("words",)
    words = LongWords(2, label=_("结果怎么样"), max_length=1000, help_text=SEEN_BY_PETITIONER)
