"""The matter: what the procedures of a petition know about its family. Loaded once; guards and effects see only this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from uuid import UUID

from sunshine.foundation.ledger.queries import Words, words_of
from sunshine.foundation.people.identity import Identity, mask_name, text_name
from sunshine.foundation.people.models import PRINCIPALS
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
    words: str


@dataclass(frozen=True, slots=True)
class Tried:
    """One way of serving a paper that was sent off, failed, or is being announced."""

    paper: UUID
    method: str
    state: str
    day: date


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
    rated: int  # how many times
    delivered: frozenset[UUID]  # papers that reached this filer
    tried: tuple[Tried, ...] = ()  # ways of serving that have not reached this filer, oldest first
    others: tuple[Identity, ...] = ()  # whose matter it is, where another filed it, and the co-signers
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
    """Read the family of a petition. Eight statements, however large the family."""
    petition = Petition.objects.get(pk=root)
    words = words_of(root)
    return Matter(
        petition=root,
        number=petition.number,
        place=petition.place_id or "",
        purpose=petition.purpose,
        demands=[
            _demand(d, words) for d in Demand.objects.filter(petition=root).order_by("filing_id", "nth")
        ],
        filings={filing.id: filing for filing in _filings(root, words)},
        handlings={h.pk: _handling(h) for h in Handling.objects.filter(petition=root)},
        words=words,
    )


def _demand(row: Demand, words: Words) -> DemandState:
    text = newest(words, row.filing_id, f"demand@{row.nth}")
    return DemandState(
        row.pk,
        row.filing_id,
        row.handling_id,
        row.nth,
        row.klass,
        row.branch,
        row.category,
        row.outcome,
        text,
    )


def _handling(row: Handling) -> HandlingState:
    return HandlingState(
        row.pk, row.branch, row.received_at, row.accepted_at, row.answer, row.opinion_seq, row.answered_at
    )


class _Rows:
    """Ratings and deliveries by filing."""

    def __init__(self, root: UUID) -> None:
        self.rated: dict[UUID, set[int]] = {}
        for filing, seq in Rating.objects.filter(filing__petition=root).values_list("filing_id", "seq"):
            self.rated.setdefault(filing, set()).add(seq)
        self.delivered: dict[UUID, set[UUID]] = {}
        self.tried: dict[UUID, list[Tried]] = {}
        self.served_on: dict[tuple[UUID, UUID], date] = {}
        rows = Delivery.objects.filter(filing__petition=root).order_by("id")
        columns = ("filing_id", "paper_id", "method", "state", "day")
        for filing, paper, method, state, day in rows.values_list(*columns):
            self._sort_in(filing, Tried(paper, method, state, day))

    def _sort_in(self, filing: UUID, one: Tried) -> None:
        if one.state == DeliveryState.SERVED:
            self.delivered.setdefault(filing, set()).add(one.paper)
            self.served_on[filing, one.paper] = one.day
        else:
            self.tried.setdefault(filing, []).append(one)


def _filings(root: UUID, words: Words) -> list[FilingState]:
    side = _Rows(root)
    return [
        FilingState(
            f.pk, f.number, f.channel, f.visibility, f.people, f.registered_at, f.has_factor,
            Identity.parse(newest(words, f.pk, "party") or "{}"),
            len(side.rated.get(f.pk, ())), frozenset(side.delivered.get(f.pk, ())),
            tuple(side.tried.get(f.pk, ())), tuple(_others(f.pk, words)),
            {paper: day for (filing, paper), day in side.served_on.items() if filing == f.pk},
        )
        for f in Filing.objects.filter(petition=root)
    ]  # fmt: skip


def _others(filing: UUID, words: Words) -> Iterator[Identity]:
    """The parties beside the filer, in the order they were named."""
    for nth in count(1):
        text = words.get((filing, FIRST, text_name(nth)))
        if text is None:
            return
        yield Identity.parse(text)
