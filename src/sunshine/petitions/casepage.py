"""The case page: one petition with everything this officer may see of it and exactly the moves lawful now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.people.identity import mask_name, mask_phone
from sunshine.foundation.procedure.engine import lawful
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import Asked, ask
from sunshine.foundation.procedure.perform import with_proposal
from sunshine.foundation.procedure.snapshot import DutyState, SubjectState
from sunshine.foundation.procedure.table import Stage, procedure
from sunshine.petitions import categories
from sunshine.petitions.matter import FIRST, FilingState
from sunshine.petitions.models import Channel, Outcome, Visibility
from sunshine.petitions.queries import TONES, DemandLine, Entry, Family, File, PaperLine, family

REVEALED_FOR = timedelta(days=1)  # an opened name stays readable to the officer who gave the purpose


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


@dataclass(frozen=True, slots=True)
class Telling:
    """What a filer told, with what they brought."""

    text: str
    files: Sequence[File]


@dataclass(frozen=True, slots=True)
class ProposedAnswer:
    """One demand's part of an opinion waiting for the second signature."""

    demand: str
    outcome: Any
    tone: str
    given: Given


@dataclass(frozen=True)
class Case:
    """What the case page shows, worked out from one reading."""

    read: Family
    actor: Actor
    asked: Sequence[Asked]

    @property
    def petition(self) -> SubjectState:
        return self.read.petition

    @property
    def moves(self) -> list[Asked]:
        """The one that takes the matter on comes first; looking at a name has its own place on the page."""
        shown = [asked for asked in self.asked if asked.move.code != "unmask"]
        return sorted(shown, key=lambda asked: (not takes_on(asked), not asked.move.primary))

    @property
    def lead(self) -> Asked | None:
        return next((asked for asked in self.moves if takes_on(asked)), None)

    @cached_property
    def duties(self) -> list[DutyState]:
        """What is owed by units; the petitioner's own rights are not the desk's business."""
        return [duty for duty in self.read.snapshot.duties if duty.unit]

    @property
    def stage(self) -> Stage:
        return procedure("petition").stage_of[self.petition.stage]

    @property
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
        return self.read.matter.text(self.read.matter.first_filing.id, FIRST, name)

    @property
    def tellings(self) -> list[Telling]:
        filings = self.read.matter.filings
        return [
            Telling(self.read.matter.text(pk, FIRST, "text"), self.read.files.get((pk, FIRST), ()))
            for pk in filings
        ]

    @property
    def demands(self) -> list[DemandLine]:
        return [line for _, line in self.read.demand_lines()]

    @property
    def timeline(self) -> list[Entry]:
        return self.read.timeline(officers=True)

    @property
    def papers(self) -> list[PaperLine]:
        return list(self.read.papers.values())

    @property
    def people(self) -> list[Person]:
        unmask = {a.snapshot.subject.id: a for a in self.asked if a.move.code == "unmask"}
        return [self._person(state, unmask.get(state.id)) for state in self.read.snapshot.of_kind("filing")]

    def _person(self, filing: SubjectState, unmask: Asked | None) -> Person:
        state = self.read.matter.filings[filing.id]
        identity, revealed = state.identity, self._revealed(filing.id)
        return Person(
            filing, state,
            name=identity.name if revealed else mask_name(identity.name),
            phone=identity.phone if revealed else mask_phone(identity.phone),
            revealed=revealed, visibility=Visibility(state.visibility).label, unmask=unmask,
        )  # fmt: skip

    def _revealed(self, filing: UUID) -> bool:
        since = timezone.now() - REVEALED_FOR
        opened = (s for s in self.read.steps if s.move == "unmask" and s.subject_id == filing)
        return any(step.officer_id == self.actor.officer and step.at > since for step in opened)

    @property
    def proposed(self) -> list[ProposedAnswer]:
        """The answers of the opinion that waits for this officer's signature."""
        proposal = next((a.snapshot.proposal for a in self.asked if a.move.code == "confirm"), None)
        rows = proposal.given.rows if proposal else {}
        words = {str(demand.id): demand.words for demand in self.read.matter.demands}
        outcomes = {key: Outcome(row.facts["outcome"]) for key, row in rows.items()}
        return [
            ProposedAnswer(words[key], outcomes[key].label, TONES[outcomes[key]], row)
            for key, row in rows.items()
        ]


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
    for member in read.snapshot.family:
        snapshot = with_proposal(read.snapshot, member)
        found += [ask(move, snapshot, actor) for move in lawful(snapshot, actor)]
    return found
