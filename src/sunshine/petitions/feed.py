"""The calendar as a feed for a telephone or an office program (RFC 5545). It holds rules, days and numbers, and no word of a matter."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from sunshine.foundation.calendar.rules import ONE_DAY, last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.duties.rules import rule
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.models import Post, holds
from sunshine.petitions.desk import own_or_free
from sunshine.petitions.models import CalendarFeed

MOST = 500  # events a feed holds
FOLD = 74  # octets of a line, its break not counted (RFC 5545 §3.1)


def renew(actor: Actor) -> str:
    """A new secret for this post's feed; the old address shows nothing from now on. Only the digest is kept."""
    assert actor.post is not None
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        post_id=actor.post, defaults={"digest": _digest(secret), "made_at": timezone.now()}
    )
    return secret


def stop(actor: Actor) -> None:
    """The feed of this post shows nothing any more."""
    CalendarFeed.objects.filter(post=actor.post).delete()


def reader(secret: str) -> Actor | None:
    """Whose feed this secret opens, while they hold the post."""
    live = Post.objects.filter(holds(), officer__is_active=True, calendar_feed__digest=_digest(secret))
    post = live.select_related("officer").first()
    return acting_in(post, post.officer) if post and post.role else None


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def written(actor: Actor, now: datetime) -> str:
    """The open duties of this post as calendar events, each on its last day. One statement."""
    duties = own_or_free(actor).order_by("due_at", "id")[:MOST]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sunshine//Duties//ZH", "X-WR-CALNAME:阳光信访"]
    for duty in duties:
        lines += _event(duty, now)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(duty: Any, now: datetime) -> list[str]:
    day = last_day(duty.due_at)
    root = duty.subject.root
    # That a report 检举控告 exists is nobody else's business either: it comes without its number.
    number = "" if root.sealed else f" {root.petition.number}"
    return [
        "BEGIN:VEVENT", f"UID:{duty.pk}@sunshine", f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + ONE_DAY:%Y%m%d}",
        f"SUMMARY:{_escaped(_name(duty))}{number}", "TRANSP:TRANSPARENT", "END:VEVENT",
    ]  # fmt: skip


def _name(duty: Duty) -> str:
    return str(rule(duty.rule).name)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces no longer than the format allows, never cut inside a character."""
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > FOLD:
            yield piece
            piece = " "
        piece += sign
    yield piece
