"""The clock: takes duties whose time to be called to mind has come, and has the engine write it down."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.duties.rules import rule
from sunshine.foundation.offices.actors import SYSTEM
from sunshine.foundation.periodic import periodic
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.outside import OUTSIDE
from sunshine.foundation.procedure.perform import perform

log = logging.getLogger(__name__)
BATCH = 200
SET_BACK = timedelta(hours=1)


@periodic("* * * * *")
def wake_duties(timestamp: int) -> None:
    """Every minute: wake all that is due."""
    while wake(timezone.now()) == BATCH:
        pass


def wake(now: datetime) -> int:
    """Wake what is due, one indexed read and one transaction a duty; returns how many were taken.

    Two workers may run: the request key names the duty and which waking this is, so each is written once.
    """
    due = list(Duty.objects.filter(state="open", wake_at__lte=now).order_by("wake_at")[:BATCH])
    for duty in due:
        try:
            _wake_one(duty, now)
        except Exception:  # one bad row must not stop the clock for all others
            still_asleep = Duty.objects.filter(pk=duty.pk, wakes=duty.wakes, state="open")
            # One that was done since it was read is no failure.
            if still_asleep.update(wake_at=now + SET_BACK):
                log.exception("waking duty %s failed; set back", duty.pk)
    return len(due)


def _wake_one(duty: Duty, now: datetime) -> None:
    move, given, key = waking_act(duty.pk, duty.rule, duty.due_at, duty.wakes, now)
    perform(duty.subject_id, move, SYSTEM, given, request_key=key, now=now)


def waking_act(duty: UUID, code: str, due_at: datetime, wakes: int, now: datetime) -> tuple[str, Given, str]:
    """What calling this duty to mind is: the move, what is given with it, and the key that lets it be once."""
    known = rule(code)
    move = known.then or ("lapse" if known.right else "overdue" if now >= due_at else "remind")
    return move, Given({"duty": str(duty), "rule": code}), f"{duty}:{wakes}"


@periodic("*/10 * * * *")
def hand_outside(timestamp: int) -> None:
    """Every ten minutes: what is kept from the accused's side goes to an organ outside it, once there is one."""
    for duty in Duty.objects.filter(state="open", rule=OUTSIDE.code).order_by("due_at")[:BATCH]:
        with suppress(Refused):  # nobody is free yet: it stays owed
            perform(duty.subject_id, "hand_outside", SYSTEM)
