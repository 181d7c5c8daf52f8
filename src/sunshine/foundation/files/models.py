"""Attachments: evidence brought in with a step, sealed in the store, and the copies of it that people look at."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class FileState(models.TextChoices):
    """Whether a file is shown with the others, only kept as evidence, or not kept at all."""

    KEPT = "kept", _("已收存")
    SET_ASIDE = "set_aside", _("格式不符，已另存备查")
    NOT_KEPT = "not_kept", _("没有存下，请再传一次")  # the store failed; the filing did not


class CopyState(models.TextChoices):
    """How far the copy without metadata has come, which is what people look at."""

    WAITING = "waiting", _("正在准备可以查看的副本")
    MADE = "made", _("可以查看")
    NONE = "none", _("没有可以查看的副本，只能下载原件")


OLD_OFFICE = _("旧的 Office 格式（doc、xls、ppt）里的作者和修改痕迹去不干净，所以不做副本。")
OTHER_SOUND = _("这种录音录像里附带的信息去不干净，所以不做副本。")
UNREADABLE = _("文件读不出来，可能损坏了，或者太大，所以没有副本。")
_NO_WAY = {"application/msword": OLD_OFFICE, "audio/ogg": OTHER_SOUND, "video/webm": OTHER_SOUND}


def why_no_copy(kind: str) -> Any:
    """Why a file of this media type has no copy to look at, in words for whoever wants to open it."""
    return _NO_WAY.get(kind, UNREADABLE)


class Attachment(models.Model):
    """The original. Its name is in the sealed words of the step; its bytes are sealed under ``key`` (wrapped).

    ``sm3`` is the promise the step keeps of it: keyed with the file's own key, so that it says nothing once that is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey("ledger.Subject", models.PROTECT, db_index=False, related_name="attachments")
    seq = models.IntegerField()
    type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sm3 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=FileState, default=FileState.KEPT)
    copy_state = models.CharField(max_length=8, choices=CopyState, default=CopyState.NONE)
    key = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "seq"], name="attachment_step")]


class CopyKind(models.TextChoices):
    """What a copy is for."""

    SHOWN = "shown"
    PREVIEW = "preview"


class Copy(models.Model):
    """A copy made for looking at: without metadata, under a key of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    attachment = models.ForeignKey(Attachment, models.PROTECT, db_index=False, related_name="copies")
    kind = models.CharField(max_length=8, choices=CopyKind)
    type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    key = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attachment", "kind"], name="one_copy_a_kind")
        ]
