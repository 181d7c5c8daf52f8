"""Drafts 草稿: what somebody has begun to tell. Sealed with a key only their own browser holds; never a filing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7


class Draft(models.Model):
    """One visitor's draft. The row is named by a digest of the secret in their cookie, so nobody else finds or opens it."""

    id = models.CharField(primary_key=True, max_length=64)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField()
    # What bounds drafts (``channels.room``): a blind mark of the network, the bytes with files, the last touch.
    network = models.CharField(max_length=64, default="")
    size = models.BigIntegerField(default=0)
    touched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="draft_expiry")]


class DraftFile(models.Model):
    """A file brought to a draft, sealed like its words. Its name is among the words."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    sealed = models.BinaryField()
