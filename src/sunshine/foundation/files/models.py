"""Attachments: evidence brought in with a step, sealed on disk under a key of its own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class FileState(models.TextChoices):
    """Whether a file is shown with the others or only kept as evidence."""

    KEPT = "kept", _("已收存")
    SET_ASIDE = "set_aside", _("格式不符，已另存备查")


class Attachment(models.Model):
    """The name is in the sealed words of the step; the bytes are on disk, sealed with ``key`` (wrapped)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey("ledger.Subject", models.PROTECT, db_index=False, related_name="attachments")
    seq = models.IntegerField()
    type = models.CharField(max_length=100)
    size = models.IntegerField()
    sm3 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=FileState, default=FileState.KEPT)
    key = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "seq"], name="attachment_step")]
