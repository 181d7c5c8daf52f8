"""The ways out. An adapter hands one text to one phone number, or raises ``Undelivered``."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


class Undelivered(Exception):
    """The provider did not take the message; it will be tried again."""


class Adapter(Protocol):
    """One way of handing texts to telephones."""

    def send(self, message_id: UUID, phone: str, text: str) -> str:
        """Hand the text over; returns the provider's word for the record."""


class Outbox:
    """Keeps what would be sent in this system, where an officer can read it out or the demo can show it."""

    def send(self, message_id: UUID, phone: str, text: str) -> str:
        return "outbox"


def adapter() -> Adapter:
    """The adapter the settings name."""
    found: Adapter = import_string(settings.SUNSHINE_MESSAGES)()
    return found
