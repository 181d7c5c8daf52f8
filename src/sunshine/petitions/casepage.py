"""The case page: one petition with everything this officer may see of it and exactly the moves lawful now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.people.identity import Identity, mask_name, mask_phone
from sunshine.foundation.people.models import Document, PartyRole, Relation
from sunshine.foundation.prepared import columns, make, prepared
from sunshine.foundation.procedure.engine import lawful
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import Asked, ask
from sunshine.foundation.procedure.perform import with_proposal
from sunshine.foundation.procedure.snapshot import DutyState, Snapshot, SubjectState
from sunshine.foundation.procedure.table import Stage, procedure
from sunshine.petitions import categories
from sunshine.petitions.intervals import LeftOut, left_out
from sunshine.petitions.knowing import Opening, keeps_the_list, named, openings
from sunshine.petitions.matter import FIRST, FilingState
from sunshine.petitions.models import CaseFile, Channel, Outcome, Rating, Spread, Visibility
from sunshine.petitions.procedure.joining import NEW, SORTED
from sunshine.petitions.queries import (
    LOOKS_AT_PEOPLE,
    TONES,
    DemandLine,
    Entry,
    Family,
    File,
    PaperLine,
    family,
)
from sunshine.petitions.ratings import RatingLine, rating_lines
from sunshine.petitions.replycheck import concerns, lately_given
from sunshine.petitions.rulesets import EARLIER

REVEALED_FOR = timedelta(days=1)  # an opened name stays readable to the officer who gave the purpose


@prepared
def _case_files(petition: UUID, post: UUID) -> QuerySet[CaseFile, Any]:
    """The columns of case files bound for this post: those that can be opened and those still being bound."""
    rows = CaseFile.objects.filter(Q(key__isnull=False) | Q(sm3=""), petition=petition, post=post)
    return rows.order_by("-id").values_list(*columns(CaseFile))[:3]


@prepared
def _ratings(petition: UUID) -> QuerySet[Rating, Any]:
    rows = Rating.objects.filter(filing__petition=petition).order_by("seq", "id")
    return rows.values_list(*columns(Rating))


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One party of a filing as this officer may see them: in what capacity, and masked unless opened."""

    role: Any
    name: str
    phone: str
    words: Sequence[Any]  # what only an opened name shows: document, e-mail, nationality, language, relation


@dataclass(frozen=True)
class Person:
    """A filer as this officer may see them: masked, unless they opened the name lately."""

    filing: SubjectState
    state: FilingState
    name: str
    phone: str
    revealed: bool
    visibility: Any
    unmask: Asked | None
    lead: PartyLine
    others: Sequence[PartyLine]  # whose matter it is, where another filed it, and the co-signers


@dataclass(frozen=True, slots=True)
class Telling:
    """What a filer told, with what they brought. What was joined 并案 has its own number, and what was asked there."""

    text: str
    files: Sequence[File]
    number: str = ""
    asked: Sequence[str] = ()
    summary: bool = False  # it is what the bureau wrote in place of the petitioner's words


@dataclass(frozen=True, slots=True)
class ProposedAnswer:
    """One demand's part of an opinion waiting for the second signature."""

    demand: str
    outcome: Any
    tone: str
    given: Given


@dataclass(frozen=True, slots=True)
class Proposed:
    """An act that waits for the second signature: what it is, what was said, and the answers if it is an opinion."""

    name: Any
    mine: bool  # to sign
    said: Sequence[tuple[Any, str]]
    answers: Sequence[ProposedAnswer]
    concerns: Sequence[str]  # what to look at again in an opinion before it is signed


@dataclass(frozen=True)
class Case:
    """What the case page shows, worked out from one reading."""

    read: Family
    actor: Actor
    asked: Sequence[Asked]

    @property
    def petition(self) -> SubjectState:
        return self.read.petition

    @cached_property
    def moves(self) -> list[Asked]:
        """What takes the matter on comes first, paperwork last, always in one order; names have a place of their own."""
        shown = [asked for asked in self.asked if asked.move.code not in LOOKS_AT_PEOPLE]
        return sorted(shown, key=lambda asked: (not takes_on(asked), not asked.move.primary, _place(asked)))

    @cached_property
    def lead(self) -> Asked | None:
        """The main move; where the law leaves no choice but one that is not, that."""
        settling = (asked for asked in self.moves if asked.move.to and asked.move.closes)
        return next((asked for asked in self.moves if takes_on(asked)), next(settling, None))

    @cached_property
    def duties(self) -> list[DutyState]:
        """What is owed by units; the petitioner's own rights are not the desk's business."""
        return [duty for duty in self.read.duties if duty.unit]

    @cached_property
    def left_out(self) -> list[LeftOut]:
        """What the terms of this matter do not count: hearings and pauses."""
        intervals = self.read.matter.intervals.values()
        return left_out((one for one in intervals if one.subject in self.read.in_sight), self.petition.rules)

    @cached_property
    def keeps_the_list(self) -> bool:
        """Whether this reader is shown who may know of a sealed matter, and who opened it."""
        return keeps_the_list(self.read)

    @cached_property
    def openings(self) -> list[Opening]:
        return openings(self.read)

    @cached_property
    def named(self) -> list[str]:
        return named(self.read)

    @property
    def earlier(self) -> bool:
        """Whether it is bound to the regulation before the one in force now."""
        return self.petition.rules == EARLIER

    @cached_property
    def stage(self) -> Stage:
        return procedure("petition").stage_of[self.petition.stage]

    @cached_property
    def title(self) -> str:
        return self._first("title")

    @property
    def place_detail(self) -> str:
        return self._first("place_detail")

    @property
    def accused(self) -> str:
        return self._first("accused")

    @property
    def channel(self) -> Any:
        return Channel(self.read.matter.first_filing.channel).label

    @property
    def category(self) -> str:
        return categories.label(next((d.category for d in self.read.matter.demands), ""))

    def _first(self, name: str) -> str:
        return self.read.matter.newest(self.read.matter.first_filing.id, name)

    @property
    def tellings(self) -> list[Telling]:
        return [self._telling(one) for one in self.read.matter.filings.values()]

    def _telling(self, one: FilingState) -> Telling:
        matter, files = self.read.matter, self.read.files.get((one.id, FIRST), ())
        number, asked = (one.number, matter.told(one.id)) if one.home else ("", ())
        return Telling(
            matter.text(one.id, FIRST, "text"), files, number, asked, one.id in matter.closed
        )  # fmt: skip

    @property
    def spread(self) -> list[Any]:
        """What makes it a matter of several places 三跨三分离."""
        return [Spread(letter).label for letter in self.read.matter.flags]

    @property
    def may_repeat(self) -> bool:
        """Whether this reader could look for what this may be a repeat of."""
        desk = self.actor.role in {Role.WINDOW.value, Role.SORTER.value}
        return desk and self.petition.stage in {NEW, SORTED}

    @property
    def demands(self) -> list[DemandLine]:
        return [line for _, line in self.read.demand_lines()]

    @property
    def timeline(self) -> list[Entry]:
        return self.read.timeline(officers=True)

    @property
    def papers(self) -> list[PaperLine]:
        return list(self.read.papers.values())

    @cached_property
    def case_files(self) -> list[CaseFile]:
        """The case files bound for this officer in this post, the newest first."""
        post = self.actor.post
        return [make(CaseFile, row) for row in _case_files(self.petition.id, post)] if post else []

    @cached_property
    def ratings(self) -> list[RatingLine]:
        """How each filer rated whoever answered; those who did not, or not yet, stand there as that."""
        rated = [make(Rating, row) for row in _ratings(self.petition.id)]
        return [line for one in self.read.matter.filings for line in rating_lines(self.read, rated, one)]

    @cached_property
    def people(self) -> list[Person]:
        unmask = {a.snapshot.subject.id: a for a in self.asked if a.move.code == "unmask"}
        return [self._person(state, unmask.get(state.id)) for state in self.read.snapshot.of_kind("filing")]

    def _person(self, filing: SubjectState, unmask: Asked | None) -> Person:
        state = self.read.matter.filings[filing.id]
        revealed = self._revealed(filing.id)
        lead = _line(state.identity, revealed)
        return Person(
            filing, state, name=lead.name, phone=lead.phone, lead=lead,
            others=[_line(one, revealed) for one in state.others], revealed=revealed, visibility=Visibility(state.visibility).label, unmask=unmask,
        )  # fmt: skip

    def _revealed(self, filing: UUID) -> bool:
        since = timezone.now() - REVEALED_FOR
        opened = (s for s in self.read.steps if s.move == "unmask" and s.subject_id == filing)
        return any(step.officer_id == self.actor.officer and step.at > since for step in opened)

    @property
    def proposals(self) -> list[Proposed]:
        """The acts that wait for this officer's signature, and those this officer has put to another."""
        waiting = {
            a.snapshot.subject.id: a
            for a in self.asked
            if a.move.code in {"confirm", "recall"} and a.snapshot.proposal
        }
        return [self._proposed(a.snapshot, a.move.code == "confirm") for a in waiting.values()]

    def _proposed(self, snapshot: Snapshot, mine: bool) -> Proposed:
        assert snapshot.proposal is not None
        given = snapshot.proposal.given
        move = procedure(snapshot.subject.kind).by_code[snapshot.proposal.move]
        words = {str(demand.id): demand.words for demand in self.read.matter.demands}
        outcomes = {key: Outcome(row.facts["outcome"]) for key, row in given.rows.items()}
        answers = [
            ProposedAnswer(words[key], outcomes[key].label, TONES[outcomes[key]], row)
            for key, row in given.rows.items()
        ]
        said = [
            (field.label, self._said(given, name, field)) for name, field in move.facts.base_fields.items()
        ]
        looked_at = concerns(given, words, lately_given(snapshot)) if answers else []
        return Proposed(move.name, mine, [one for one in said if one[1]], answers, looked_at)

    def _said(self, given: Given, name: str, field: Any) -> str:
        """What was given under one field: words as they are, a filer by the filing's number, days plainly, codes by their labels."""
        value = given.texts.get(name) or str(given.facts.get(name, ""))
        filing = next((f for f in self.read.matter.filings.values() if str(f.id) == value), None)
        labels = dict(getattr(field, "choices", ()))
        return filing.number if filing else str(labels.get(value, value))


def _line(one: Identity, revealed: bool) -> PartyLine:
    role = PartyRole(one.role).label if one.role else ""
    if not revealed:
        return PartyLine(role, mask_name(one.name), mask_phone(one.phone), ())
    document = Document(one.document).label if one.document else ""
    relation = Relation(one.relation).label if one.relation else ""
    told = (
        relation,
        f"{document} {one.id_number}".strip(),
        one.email,
        one.nationality,
        one.language,
        one.address,
    )
    return PartyLine(role, one.name, one.phone, [words for words in told if words])


# What is done beside the way, in the order of how near it is to the petitioner.
_BESIDE = (
    "contact", "record_hearing", "conclude_hearing", "call_hearing", "call_off_hearing", "resume", "pause",
    "open_words", "reply_urge", "deliver", "send_paper", "fail_delivery", "announce", "log_call", "ask_review", "ask_final_review",
    "add_material", "assign", "note", "correct", "correct_registered", "correct_delivery", "renew_code",
    "join", "say_first", "represent", "spread", "mark_urgent", "refer_conference",
    "hand_down", "file_away", "refuse", "refuse_for_good", "entrust", "exclude", "declare_interest", "bind_case_file",
)  # fmt: skip


def _place(asked: Asked) -> int:
    return 1 + _BESIDE.index(asked.move.code) if asked.move.code in _BESIDE else 0


def takes_on(asked: Asked) -> bool:
    """Whether this is the main move of where the subject stands now."""
    return asked.move.primary and asked.move.to != asked.snapshot.subject.stage


def case(actor: Actor, petition: UUID, failed: Asked | None = None) -> Case:
    """Everything for the case page. Raises Unseen. ``failed`` is a filled-in move to show again in its place."""
    read = family(petition, actor)
    asked = [_same(one, failed) for one in _moves(read, actor)]
    return Case(read, actor, asked)


def _same(asked: Asked, failed: Asked | None) -> Asked:
    if failed is None:
        return asked
    same = (failed.move, failed.snapshot.subject.id) == (asked.move, asked.snapshot.subject.id)
    return Asked(asked.move, asked.snapshot, failed.form, failed.rows) if same else asked


def _moves(read: Family, actor: Actor) -> list[Asked]:
    """Exactly the moves lawful now on any member of the family, each as an empty form."""
    found = []
    for member in (one for one in read.snapshot.family if one in read.in_sight):
        snapshot = with_proposal(read.snapshot, member)
        found += [ask(move, snapshot, actor) for move in lawful(snapshot, actor)]
    return found
