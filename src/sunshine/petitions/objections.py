"""Objections 异议 as guards and forms read them: which one, the how-manieth, until when, and who decides. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sunshine.foundation.calendar.rules import WorkCalendar, WorkingDays, deadline
from sunshine.foundation.offices.directory import Directory
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.matter import DemandState, HandlingState, Matter

KIND = "objection"
RAISED, UPHELD, REFUSED, WITHDRAWN = "raised", "upheld", "refused", "withdrawn"
MOOT = "moot"  # the petitioner withdrew the matter itself
TERM = WorkingDays(5)  # 条例 第二十三条
SENDERS_MOST = 2  # so many of one demand the sender decides; the next is decided above, for good


def until(received_at: datetime, calendar: WorkCalendar) -> datetime:
    """The exclusive midnight by which a handling that arrived then must be objected to."""
    return deadline(received_at, TERM, calendar).at


def disputed(snapshot: Snapshot) -> HandlingState:
    """The handling that the objection acted on is about."""
    matter: Matter = snapshot.matter
    return next(one for one in matter.handlings.values() if one.objection == snapshot.subject.id)


def disputed_demands(snapshot: Snapshot) -> list[DemandState]:
    """The demands that would go elsewhere."""
    matter: Matter = snapshot.matter
    return matter.demands_of(disputed(snapshot).id)


def objected(demands: Collection[DemandState]) -> int:
    """How often any of these was objected to."""
    return max((demand.objections for demand in demands), default=0)


def waits(snapshot: Snapshot, handling: HandlingState) -> bool:
    """Whether an objection to this handling is still to be decided."""
    state = snapshot.family.get(handling.objection) if handling.objection else None
    return state is not None and state.stage == RAISED


def by_conference(snapshot: Snapshot) -> bool:
    """Whether the joint conference decides: it is the third, and there is no bureau above to do so."""
    here, root = snapshot.subject, snapshot.family[snapshot.subject.root]
    return here.unit == root.unit and objected(disputed_demands(snapshot)) > SENDERS_MOST


def superior(
    book: Directory, sender: UUID, organs: Collection[UUID], accused: frozenset[UUID]
) -> UUID | None:
    """The nearest bureau above the sender and both organs that is not on the accused's side (条例 第二十四条、第三十条)."""
    area = book[sender].area
    found = [
        office
        for office in book.units.values()
        if office.is_bureau and office.in_force and office.area != area and area.startswith(office.area)
        and all(book[organ].division.startswith(office.area) for organ in organs)
        and not book.on_side_of(office.id, accused)
    ]  # fmt: skip
    return max(found, key=lambda office: (len(office.area), office.code)).id if found else None
