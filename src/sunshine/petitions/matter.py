"""The matter: what the procedures of a petition know about its family. Loaded once; guards and effects see only this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sunshine.foundation.ledger.queries import Words, words_of
from sunshine.foundation.people.identity import Identity, mask_name
from sunshine.petitions.models import Delivery, Demand, Filing, Handling, Petition, Rating, Visibility

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

    @property
    def addressee(self) -> str:
        """The name a document may be addressed to: whole only where the handling unit may see it."""
        if self.visibility == Visibility.HANDLERS:
            return self.identity.name
        return mask_name(self.identity.name)


@dataclass(frozen=True, slots=True)
class HandlingState:
    """One organ's handling and how far its papers have come."""

    id: UUID
    branch: str
    received_at: datetime
    accepted_at: datetime | None
    answer: UUID | None
    opinion_seq: int | None


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

    @property
    def first_filing(self) -> FilingState:
        return min(self.filings.values(), key=lambda filing: filing.registered_at)


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
    text = words.get((row.filing_id, FIRST, f"demand@{row.nth}"), "")
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
    return HandlingState(row.pk, row.branch, row.received_at, row.accepted_at, row.answer, row.opinion_seq)


class _Rows:
    """Ratings and deliveries by filing."""

    def __init__(self, root: UUID) -> None:
        self.rated: dict[UUID, set[int]] = {}
        for filing, seq in Rating.objects.filter(filing__petition=root).values_list("filing_id", "seq"):
            self.rated.setdefault(filing, set()).add(seq)
        self.delivered: dict[UUID, set[UUID]] = {}
        for filing, paper in Delivery.objects.filter(filing__petition=root).values_list(
            "filing_id", "paper_id"
        ):
            self.delivered.setdefault(filing, set()).add(paper)


def _filings(root: UUID, words: Words) -> list[FilingState]:
    side = _Rows(root)
    return [
        FilingState(
            f.pk, f.number, f.channel, f.visibility, f.people, f.registered_at, f.has_factor,
            Identity.parse(words.get((f.pk, FIRST, "party"), "{}")),
            len(side.rated.get(f.pk, ())), frozenset(side.delivered.get(f.pk, ())),
        )
        for f in Filing.objects.filter(petition=root)
    ]  # fmt: skip
