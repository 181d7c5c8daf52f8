"""Reading petitions: what the petitioner follows, what the desk lists, what a case page shows. Always within scope."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from sunshine.foundation.calendar.rules import days_left
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.duties.rules import rule
from sunshine.foundation.files.models import Attachment
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.scope import unbarred
from sunshine.foundation.offices.actors import Actor, petitioner
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.papers.kinds import kind as paper_kind
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.perform import load
from sunshine.foundation.procedure.snapshot import DutyState, Snapshot, SubjectState
from sunshine.foundation.procedure.table import Move, procedure
from sunshine.petitions import categories, clocks
from sunshine.petitions.forms import PURPOSES, unserved
from sunshine.petitions.matter import FIRST, DemandState, Matter
from sunshine.petitions.models import DemandClass, Outcome, Rating
from sunshine.petitions.procedure import handling as handlings
from sunshine.petitions.procedure import petition as petitions


@dataclass(frozen=True, slots=True)
class File:
    """A file as pages list it."""

    id: UUID
    name: str
    type: str
    size: int
    state: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A document as pages list it."""

    id: UUID
    name: Any
    number: str
    unit: UUID
    issued_at: datetime
    subject: UUID
    code: str
    delivered: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline. ``text`` is what may be read there of the step's words."""

    at: datetime
    move: str
    name: Any
    seen: Any
    law: str
    detail: Any
    unit: UUID | None
    officer: str
    text: str
    files: Sequence[File]
    paper: PaperLine | None
    late: bool
    phase: str
    purpose: Any


@dataclass(frozen=True, slots=True)
class DemandLine:
    """One demand as pages show it, with its answer once there is one."""

    words: str
    klass: Any
    category: str
    unit: UUID | None
    state: Any
    tone: str
    outcome: Any
    opinion: str
    basis: str


@dataclass(frozen=True)
class Family:
    """A petition's family with everything a page shows of it, read once."""

    snapshot: Snapshot
    steps: Sequence[Step]
    papers: Mapping[UUID, PaperLine]
    files: Mapping[tuple[UUID, int], Sequence[File]]

    @property
    def matter(self) -> Matter:
        matter: Matter = self.snapshot.matter
        return matter

    @property
    def petition(self) -> SubjectState:
        return self.snapshot.family[self.snapshot.subject.root]

    @property
    def handlings(self) -> list[SubjectState]:
        return self.snapshot.of_kind("handling")

    def timeline(self, *, officers: bool) -> list[Entry]:
        """Newest first. Officers see every act; petitioners what the table says they see, in its words."""
        entries = [self._entry(step, officers) for step in reversed(self.steps)]
        return [entry for entry in entries if entry.seen or (officers and entry.name)]

    def _entry(self, step: Step, officers: bool) -> Entry:
        subject = self.snapshot.family[step.subject_id]
        move = procedure(subject.kind).by_code[step.move]
        paper = step.facts.get("paper")
        shown = not step.phase
        given = step.facts.get("given", {})
        return Entry(
            at=step.at, move=step.move, name=move.name if _told(move) else "",
            seen=move.seen if shown and step.audience in {"public", "petitioner"} else "", law=move.law,
            detail=rule(given["rule"]).name if "rule" in given else "",
            unit=step.unit_id or (subject.unit if step.move == "overdue" else None),
            officer=step.officer.label if step.officer else "",
            text=self._text(step, _OFFICERS_READ if officers else move.shows), files=self.files.get((step.subject_id, step.seq), ()),
            paper=self.papers.get(UUID(paper["id"])) if isinstance(paper, dict) else None,
            late=step.move == "overdue", phase=step.phase, purpose=PURPOSES.get(given.get("purpose", ""), "") if step.move == "unmask" else "",
        )  # fmt: skip

    def _text(self, step: Step, names: Sequence[str]) -> str:
        texts = (self.matter.text(step.subject_id, step.seq, name) for name in names)
        return "\n".join(text for text in texts if text)

    def demand_lines(self) -> list[tuple[DemandState, DemandLine]]:
        return [(demand, self._demand_line(demand)) for demand in self.matter.demands]

    def _demand_line(self, demand: DemandState) -> DemandLine:
        handling = self.snapshot.family[demand.handling] if demand.handling else None
        holder = handling or self.petition
        outcome = Outcome(demand.outcome) if demand.outcome else None
        return DemandLine(
            words=demand.words, klass=DemandClass(demand.klass).label if demand.klass else "",
            category=categories.label(demand.category), unit=handling.unit if handling else None,
            state=outcome.label if outcome else procedure(holder.kind).stage_of[holder.stage].name,
            tone=TONES[outcome] if outcome else "quiet", outcome=outcome.label if outcome else "",
            opinion=self._answered(demand, "opinion"), basis=self._answered(demand, "basis"),
        )  # fmt: skip

    def _answered(self, demand: DemandState, name: str) -> str:
        """The words of the issued opinion about this demand."""
        handling = self.matter.handlings.get(demand.handling) if demand.handling else None
        if handling is None or handling.opinion_seq is None:
            return ""
        return self.matter.text(handling.id, handling.opinion_seq, f"{name}@{demand.id}")


TONES = {Outcome.SUPPORT: "ok", Outcome.EXPLAIN: "info", Outcome.REFUSE: "late"}
_OFFICERS_READ = ("words", "note", "reason", "accused_reason")


def _told(move: Move) -> bool:
    """Whether a step of this move is a line of its own; what merely follows from another is not."""
    return move.code in {"remind", "overdue"} or (not move.by_system and bool(move.seen or not move.opening))


def family(subject: UUID, actor: Actor) -> Family:
    """Everything of the family a subject belongs to. Raises Unseen. A fixed number of statements."""
    snapshot = load(subject, actor, lock=False)
    root = snapshot.subject.root
    matter: Matter = snapshot.matter
    steps = Step.objects.filter(subject__root=root).select_related("officer").order_by("at", "id")
    delivered = {paper for filing in matter.filings.values() for paper in filing.delivered}
    papers = {row.pk: _paper(row, row.pk in delivered) for row in Paper.objects.filter(subject__root=root)}
    return Family(snapshot, list(steps), papers, _files(root, matter))


def _paper(row: Paper, delivered: bool) -> PaperLine:
    return PaperLine(
        row.pk,
        paper_kind(row.kind).name,
        row.number,
        row.unit_id,
        row.issued_at,
        row.subject_id,
        row.code,
        delivered,
    )


def _files(root: UUID, matter: Matter) -> dict[tuple[UUID, int], list[File]]:
    found: dict[tuple[UUID, int], list[File]] = {}
    for row in Attachment.objects.filter(subject__root=root).order_by("id"):
        names = json.loads(matter.text(row.subject_id, row.seq, "files") or "{}")
        file = File(row.pk, names.get(str(row.pk), ""), row.type, row.size, row.state)
        found.setdefault((row.subject_id, row.seq), []).append(file)
    return found


# --- what the petitioner follows ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has it: since when, due when, whom to call."""

    unit: UUID
    stage: Any
    since: datetime
    duty: DutyState | None
    person: str
    phone: str

    @property
    def arc(self) -> dict[str, Any] | None:
        """How much of the running term is gone, for the drawing beside the words."""
        if self.duty is None:
            return None
        now, term = timezone.now(), self.duty.due_at - self.duty.opened_at
        gone = min(100, max(0, round(100 * ((now - self.duty.opened_at) / term))))
        days = days_left(self.duty.due_at, now)
        return {"gone": gone, "days": abs(days), "late": days < 0}


@dataclass(frozen=True)
class Following:
    """One filing as its filer follows it."""

    family: Family
    holders: Sequence[Holder]
    ratings: Sequence[Rating]

    @property
    def filing(self) -> Any:
        return self.family.matter.filings[self.family.snapshot.subject.id]

    @property
    def rate_until(self) -> datetime | None:
        return self._right(clocks.RATE.code)

    @property
    def review_until(self) -> datetime | None:
        return self._right(clocks.ASK_REVIEW.code)

    def _right(self, code: str) -> datetime | None:
        here = self.family.snapshot.subject.id
        return next((d.due_at for d in self.family.snapshot.open_duties(here) if d.rule == code), None)

    @property
    def demands(self) -> list[DemandLine]:
        """What this filer asked, with what was answered."""
        here, lines = self.family.snapshot.subject.id, self.family.demand_lines()
        return [
            line if self._served(demand) else _unanswered(line)
            for demand, line in lines
            if demand.filing == here
        ]

    def _served(self, demand: DemandState) -> bool:
        """Whether the answer has reached this filer: reading it any other way would be a delivery off the record."""
        handling = self.family.matter.handlings.get(demand.handling) if demand.handling else None
        return handling is None or handling.answer in self.filing.delivered

    @property
    def lookups(self) -> list[Entry]:
        """Who opened the petitioner's name, when and why."""
        return [entry for entry in self.family.timeline(officers=False) if entry.move == "unmask"]

    @property
    def timeline(self) -> list[Entry]:
        return [entry for entry in self.family.timeline(officers=False) if entry.move != "unmask"]

    @property
    def progress(self) -> int:
        """How far along 登记 转送 受理 办理 答复 评价 it is: the index of the current one."""
        if self.ratings:
            return 6
        stage = self.family.petition.stage
        if stage != petitions.HANDLING:
            return {petitions.NEW: 1, petitions.SORTED: 1, petitions.ANSWERED: 5}[stage]
        return min(_REACHED[handling.stage] for handling in self.family.handlings)

    @property
    def unopened(self) -> list[PaperLine]:
        """Answers issued that this filer has not opened: opening one is its delivery."""
        return [self.family.papers[paper] for paper in unserved(self.family.snapshot)]


def _unanswered(line: DemandLine) -> DemandLine:
    return replace(line, outcome="", opinion="", basis="")


_REACHED = {
    handlings.RECEIVED: 2, handlings.SIGNED: 2, handlings.ACCEPTED: 3,
    handlings.GUIDED: 4, handlings.ISSUED: 4, handlings.ANSWERED: 5,
}  # fmt: skip


def follow(filing: UUID) -> Following:
    """A filing for whoever has shown its number and code."""
    read = family(filing, petitioner(filing))
    ratings = Rating.objects.filter(filing=filing).order_by("seq", "handling")
    return Following(read, _holders(read), list(ratings))


def _holders(read: Family) -> list[Holder]:
    """The handlings, or before forwarding the bureau."""
    subjects = read.handlings or [read.petition]
    return [_holder(read, subject) for subject in subjects]


def _holder(read: Family, subject: SubjectState) -> Holder:
    duties = [d for d in read.snapshot.open_duties(subject.id) if d.rule in _ROAD]
    since = next(step.at for step in read.steps if step.subject_id == subject.id)
    notice = next(
        (s for s in read.steps if s.subject_id == subject.id and s.move in {"accept", "guide"}), None
    )
    person, phone = (
        read.matter.text(subject.id, notice.seq if notice else 0, name) for name in ("person", "phone")
    )
    office = directory().get(subject.unit)
    return Holder(
        unit=subject.unit, stage=procedure(subject.kind).stage_of[subject.stage].seen, since=since,
        duty=min(duties, key=lambda d: d.due_at) if duties else None,
        person=person, phone=phone or (office.phone if office else ""),
    )  # fmt: skip


_ROAD = {clocks.FORWARD.code, clocks.NOTICE.code, clocks.DECIDE.code, clocks.DELIVER.code}


def receipt(filing: UUID) -> dict[str, Any]:
    """What the receipt says, for the filer alone: number, code, bureau, and until when the next step is due."""
    read = family(filing, petitioner(filing))
    matter, petition = read.matter, read.petition
    set_aside = json.loads(matter.text(filing, FIRST, "aside") or "{}")
    return {
        "filing": matter.filings[filing],
        "code": matter.text(filing, FIRST, "code"),
        "title": matter.text(filing, FIRST, "title"),
        "unit": directory()[petition.unit],
        "demands": [demand.words for demand in matter.demands if demand.filing == filing],
        "due": Duty.objects.values_list("due_at", flat=True).get(
            subject=petition.id, rule=clocks.FORWARD.code
        ),
        "set_aside": set_aside,
        "files": read.files.get((filing, FIRST), []),
        "sealed": petition.sealed,
    }


def my_duties(actor: Actor) -> Any:
    """Open duties of the actor's unit and role, soonest first, with what they are about."""
    return (
        Duty.objects.filter(unit=actor.unit, holder=actor.role, state="open")
        .filter(unbarred(actor, "subject__root"))
        .select_related("subject__root__petition")
        .order_by("due_at", "id")
    )
