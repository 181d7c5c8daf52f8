"""Official documents 文书: issued with a step, typeset once, proven by their hash."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Paper(models.Model):
    """A document as issued. Its data is the sealed text ``paper`` of the step; ``template`` names the version used."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey("ledger.Subject", models.PROTECT, related_name="papers")
    seq = models.IntegerField()
    kind = models.CharField(max_length=20)
    template = models.CharField(max_length=40)
    unit = models.ForeignKey("offices.Unit", models.PROTECT, related_name="papers")
    number = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=32, unique=True)
    issued_at = models.DateTimeField()
    sm3 = models.CharField(max_length=64, blank=True)
    key = models.BinaryField(null=True)
    rendered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "number"], name="one_paper_a_number", condition=~models.Q(number="")
            )
        ]
