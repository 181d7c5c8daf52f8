"""Sending one message, and reading back what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.queries import subject_key, words_at, words_named
from sunshine.foundation.ledger.sealing import Unreadable, seal, unseal, unwrap
from sunshine.foundation.notices.adapters import Undelivered
from sunshine.foundation.notices.models import Attempt, Message, MessageState
from sunshine.foundation.notices.quiet import quiet_until
from sunshine.foundation.notices.ways import Route, routes
from sunshine.foundation.notices.wordings import words_of
from sunshine.foundation.offices.actors import SYSTEM
from sunshine.foundation.offices.models import Role
from sunshine.foundation.people.identity import Identity
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform

HIDDEN = "••••"  # stands for the query code in what is kept
JUST_NOW = timedelta(minutes=15)  # whoever acted so lately is awake and waits for it


class Later(Exception):
    """It is night where the message would ring; it is sent at ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def send(pk: UUID) -> None:
    """Send a queued message once by every way there is; a message already settled is left alone.

    One way that takes it is enough. Raises Undelivered to be tried again, Later to wait for the morning.
    """
    message = Message.objects.get(pk=pk)
    if message.settled_at or message.state not in {MessageState.QUEUED, MessageState.FAILED}:
        return
    ways = routes(_identity(message.subject_id))
    if not ways:
        _settle(message, MessageState.SITE)
        return
    _wait_for_morning(message, ways)
    _hand_over(message, ways)


def give_up(pk: UUID) -> None:
    """No way took it after every try: a step says so and opens the duty to call (条例 第二十三条)."""
    message = Message.objects.get(pk=pk)
    if message.settled_at:
        return
    with transaction.atomic():
        _settle(message, MessageState.FAILED)
        given = Given({"message": str(pk)})
        perform(message.subject_id, "unreached", SYSTEM, given, request_key=f"unreached:{pk}")


def compose(message: Message, code: str) -> str:
    """The words of the move's message, filled with the numbers and dates of this one, and the query code."""
    return words_of(message.move).format(**message.context, code=code)


def body(message: Message) -> str:
    """What was sent, or would be, but for the query code, which is the petitioner's alone.

    Reads ``message.subject``. Empty once the petitioner's data was erased.
    """
    if message.subject.key is None:
        return ""
    if message.body is None:
        return compose(message, HIDDEN)
    try:
        key = unwrap(message.subject_id, message.subject.key)
        return unseal(key, bytes(message.body), message.pk.bytes).decode()
    except Unreadable:
        return ""


def _wait_for_morning(message: Message, ways: Sequence[Route]) -> None:
    now = timezone.now()
    until = quiet_until(now)
    if until is None or not any(route.rings for route in ways) or _asked_just_now(message, now):
        return
    Message.objects.filter(pk=message.pk).update(not_before=until)
    raise Later(until)


def _asked_just_now(message: Message, now: datetime) -> bool:
    """Whether the petitioner's own act, a moment ago, is what this tells of."""
    step = Step.objects.filter(subject=message.subject_id, seq=message.seq).first()
    by_petitioner = step is not None and step.officer_id is None and step.actor != Role.SYSTEM.value
    return by_petitioner and now - message.created_at < JUST_NOW


def _hand_over(message: Message, ways: Sequence[Route]) -> None:
    code = words_at(message.subject_id, message.seq).get("code", "")
    text = compose(message, code)
    taken = [_try(message, route, text) for route in ways]
    if any(taken):
        _settle(message, MessageState.SENT)
        return
    Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED)
    raise Undelivered


def _try(message: Message, route: Route, text: str) -> bool:
    """One try by one way, on record whatever comes of it; never what was sent or to whom."""
    try:
        detail, ok = route.adapter.send(message.pk, route.address, text), True
    except Exception as error:  # whatever an outside system does wrong
        detail, ok = (str(error) if isinstance(error, Undelivered) else type(error).__name__), False
    Attempt.objects.create(message=message, way=route.way, at=timezone.now(), ok=ok, detail=detail[:200])
    return ok


def _settle(message: Message, state: str) -> None:
    text = compose(message, HIDDEN)
    sealed = seal(subject_key(message.subject_id), text.encode(), message.pk.bytes)
    Message.objects.filter(pk=message.pk).update(
        state=state, body=sealed, settled_at=timezone.now(), not_before=None
    )


def _identity(subject: UUID) -> Identity:
    party = words_named([subject], "party").get(subject)
    return Identity.parse(party) if party else Identity()
