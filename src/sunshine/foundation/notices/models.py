"""Messages to petitioners 告知: queued with the step they tell of, sent by a job, every attempt on record."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class MessageState(models.TextChoices):
    """How far a message has come."""

    QUEUED = "queued", _("待发送")
    SENT = "sent", _("已发送")
    SITE = "site", _("仅站内")  # there is no phone to send to; it waits on the progress page
    FAILED = "failed", _("未送到")


class Way(models.TextChoices):
    """How a message leaves."""

    SMS = "sms", _("短信")
    EMAIL = "email", _("电子邮件")


class Message(models.Model):
    """Its id is the stable id given to the outside, which may see it more than once. ``body`` keeps what was sent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey("ledger.Subject", models.PROTECT, db_index=False, related_name="messages")
    seq = models.IntegerField()
    move = models.CharField(max_length=40)
    context = models.JSONField()
    state = models.CharField(max_length=8, choices=MessageState, default=MessageState.QUEUED)
    body = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)  # the end of the quiet hours it waits for

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "-id"], name="message_subject")]


class Attempt(models.Model):
    """One try at handing a message to a provider."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, models.PROTECT, related_name="attempts")
    way = models.CharField(max_length=8, choices=Way, default=Way.SMS)
    at = models.DateTimeField()
    ok = models.BooleanField()
    detail = models.CharField(max_length=200, blank=True)


class Wording(models.Model):
    """One edited version of a move's message. Its stage is its subject's; what was sent is kept with the message."""

    subject = models.OneToOneField("ledger.Subject", models.PROTECT, primary_key=True, related_name="wording")
    move = models.CharField(max_length=40)
    words = models.TextField()
    note = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
