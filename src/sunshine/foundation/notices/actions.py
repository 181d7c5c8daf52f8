"""Sending one message, and reading back what was sent."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sunshine.foundation.ledger.queries import subject_key, words_at, words_named
from sunshine.foundation.ledger.sealing import Unreadable, seal, unseal, unwrap
from sunshine.foundation.notices.adapters import Undelivered, adapter
from sunshine.foundation.notices.models import Attempt, Message, MessageState
from sunshine.foundation.people.identity import Identity
from sunshine.foundation.procedure.table import procedures

HIDDEN = "••••"  # stands for the query code in what is kept


def send(pk: UUID) -> None:
    """Send a queued message once; a message already settled is left alone. Raises Undelivered to be tried again."""
    message = Message.objects.get(pk=pk)
    if message.state not in {MessageState.QUEUED, MessageState.FAILED}:
        return
    phone = _phone(message.subject_id)
    if phone:
        _hand_over(message, phone)
    else:
        _settle(message, MessageState.SITE)


def compose(message: Message, code: str) -> str:
    """The words of the move's message, filled with the numbers and dates of this one, and the query code."""
    words = next(m.tells for p in procedures() for m in p.moves if m.code == message.move and m.tells)
    return str(words).format(**message.context, code=code)


def body(message: Message) -> str:
    """What was sent, or would be, but for the query code, which is the petitioner's alone.

    Reads ``message.subject``. Empty once the petitioner's data was erased.
    """
    if message.body is None:
        return compose(message, HIDDEN)
    try:
        key = unwrap(message.subject_id, message.subject.key)
        return unseal(key, bytes(message.body), message.pk.bytes).decode()
    except Unreadable:
        return ""


def _hand_over(message: Message, phone: str) -> None:
    code = words_at(message.subject_id, message.seq).get("code", "")
    try:
        detail = adapter().send(message.pk, phone, compose(message, code))
    except Exception as error:
        Attempt.objects.create(message=message, at=timezone.now(), ok=False, detail=type(error).__name__)
        Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED)
        raise Undelivered from error
    with transaction.atomic():
        Attempt.objects.create(message=message, at=timezone.now(), ok=True, detail=detail)
        _settle(message, MessageState.SENT)


def _settle(message: Message, state: str) -> None:
    text = compose(message, HIDDEN)
    sealed = seal(subject_key(message.subject_id), text.encode(), message.pk.bytes)
    Message.objects.filter(pk=message.pk).update(state=state, body=sealed, settled_at=timezone.now())


def _phone(subject: UUID) -> str:
    party = words_named([subject], "party").get(subject)
    return Identity.parse(party).phone if party else ""
