"""The session engine, and what may be done with an officer's sessions. An idle or old one is dead before it is gone."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from sunshine.foundation.network import address
from sunshine.foundation.prepared import columns, make, prepared
from sunshine.foundation.signin.devices import device
from sunshine.foundation.signin.models import Session

SINCE, SEEN, PLACE, DEVICE = "since", "seen", "place", "device"
TOUCH = (
    60  # seconds between two notes of when a session was last seen: one more statement a minute, not a page
)


@prepared
def _kept(keys: list[str]) -> QuerySet[Session, Any]:
    """The sessions with these keys: asked on every page."""
    return Session.objects.filter(session_key__any=keys).values_list(*columns(Session))


class SessionStore(DatabaseStore):
    """Django's own, whose rows also say whose session it is, since when, and from where it was last seen."""

    def _get_session_from_db(self) -> Session | None:
        rows = [make(Session, row) for row in _kept([self.session_key or ""])]
        living = next((row for row in rows if row.expire_date > timezone.now()), None)
        if living is None:
            self._session_key = None
        return living

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        row.officer_id = data.get(SESSION_KEY)
        row.since, row.seen = _moment(data.get(SINCE)), _moment(data.get(SEEN))
        row.place, row.device = data.get(PLACE, ""), data.get(DEVICE, "")
        return row


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def begin(request: HttpRequest) -> None:
    """Note since when and from where this session is its officer's; it ends with the browser at the latest."""
    now = time.time()
    request.session.update({SINCE: now, SEEN: now, PLACE: address(request), DEVICE: device(request)})
    request.session.set_expiry(0)


def is_officers(session: SessionBase) -> bool:
    """Whether somebody is signed in with it."""
    return SESSION_KEY in session


def is_alive(session: Mapping[str, Any] | SessionBase, now: float) -> bool:
    """Whether it was used within the idle time, and is not older than a session may be."""
    idle, age = now - session.get(SEEN, 0), now - session.get(SINCE, 0)
    return bool(idle <= settings.SUNSHINE_IDLE_MINUTES * 60 and age <= settings.SUNSHINE_SESSION_HOURS * 3600)


def touch(request: HttpRequest, now: float) -> None:
    """Note that it was just used, and from where."""
    if now - request.session[SEEN] > TOUCH:
        request.session.update({SEEN: now, PLACE: address(request)})


def live(officer: UUID) -> QuerySet[Session]:
    """The officer's sessions that still open the site, the one last used first."""
    now = timezone.now()
    idle, age = (
        timedelta(minutes=settings.SUNSHINE_IDLE_MINUTES),
        timedelta(hours=settings.SUNSHINE_SESSION_HOURS),
    )
    return Session.objects.filter(officer=officer, seen__gt=now - idle, since__gt=now - age).order_by("-seen")


def end(officer: UUID, *, handle: UUID | None = None, but: str | None = None) -> int:
    """End one or all of an officer's sessions, but for the one with this key; returns how many lived."""
    ended = live(officer) if handle is None else live(officer).filter(handle=handle)
    if but is not None:
        ended = ended.exclude(session_key=but)
    count = ended.count()
    Session.objects.filter(pk__in=list(ended.values_list("pk", flat=True))).delete()
    return count
