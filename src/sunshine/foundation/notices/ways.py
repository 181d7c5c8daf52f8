"""The ways a message may leave, for whoever it is for: a text to the telephone, a letter to the e-mail address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from sunshine.foundation.notices.adapters import Adapter, adapter
from sunshine.foundation.notices.models import Way
from sunshine.foundation.people.identity import Identity

SUBJECT = "阳光信访通知"  # without a number: it lies open in every mail box


@dataclass(frozen=True, slots=True)
class Route:
    """One way to one address. ``rings`` says that it may wake somebody up."""

    way: str
    address: str
    adapter: Adapter

    @property
    def rings(self) -> bool:
        return bool(getattr(self.adapter, "rings", True))


class Mail:
    """E-mail by the SMTP server of the settings; the message's id is its Message-ID, so that a repeat can be told."""

    def send(self, message_id: UUID, address: str, text: str) -> str:
        host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        headers = {"Message-ID": f"<{message_id}@{host}>", "Auto-Submitted": "auto-generated"}
        EmailMessage(SUBJECT, text, to=[address], headers=headers).send()
        return "smtp"


def routes(identity: Identity) -> Sequence[Route]:
    """Every way this person can be reached; none leaves the message on the progress page only."""
    found: list[Route] = []
    if identity.phone:
        found.append(Route(Way.SMS.value, identity.phone, adapter()))
    if identity.email and settings.EMAIL_HOST:
        found.append(Route(Way.EMAIL.value, identity.email, Mail()))
    return found
