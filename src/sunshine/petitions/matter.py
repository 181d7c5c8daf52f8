"""The matter: what the procedures of a petition know about its family. Loaded once; guards and effects see only this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sunshine.foundation.ledger.queries import Words, words_of
from sunshine.foundation.people.identity import Identity, mask_name, text_name
from sunshine.foundation.people.models import PRINCIPALS
from sunshine.foundation.prepared import prepared
from sunshine.petitions.models import (
    Delivery,
    DeliveryState,
    Demand,
    Filing,
    Handling,
    Petition,
    Rating,
    Visibility,
)

FIRST = 1  # the step that registers a filing holds its words


@dataclass(frozen=True, slots=True)
class DemandState:
    """One thing asked, with its words."""

    id: UUID
    filing: UUID
    handling: UUID | None
    nth: int
    klass: str
    branch: str
    category: str
    outcome: str
    objections: int
    words: str


@dataclass(frozen=True, slots=True)
class Tried:
    """One way of serving a paper that was sent off, failed, or is being announced."""

    paper: UUID
    method: str
    state: str
    day: date
    at: datetime  # when it was entered


@dataclass(frozen=True, slots=True)
class FilingState:
    """One filing, with who filed it and what has reached them."""

    id: UUID
    number: str
    channel: str
    visibility: str
    people: int
    registered_at: datetime
    has_factor: bool
    identity: Identity
    others: tuple[Identity, ...] = ()  # whose matter it is, where another filed it, and the co-signers
    rated: int = 0  # how many times
    delivered: frozenset[UUID] = frozenset()  # papers that reached this filer
    tried: tuple[Tried, ...] = ()  # ways of serving that have not reached this filer, oldest first
    served_on: Mapping[UUID, date] = field(default_factory=dict)  # by paper

    @property
    def addressee(self) -> str:
        """The name a document may be addressed to: whole only where the handling unit may see it."""
        name = next(
            (one.name for one in self.others if one.role in PRINCIPALS and one.name), self.identity.name
        )
        return name if self.visibility == Visibility.HANDLERS else mask_name(name)

    @property
    def named(self) -> bool:
        """Whether anybody left a name or a way to reach them."""
        return any((self.identity, *self.others))


@dataclass(frozen=True, slots=True)
class HandlingState:
    """One organ's handling and how far its papers have come."""

    id: UUID
    branch: str
    received_at: datetime
    accepted_at: datetime | None
    answer: UUID | None
    opinion_seq: int | None
    answered_at: datetime | None = None
    extended_days: int = 0
    objection: UUID | None = None


@dataclass(frozen=True)
class Matter:
    """The whole family of a petition, as its procedures see it."""

    petition: UUID
    number: str
    place: str
    purpose: str
    demands: Sequence[DemandState]
    filings: Mapping[UUID, FilingState]
    handlings: Mapping[UUID, HandlingState]
    words: Words

    def demands_of(self, handling: UUID) -> list[DemandState]:
        return [demand for demand in self.demands if demand.handling == handling]

    def text(self, subject: UUID, seq: int, name: str) -> str:
        """A sealed text by its place; empty when it was never given or has been erased."""
        return self.words.get((subject, seq, name), "")

    def newest(self, subject: UUID, name: str) -> str:
        """A text of this name as it was last corrected; ``text`` gives it as it was said at one step."""
        return newest(self.words, subject, name)

    @property
    def first_filing(self) -> FilingState:
        return min(self.filings.values(), key=lambda filing: filing.registered_at)


def newest(words: Words, subject: UUID, name: str) -> str:
    """The last text of this name on a subject: a correction is a later step beside the first."""
    said = [seq for one, seq, named in words if one == subject and named == name]
    return words[subject, max(said), name] if said else ""


def load_matter(root: UUID) -> Matter:
    """Read the family of a petition. Seven statements, however large the family."""
    number, place, purpose = _petition(root)[0]
    words = words_of(root)
    return Matter(
        petition=root,
        number=number,
        place=place or "",
        purpose=purpose,
        demands=[DemandState(*(*row, newest(words, row[1], f"demand@{row[3]}"))) for row in _demands(root)],
        filings={filing.id: filing for filing in _filings(root, words)},
        handlings={row[0]: HandlingState(*row) for row in _handlings(root)},
        words=words,
    )


@prepared
def _petition(root: UUID) -> QuerySet[Petition, Any]:
    return Petition.objects.filter(pk=root).values_list("number", "place_id", "purpose")


@prepared
def _demands(root: UUID) -> QuerySet[Demand, Any]:
    """The columns of a DemandState but for its words."""
    rows = Demand.objects.filter(petition=root).order_by("filing_id", "nth")
    return rows.values_list(
        "pk", "filing_id", "handling_id", "nth", "klass", "branch", "category", "outcome", "objections"
    )


@prepared
def _handlings(root: UUID) -> QuerySet[Handling, Any]:
    """The columns of a HandlingState."""
    return Handling.objects.filter(petition=root).values_list(
        "pk",
        "branch",
        "received_at",
        "accepted_at",
        "answer",
        "opinion_seq",
        "answered_at",
        "extended_days",
        "objection",
    )


@prepared
def _filers(root: UUID) -> QuerySet[Filing, Any]:
    """The first columns of a FilingState."""
    return Filing.objects.filter(petition=root).values_list(
        "pk", "number", "channel", "visibility", "people", "registered_at", "has_factor"
    )


@prepared
def _ratings(root: UUID) -> QuerySet[Rating, Any]:
    return Rating.objects.filter(filing__petition=root).values_list("filing_id", "seq")


@prepared
def _deliveries(root: UUID) -> QuerySet[Delivery, Any]:
    rows = Delivery.objects.filter(filing__petition=root).order_by("id")
    return rows.values_list("filing_id", "paper_id", "method", "state", "day", "at")


class _Rows:
    """Ratings and deliveries by filing."""

    def __init__(self, root: UUID) -> None:
        self.rated: dict[UUID, set[int]] = {}
        for filing, seq in _ratings(root):
            self.rated.setdefault(filing, set()).add(seq)
        self.tried: dict[UUID, list[Tried]] = {}
        self.served_on: dict[tuple[UUID, UUID], date] = {}
        for filing, *tried in _deliveries(root):
            self._sort_in(filing, Tried(*tried))

    def _sort_in(self, filing: UUID, one: Tried) -> None:
        if one.state == DeliveryState.SERVED:
            self.served_on[filing, one.paper] = one.day
        else:
            self.tried.setdefault(filing, []).append(one)

    def of(self, filing: UUID) -> tuple[int, frozenset[UUID], tuple[Tried, ...], Mapping[UUID, date]]:
        """How often it was rated, what reached its filer, what was tried, and the days of service."""
        served_on = {paper: day for (one, paper), day in self.served_on.items() if one == filing}
        tried = tuple(self.tried.get(filing, ()))
        return len(self.rated.get(filing, ())), frozenset(served_on), tried, served_on


def _filings(root: UUID, words: Words) -> list[FilingState]:
    side, filers = _Rows(root), _filers(root)
    return [
        FilingState(*(*row, _filer(row[0], words), tuple(_others(row[0], words)), *side.of(row[0])))
        for row in filers
    ]


def _filer(filing: UUID, words: Words) -> Identity:
    return Identity.parse(newest(words, filing, "party") or "{}")


def _others(filing: UUID, words: Words) -> Iterator[Identity]:
    """The parties beside the filer, in the order they were named."""
    for nth in count(1):
        text = words.get((filing, FIRST, text_name(nth)))
        if text is None:
            return
        yield Identity.parse(text)
