"""Intervals 区间 of handling: a hearing 听证, a pause 暂停 or a mediation 调解, from when until when, and how many of its days do not count."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class IntervalKind(models.TextChoices):
    """What an interval is."""

    HEARING = "hearing", _("听证")
    PAUSE = "pause", _("暂停")
    MEDIATION = "mediation", _("调解")


class IntervalState(models.TextChoices):
    """How far it came. Only one interval at a time is ``open`` or ``held`` on a handling or a review."""

    OPEN = "open", _("进行中")
    HELD = "held", _("已开会")
    ENDED = "ended", _("已结束")
    OFF = "off", _("已取消")


class Interval(models.Model):
    """One hearing, pause or mediation on a handling or a review (条例 第三十一条第六项、第三十三条、第三十六条).

    Its words are sealed at ``seq``. ``until`` is the day the hearing is set for, or on which the rest is expected to end. ``days`` are those that the
    running term leaves out, in calendar days: as expected while it runs, as they were once it has ended; 0 where the
    term runs on. ``rule`` is what a place's own law allows it by; none where the regulation does.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="intervals")
    subject = models.ForeignKey("ledger.Subject", models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=10, choices=IntervalKind)
    state = models.CharField(max_length=6, choices=IntervalState)
    seq = models.IntegerField()
    begun_on = models.DateField()
    until = models.DateField()
    ended_on = models.DateField(null=True)
    days = models.SmallIntegerField(default=0)
    rule = models.ForeignKey(
        "petitions.PauseRule", models.PROTECT, null=True, db_index=False, related_name="+"
    )


class PauseKind(models.TextChoices):
    """Why a place's own law lets a term stand still."""

    HEARING = "hearing", _("听证")
    APPRAISAL = "appraisal", _("鉴定")
    SURVEY = "survey", _("勘验")
    AUDIT = "audit", _("审计、评估")
    OTHER = "other", _("其他")


class PausedTerm(models.TextChoices):
    """Which term stands still: the code of its duty rule."""

    DECIDE = "decide", _("办理（60日）")
    REVIEW = "review", _("复查（30日）")
    FINAL = "final_review", _("复核（30日）")


class PauseRule(models.Model):
    """停算依据: what a place's own law leaves out of a term, beyond the regulation. Without such a row nothing is left out."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=PauseKind)
    term = models.CharField(max_length=12, choices=PausedTerm)
    division = models.ForeignKey("geography.Division", models.PROTECT, related_name="+")
    basis = models.CharField(max_length=200)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["division", "kind", "-valid_from"]

    def __str__(self) -> str:
        return f"{PauseKind(self.kind).label}：{self.basis}"
