"""Urgent and major matters 重大、紧急信访信息 (条例 第二十五条) as moves, forms and pages read them: who is told. Pure.

Urgent is an event, with its own beginning and end; no person is marked, and nothing the petitioner may do is less for it.
"""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from sunshine.foundation.calendar.rules import ONE_DAY, SHANGHAI, Due
from sunshine.foundation.duties.rules import DutyRule
from sunshine.foundation.offices.directory import Directory, Office
from sunshine.foundation.offices.models import UnitKind
from sunshine.foundation.procedure.snapshot import Snapshot, SubjectState
from sunshine.petitions import clocks
from sunshine.petitions.matter import FIRST

ALERT, COPY = "alert", "alert_receipt"
FOUND, REPORTED, ENDED, DROPPED = "found", "reported", "ended", "dropped"
SENT, TAKEN, RECALLED = "sent", "taken", "recalled"
OPEN = frozenset({FOUND, REPORTED})  # the stages of an alert in which somebody still owes a report


def addressees(book: Directory, unit: UUID, accused: frozenset[UUID]) -> list[Office]:
    """Whom a unit reports to: the government of its level and the petition bureau there, which is the joint conference's
    office; a government or a bureau reports to the next above. Whoever is on the accused's side is passed over (第三十条).
    """
    found = (book.nearest(unit, kind, accused) for kind in (UnitKind.GOVERNMENT, UnitKind.BUREAU))
    return [one for one in found if one]


def above(snapshot: Snapshot, book: Directory, alert: UUID, unit: UUID) -> Office | None:
    """The bureau above, to which a bureau passes on what it was told; nobody where that one knows already."""
    here = book[unit]
    up = book.nearest(unit, UnitKind.BUREAU, frozenset(snapshot.bars)) if here.is_bureau else None
    known = {snapshot.family[alert].unit, *(one.unit for one in copies(snapshot, alert))}
    return up if up and up.id not in known else None


def copies(snapshot: Snapshot, alert: UUID) -> list[SubjectState]:
    """What was sent out of this alert, to whom."""
    return [one for one in snapshot.of_kind(COPY) if alert_of(snapshot, one.id) == alert]


def alert_of(snapshot: Snapshot, copy: UUID) -> UUID:
    """The alert that this is a copy of."""
    return UUID(snapshot.matter.text(copy, FIRST, "alert"))


def noting(office: Office) -> DutyRule:
    """What whoever is told owes, by the role that owes it there."""
    rules = {UnitKind.BUREAU: clocks.TAKE_NOTE_BUREAU, UnitKind.GOVERNMENT: clocks.TAKE_NOTE_LEADER}
    return rules.get(UnitKind(office.kind), clocks.TAKE_NOTE)


def at_once(now: datetime) -> Due:
    """Until when the first report is made. Nights and rest days count."""
    return Due(now + clocks.URGENT_HOURS, provisional=False)


def by_the_end_of(day: datetime) -> Due:
    """The end of this day in Asia/Shanghai, whether or not offices work on it."""
    local = day.astimezone(SHANGHAI).date()
    return Due(datetime.combine(local + ONE_DAY, time.min, tzinfo=SHANGHAI), provisional=False)
