"""Recusal 回避 (条例 第二十八条) as forms and guards read it: whom it is about, of which unit, and who decides. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sunshine.foundation.offices.directory import Directory
from sunshine.foundation.procedure.snapshot import Snapshot, SubjectState
from sunshine.petitions.matter import FIRST

KIND = "recusal"
ASKED, GRANTED, REFUSED = "asked", "granted", "refused"
PARTS = frozenset(
    {"petition", "handling", "review", "objection", "assistance", "conference", "conference_task"}
)  # what a unit works on


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for: kept as the sealed words of the subject's first step, for it names people."""

    unit: UUID  # whose officer is to withdraw
    officer: UUID | None  # who said so of themselves; none where the petitioner asks
    filing: UUID | None  # whose petitioner asks


def request_of(snapshot: Snapshot, subject: UUID) -> Request:
    """What this recusal is about."""
    said = [snapshot.matter.text(subject, FIRST, name) for name in ("unit", "officer", "filing")]
    unit, officer, filing = (UUID(one) if one else None for one in said)
    return Request(unit or snapshot.family[subject].unit, officer, filing)


def waiting(snapshot: Snapshot) -> list[Request]:
    """What is still to be decided."""
    return [request_of(snapshot, one.id) for one in snapshot.of_kind(KIND) if one.stage == ASKED]


def takers(snapshot: Snapshot) -> list[SubjectState]:
    """The members of the family on which some unit works."""
    return [one for one in snapshot.family.values() if one.kind in PARTS]


def above(book: Directory, unit: UUID, accused: frozenset[UUID]) -> UUID:
    """The organ that decides about the head of this one: its line's, else its government; itself where there is none.

    Never one of the accused's side: then the next one above.
    """
    seen, office = {unit}, book[unit]
    while (up := book.get(office.line or office.parent or office.organ)) and up.id not in seen:
        seen.add(up.id)
        office = up
        if office.in_force and not book.on_side_of(office.id, accused):
            return office.id
    return unit
