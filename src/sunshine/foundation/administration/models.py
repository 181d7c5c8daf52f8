"""The auditor's proofs of the record: who had it verified when, and what was found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7


class Proof(models.Model):
    """One verification of the whole record. ``problems`` name subjects and steps, never a word of them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    officer = models.ForeignKey("offices.Officer", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    steps = models.BigIntegerField(default=0)
    broken = models.IntegerField(default=0)
    problems = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["-id"]
