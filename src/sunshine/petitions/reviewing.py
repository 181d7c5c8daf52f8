"""Who looks at an answer again: the organ one level up, never one that decided below (条例 第三十五条、第三十六条)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sunshine.foundation.offices.directory import Directory, Office
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.matter import Answer, Matter
from sunshine.petitions.models import Level


def organ_above(book: Directory, below: Sequence[UUID], accused: frozenset[UUID]) -> Office | None:
    """The organ above the last of ``below``: the one named to review it, else that of its line, else its government.

    Never one of those below, of the accused's side, no more in force, or a bureau, which decides no merits: then the next
    one above. ``None`` where there is none on this site.
    """
    own = [_organ(book, unit) for unit in below]
    climbed = {office.id for office in own}
    office: Office | None = own[-1]
    while office and (office := book.get(office.review_organ or office.line or office.parent)):
        if office.id in climbed:
            return None
        climbed.add(office.id)
        if office.in_force and not office.is_bureau and not book.on_side_of(office.id, accused):
            return office
    return None


def _organ(book: Directory, unit: UUID) -> Office:
    """The organ itself, where this is an inner office of one."""
    office = book[unit]
    return book[office.organ] if office.organ else office


def deciders(snapshot: Snapshot, answer: Answer) -> list[UUID]:
    """The units that decided up to this answer, the handling's first."""
    matter: Matter = snapshot.matter
    handling = matter.handling_of(answer)
    return [snapshot.family[one].unit for one in dict.fromkeys((handling, answer.subject))]


def asked_of(book: Directory, snapshot: Snapshot, answer: Answer) -> Office | None:
    """The organ to which a request against this answer goes."""
    return organ_above(book, deciders(snapshot, answer), frozenset(snapshot.bars))


NEXT = {
    "opinion": Level.REVIEW,
    "review": Level.FINAL,
}  # what an answer of this kind can be asked to be looked at as
