"""The ways out. An adapter hands one text to one address, or raises ``Undelivered``."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


class Undelivered(Exception):
    """The provider did not take the message; it will be tried again."""


class Adapter(Protocol):
    """One way of handing texts to an address: a telephone or a mail box. One that sets ``rings`` false wakes nobody."""

    def send(self, message_id: UUID, address: str, text: str) -> str:
        """Hand the text over; returns the provider's word for the record."""


class Outbox:
    """Keeps what would be sent in this system, where an officer can read it out or the demo can show it."""

    rings = False  # nothing leaves, so nobody is woken

    def send(self, message_id: UUID, address: str, text: str) -> str:
        return "outbox"


def adapter() -> Adapter:
    """How texts leave, as the settings say."""
    found: Adapter = import_string(settings.SUNSHINE_MESSAGES)()
    return found
