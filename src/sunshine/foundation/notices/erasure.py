"""What an erasure takes of messages: their words and what providers answered. That one was sent, and when, remains."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sunshine.foundation.notices.models import Attempt, Message, MessageState


def erase(subjects: Sequence[UUID]) -> None:
    """Empty the messages of these subjects. What still waits to be sent has nobody to go to any more."""
    messages = Message.objects.filter(subject__in=subjects)
    Attempt.objects.filter(message__in=messages).update(detail="")
    messages.filter(state__in=[MessageState.QUEUED, MessageState.FAILED]).update(state=MessageState.SITE)
    messages.update(body=None, context={})
