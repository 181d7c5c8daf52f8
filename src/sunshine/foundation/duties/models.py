"""Duties 责任: who owes what on which subject by when, under which rule, from which step."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7


class DutyState(models.TextChoices):
    """Where a duty stands."""

    OPEN = "open"
    DONE = "done"
    LAPSED = "lapsed"  # a petitioner's right that was not used; never an officer's duty


class Duty(models.Model):
    """``due_at`` is the lawful, rolled, exclusive midnight. ``wake_at`` is the next reminder, empty after the last."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey("ledger.Subject", models.PROTECT, db_index=False, related_name="duties")
    rule = models.CharField(max_length=30)
    anchor_seq = models.IntegerField()
    holder = models.CharField(max_length=16)
    unit = models.ForeignKey("offices.Unit", models.PROTECT, null=True, db_index=False, related_name="duties")
    post = models.ForeignKey("offices.Post", models.PROTECT, null=True, db_index=False, related_name="duties")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    wake_at = models.DateTimeField(null=True)
    wakes = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=DutyState, default=DutyState.OPEN)
    closed_seq = models.IntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["wake_at"], name="duty_wake", condition=models.Q(state="open", wake_at__isnull=False)
            ),
            models.Index(fields=["unit", "due_at", "id"], name="duty_mine", condition=models.Q(state="open")),
            models.Index(fields=["subject", "state"], name="duty_subject"),
            models.Index(
                fields=["post"], name="duty_named", condition=models.Q(state="open", post__isnull=False)
            ),
            models.Index(
                fields=["due_at"], name="duty_outside", condition=models.Q(state="open", rule="hand_outside")
            ),
        ]


class Absence(models.Model):
    """代班: while the holder of ``post`` is away, both days included, the holder of ``substitute`` stands in."""

    subject = models.OneToOneField("ledger.Subject", models.PROTECT, primary_key=True, related_name="absence")
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="absences")
    substitute = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()


class LocalTerm(models.Model):
    """A length of a clock shorter than the law's, for one area, with its basis, by date. Only for rules that allow it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.CharField(max_length=30)
    division = models.ForeignKey("geography.Division", models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=200)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["rule", "division", "-valid_from"]
