"""The matter: what the procedures of a petition know about its family. Loaded once; guards and effects see only this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.queries import Words, words_of
from sunshine.foundation.offices.models import Role
from sunshine.foundation.people.identity import Identity, mask_name, text_name
from sunshine.foundation.people.models import PRINCIPALS
from sunshine.foundation.prepared import prepared
from sunshine.petitions.intervals import IntervalLine
from sunshine.petitions.intervals import load as load_intervals
from sunshine.petitions.models import (
    Delivery,
    DeliveryState,
    Demand,
    Filing,
    Handling,
    Interval,
    Level,
    Opened,
    Outcome,
    Petition,
    Rating,
    Review,
    Verdict,
    Visibility,
)

FIRST = 1  # the step that registers a filing holds its words
FOLLOWING = (
    "receive",
    "rehandle",
    "delivered",
    "urge",
    "varied",
    "returned",
)  # steps that another subject's act leaves on a handling or review
AGAINST = {Level.REVIEW.value: "opinion", Level.FINAL.value: "review"}  # what each level looks at again


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
    home: UUID | None  # the petition it was filed as, while it is joined to another 并案
    home_stage: str
    home_due: datetime | None
    representatives: int
    opened_to: Sequence[UUID]  # the handling units that may read its words, where they are kept from others
    identity: Identity
    others: tuple[Identity, ...] = ()  # whose matter it is, where another filed it, and the co-signers
    rated: int = 0  # how many times
    delivered: frozenset[UUID] = frozenset()  # papers that reached this filer
    tried: tuple[Tried, ...] = ()  # ways of serving that have not reached this filer, oldest first
    served_on: Mapping[UUID, date] = field(default_factory=dict)  # by paper
    served_at: Mapping[UUID, datetime] = field(default_factory=dict)  # when that was entered, by paper

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
    simple: str = ""
    wants_opinion: bool = False


@dataclass(frozen=True, slots=True)
class ReviewState:
    """One review 复查 or final review 复核 of the answer that one handling gave, asked for by one filer."""

    id: UUID
    level: str
    handling: UUID
    filing: UUID
    against: UUID  # the paper complained of
    asked_at: datetime
    asked_seq: int  # the filing's step that holds the reasons
    verdict: str = ""
    answer: UUID | None = None
    answered_at: datetime | None = None
    opinion_seq: int | None = None
    rehandling: UUID | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A paper that answers and must be served: a handling's on every filer, a review's on whoever asked for it."""

    subject: UUID
    paper: UUID
    kind: str  # notice, opinion, agreement, review or final
    issued_at: datetime | None
    filing: UUID | None = None
    verdict: str = ""

    def is_for(self, filing: UUID) -> bool:
        return self.filing in {None, filing}


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
    reviews: Mapping[UUID, ReviewState] = field(default_factory=dict)
    acted: Mapping[UUID, frozenset[UUID]] = field(
        default_factory=dict
    )  # the officers who did something, by subject
    handled: Mapping[UUID, frozenset[UUID]] = field(
        default_factory=dict
    )  # the same of those who did it as case officers
    intervals: Mapping[UUID, IntervalLine] = field(default_factory=dict)
    flags: str = ""  # 三跨三分离
    closed: frozenset[UUID] = frozenset()  # the filings of which this reader has the summary alone

    def demands_of(self, handling: UUID) -> list[DemandState]:
        return [demand for demand in self.demands if demand.handling == handling]

    def text(self, subject: UUID, seq: int, name: str) -> str:
        """A sealed text by its place; empty when it was never given or has been erased."""
        return self.words.get((subject, seq, name), "")

    def asked_by(self, filing: UUID) -> list[DemandState]:
        """What is answered to this filer: their own demands, or, where theirs was joined 并案, those it was joined to."""
        joined = self.filings[filing].home is not None
        return [one for one in self.demands if joined or one.filing == filing]

    def told(self, filing: UUID) -> list[str]:
        """What was asked in a filing, as last corrected, in order; also while it is joined to another matter."""
        said = {
            name for subject, _seq, name in self.words if subject == filing and name.startswith("demand@")
        }
        ordered = sorted(said, key=lambda name: int(name.partition("@")[2]))
        return [self.newest(filing, name) for name in ordered]

    def newest(self, subject: UUID, name: str) -> str:
        """A text of this name as it was last corrected; ``text`` gives it as it was said at one step."""
        return newest(self.words, subject, name)

    @property
    def answers(self) -> list[Answer]:
        """Every paper that answers, and so must be served, the handlings' first."""
        given = [
            Answer(h.id, h.answer, self._kind(h), h.answered_at) for h in self.handlings.values() if h.answer
        ]
        return given + [
            Answer(r.id, r.answer, r.level, r.answered_at, r.filing, r.verdict)
            for r in self.reviews.values()
            if r.answer
        ]

    def _kind(self, handling: HandlingState) -> str:
        """What kind of paper answered: what both sides agreed on, an opinion, or a notice of another route."""
        agreed = any(one.outcome == Outcome.SETTLED for one in self.demands_of(handling.id))
        return "agreement" if agreed else "opinion" if handling.opinion_seq else "notice"

    def answer(self, paper: UUID) -> Answer:
        """The answer that this paper is. Raises StopIteration when it is none."""
        return next(one for one in self.answers if one.paper == paper)

    def answer_of(self, subject: UUID) -> Answer | None:
        """What a handling or a review answered, once it has."""
        return next((one for one in self.answers if one.subject == subject), None)

    def handling_of(self, answer: Answer) -> UUID:
        """The handling whose demands an answer is about."""
        review = self.reviews.get(answer.subject)
        return review.handling if review else answer.subject

    def revoked(self, handling: UUID) -> ReviewState | None:
        """The review that revoked what this handling decided."""
        return next((r for r in self.reviews.values() if r.handling == handling and r.rehandling), None)

    def redoes(self, handling: UUID) -> ReviewState | None:
        """The review that had this handling begin."""
        return next((r for r in self.reviews.values() if r.rehandling == handling), None)

    def line(self, handling: UUID) -> list[UUID]:
        """This handling and those it does again, the newest first."""
        found = [handling]
        while (earlier := self.redoes(found[-1])) is not None:
            found.append(earlier.handling)
        return found

    def below(self, review: UUID) -> set[UUID]:
        """The handlings and reviews on the lower stages of what is reviewed here."""
        here = self.reviews[review]
        line = set(self.line(here.handling))
        lower = (r.id for r in self.reviews.values() if r.handling in line and r.level == Level.REVIEW)
        return line.union(lower) if here.level == Level.FINAL else line

    def reviewable(self, filing: UUID, level: str) -> list[UUID]:
        """The papers that reached this filer and against which they have not asked for this yet."""
        asked = {r.against for r in self.reviews.values() if r.filing == filing}
        return [
            one.paper
            for one in self.answers
            if one.kind == AGAINST[level] and one.verdict != Verdict.REVOKE and one.paper not in asked
            and one.paper in self.filings[filing].delivered and not self.revoked(self.handling_of(one))
        ]  # fmt: skip

    def ended_by(self, handling: UUID, filing: UUID) -> ReviewState | None:
        """The final review that reached this filer: the same facts and reasons are not taken up again (条例 第三十六条)."""
        finals = (
            r
            for r in self.reviews.values()
            if (r.level, r.handling, r.filing) == (Level.FINAL, handling, filing)
        )
        ended = (
            r for r in finals if r.verdict != Verdict.REVOKE and r.answer in self.filings[filing].delivered
        )
        return next(ended, None)

    def intervals_of(self, subject: UUID) -> list[IntervalLine]:
        """The hearings and pauses of a handling or review, oldest first."""
        return [one for one in self.intervals.values() if one.subject == subject]

    @property
    def first_filing(self) -> FilingState:
        return min(self.filings.values(), key=lambda filing: filing.registered_at)


def newest(words: Words, subject: UUID, name: str) -> str:
    """The last text of this name on a subject: a correction is a later step beside the first."""
    said = [seq for one, seq, named in words if one == subject and named == name]
    return words[subject, max(said), name] if said else ""


def load_matter(root: UUID) -> Matter:
    """Read the family of a petition. Eight statements, however large the family; one more once a review was asked for,
    and one once something stood still.
    """
    number, place, purpose, flags, stood_still = _petition(root)[0]
    words = words_of(root)
    handlings, reviews = _handlings(root), _reviews(root)
    handled = {row[0]: frozenset(row[-1]) for row in (*handlings, *reviews)}
    return Matter(
        petition=root,
        number=number,
        place=place or "",
        purpose=purpose,
        demands=[DemandState(*(*row, newest(words, row[1], f"demand@{row[3]}"))) for row in _demands(root)],
        filings={filing.id: filing for filing in _filings(root, words)},
        handlings={row[0]: HandlingState(*row[:-1]) for row in handlings},
        words=words,
        reviews={row[0]: ReviewState(*row[:-1]) for row in reviews},
        acted=_by_subject(_acts(root)) if reviews else {},
        handled=handled,
        intervals=load_intervals(root) if stood_still else {},
        flags=flags,
    )


@prepared
def _petition(root: UUID) -> QuerySet[Petition, Any]:
    """Its number, place, purpose and flags, and whether there was ever a hearing or a pause."""
    still = Exists(Interval.objects.filter(petition=OuterRef("pk")))
    return Petition.objects.filter(pk=root).values_list("number", "place_id", "purpose", "flags", still)


@prepared
def _demands(root: UUID) -> QuerySet[Demand, Any]:
    """The columns of a DemandState but for its words."""
    rows = Demand.objects.filter(petition=root).order_by("filing_id", "nth")
    return rows.values_list(
        "pk", "filing_id", "handling_id", "nth", "klass", "branch", "category", "outcome", "objections"
    )


def _case_officers() -> ArraySubquery:
    """Those who worked on it as case officers 承办人: they do not convene its hearing."""
    steps = Step.objects.filter(subject=OuterRef("pk"), post__role=Role.HANDLER.value)
    return ArraySubquery(steps.order_by().values("officer_id").distinct())


@prepared
def _handlings(root: UUID) -> QuerySet[Handling, Any]:
    """The columns of a HandlingState, and who handled it."""
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
        "simple",
        "wants_opinion",
        _case_officers(),
    )


@prepared
def _reviews(root: UUID) -> QuerySet[Review, Any]:
    """The columns of a ReviewState, in the order they were asked for, and who handled it."""
    return Review.objects.filter(petition=root).order_by("subject").values_list(
        "pk", "level", "handling_id", "filing_id", "against", "asked_at", "asked_seq", "verdict", "answer", "answered_at",
        "opinion_seq", "rehandling", _case_officers(),
    )  # fmt: skip


@prepared
def _acts(root: UUID) -> QuerySet[Step, Any]:
    """Which officers did something on which handling or review."""
    rows = Step.objects.filter(
        subject__root=root, subject__kind__in=("handling", "review"), officer__isnull=False
    )
    return rows.exclude(move__in=FOLLOWING).values_list("subject_id", "officer_id").distinct()


def _by_subject(acts: Iterable[tuple[UUID, UUID]]) -> dict[UUID, frozenset[UUID]]:
    found: dict[UUID, frozenset[UUID]] = {}
    for subject, officer in acts:
        found[subject] = found.get(subject, frozenset()) | {officer}
    return found


def _opened_to() -> ArraySubquery:
    return ArraySubquery(Opened.objects.filter(filing=OuterRef("pk")).order_by().values("unit"))


@prepared
def _filers(root: UUID) -> QuerySet[Filing, Any]:
    """The first columns of a FilingState."""
    return Filing.objects.filter(petition=root).values_list(
        "pk", "number", "channel", "visibility", "people", "registered_at", "has_factor", "home_id", "home_stage",
        "home_due", "representatives", _opened_to(),
    )  # fmt: skip


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
        self.served: dict[tuple[UUID, UUID], Tried] = {}
        for filing, *tried in _deliveries(root):
            self._sort_in(filing, Tried(*tried))

    def _sort_in(self, filing: UUID, one: Tried) -> None:
        if one.state == DeliveryState.SERVED:
            self.served[filing, one.paper] = one
        else:
            self.tried.setdefault(filing, []).append(one)

    def of(self, filing: UUID) -> tuple[Any, ...]:
        """How often it was rated, what reached its filer, what was tried, and when each paper was served and entered."""
        served = {paper: way for (one, paper), way in self.served.items() if one == filing}
        tried = tuple(self.tried.get(filing, ()))
        days, moments = (
            {pk: way.day for pk, way in served.items()},
            {pk: way.at for pk, way in served.items()},
        )
        return len(self.rated.get(filing, ())), frozenset(served), tried, days, moments


def _filings(root: UUID, words: Words) -> list[FilingState]:
    side = _Rows(root)
    return [
        FilingState(*(*row, tuple(opened), *_identities(row[0], words), *side.of(row[0])))
        for *row, opened in _filers(root)
    ]


def _identities(filing: UUID, words: Words) -> tuple[Identity, tuple[Identity, ...]]:
    """Who filed it, and the parties beside."""
    return _filer(filing, words), tuple(_others(filing, words))


def _filer(filing: UUID, words: Words) -> Identity:
    return Identity.parse(newest(words, filing, "party") or "{}")


def _others(filing: UUID, words: Words) -> Iterator[Identity]:
    """The parties beside the filer, in the order they were named."""
    for nth in count(1):
        text = words.get((filing, FIRST, text_name(nth)))
        if text is None:
            return
        yield Identity.parse(text)
