"""The joint conference 联席会议 (条例 第二十四条、第三十九条) as moves and forms read it: its office, the organs, their tasks. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import SHANGHAI, Due
from sunshine.foundation.offices.directory import Directory
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.matter import FIRST
from sunshine.petitions.objections import superior
from sunshine.petitions.urgent import by_the_end_of

CONFERENCE, TASK = "conference", "conference_task"
CALLED, DECIDED, OFF = "called", "decided", "off"
GIVEN, DONE, LIFTED = "given", "done", "lifted"
HELD = frozenset({"handling", "review", "assistance"})  # what an organ has to do with a matter by


def office_of(book: Directory, bureau: UUID, organs: Collection[UUID], accused: frozenset[UUID]) -> UUID:
    """The bureau that is the conference's office: of the lowest level that all these organs lie in.

    Where there is none above, or those are on the accused's side, the bureau's own.
    """
    here = book[bureau]
    if all(book[organ].division.startswith(here.area) for organ in organs):
        return bureau
    return superior(book, bureau, organs, accused) or bureau


def concerned(snapshot: Snapshot) -> list[UUID]:
    """The organs that have a part of the matter."""
    return list(dict.fromkeys(one.unit for one in snapshot.family.values() if one.kind in HELD))


def organs_of(snapshot: Snapshot, conference: UUID) -> list[UUID]:
    """The organs whose matter this conference is."""
    return [UUID(one) for one in snapshot.matter.text(conference, FIRST, "organs").split()]


def conference_of(snapshot: Snapshot, task: UUID) -> UUID:
    """The conference that gave this task."""
    return UUID(snapshot.matter.text(task, FIRST, "conference"))


def due_on(plan: Plan, day: str) -> Due:
    """The end of a day named in a decision. Raises Refused when it has passed."""
    due = by_the_end_of(datetime.combine(date.fromisoformat(day), time.min, tzinfo=SHANGHAI))
    if due.at <= plan.now:
        raise Refused(_("这一天已经过去了，请写今天或以后的日期。"))
    return due
