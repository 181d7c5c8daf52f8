"""Loading the demo: organs, officers, and every story in the order in which it happened, all or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from sunshine.foundation.administration.actions import adopt_all
from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.files.store import discard
from sunshine.foundation.ledger import keyring
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Officer, Unit
from sunshine.foundation.procedure.jobs import wake
from sunshine.web.demo.cast import CAST
from sunshine.web.demo.moments import moments
from sunshine.web.demo.staff import Staff, appoint
from sunshine.web.demo.stories import STORIES
from sunshine.web.demo.stories.shape import Step
from sunshine.web.demo.walk import Walk
from sunshine.web.launcher.progress import step

BEFORE_A_CALL = timedelta(minutes=20)

Event = tuple[datetime, Callable[[datetime], None]]


class NotForDemo(Exception):
    """This process or this database is not for the demo; the text says why and what to do."""


def is_loaded() -> bool:
    """Whether the demo's cast works here."""
    return Officer.objects.filter(login__in=[one.login for one in CAST]).count() == len(CAST)


def load(now: datetime) -> bool:
    """Load the demo as of `now` unless it is there; returns whether it was loaded.

    Raises NotForDemo outside demo mode and in a database that holds petitions or organs of its own.
    """
    if not settings.SUNSHINE_DEMO:
        raise NotForDemo("the demo is loaded in demo mode only; set SUNSHINE_DEMO=1, or run `sunshine demo`.")
    if is_loaded():
        return False
    if Subject.objects.exists() or Unit.objects.exists():
        raise NotForDemo("this database holds petitions or offices of its own; give the demo an empty one.")
    make_keys()
    _tell(now)
    return True


def make_keys() -> None:
    """Write a keyring where there is none, in the environment or the data folder."""
    if not (settings.SUNSHINE_KEYS_FILE.exists() or os.environ.get("SUNSHINE_KEYS")):
        keyring.generate(settings.SUNSHINE_KEYS_FILE)


def _tell(now: datetime) -> None:
    walks: list[Walk] = []
    try:
        with transaction.atomic():
            with step("Offices and officers"):
                staff = appoint()
                adopt_all()
            with step(f"{len(STORIES)} petitions, as they happened"):
                _live_through(walks, staff, now)
    except BaseException:
        directory.forget()
        for walk in walks:
            discard(walk.stored)
        raise


def _live_through(walks: list[Walk], staff: Staff, now: datetime) -> None:
    walks += [Walk(story, staff) for story in STORIES]
    for at, act in sorted(_events(walks, now), key=lambda event: event[0]):
        _wake_until(at)
        act(at)
    _wake_until(now)


def _events(walks: Iterable[Walk], now: datetime) -> Iterable[Event]:
    calendar = work_calendar()
    for walk in walks:
        for at, taken in moments(walk.story, now, calendar):
            if taken == Step.CONTACTED:
                yield at - BEFORE_A_CALL, walk.look_up
            yield at, _taking(walk, taken)


def _taking(walk: Walk, taken: Step) -> Callable[[datetime], None]:
    return lambda at: walk.go(taken, at)


def _wake_until(until: datetime) -> None:
    """Let the clock write its reminders, each at its own time."""
    due = Duty.objects.filter(state="open", wake_at__lte=until).order_by("wake_at")
    while following := due.values_list("wake_at", flat=True).first():
        wake(following)
