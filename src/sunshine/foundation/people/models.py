"""The people in a filing: who asks, for whom. What is shown is a mask; the rest is sealed with the filing's words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class PartyRole(models.TextChoices):
    """In what capacity somebody appears in a filing."""

    PETITIONER = "petitioner", _("信访人")
    AGENT = "agent", _("代理人")


class Party(models.Model):
    """One person in one filing. The identity itself is the sealed text ``party`` of the filing's step ``seq``."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey("ledger.Subject", models.PROTECT, related_name="parties")
    seq = models.IntegerField()
    role = models.CharField(max_length=12, choices=PartyRole, default=PartyRole.PETITIONER)
    name_mask = models.CharField(max_length=40, blank=True)
    phone_mask = models.CharField(max_length=20, blank=True)
    phone_index = models.BinaryField(null=True)
    id_index = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["phone_index"], name="party_phone", condition=models.Q(phone_index__isnull=False)
            ),
            models.Index(fields=["id_index"], name="party_id", condition=models.Q(id_index__isnull=False)),
        ]
