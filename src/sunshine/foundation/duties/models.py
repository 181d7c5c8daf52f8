"""Duties 责任: who owes what on which subject by when, under which rule, from which step."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
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
        ]
