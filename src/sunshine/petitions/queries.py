"""Reading one petition: its family, steps, papers and files, as timelines and case pages show them. Always within scope."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from sunshine.foundation.files.kinds import IMAGES
from sunshine.foundation.files.models import Attachment, CopyState, FileState, why_no_copy
from sunshine.foundation.ledger.models import Audience, Step
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Officer
from sunshine.foundation.papers.kinds import kind as paper_kind
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.prepared import Row, columns, make, prepared
from sunshine.foundation.procedure.perform import Unseen, load
from sunshine.foundation.procedure.rulesets import cited
from sunshine.foundation.procedure.snapshot import DutyState, Snapshot, SubjectState
from sunshine.foundation.procedure.table import Move, procedure
from sunshine.petitions import categories
from sunshine.petitions.changes import Change, People, changes, detail, people_in
from sunshine.petitions.documents.kinds import BETWEEN_ORGANS
from sunshine.petitions.forms import PURPOSES
from sunshine.petitions.matter import DemandState, HandlingState, Matter, ReviewState
from sunshine.petitions.models import DemandClass, Filing, Outcome, Verdict
from sunshine.petitions.originals import OPEN_ORIGINAL, REASONS
from sunshine.petitions.procedure import callback
from sunshine.petitions.procedure.joining import JOINED
from sunshine.petitions.procedure.sealing import READ_SEALED
from sunshine.petitions.veiling import apart, in_sight


@dataclass(frozen=True, slots=True)
class File:
    """A file as pages list it."""

    id: UUID
    name: str
    type: str
    size: int
    state: str
    copy: str  # how far the copy to look at has come

    @property
    def kept(self) -> bool:
        return self.state == FileState.KEPT

    @property
    def openable(self) -> bool:
        return self.kept and self.copy == CopyState.MADE

    @property
    def pictured(self) -> bool:
        """Whether there is a small picture of it."""
        return self.openable and self.type in IMAGES

    @property
    def told(self) -> Any:
        """What to say instead of opening it."""
        return CopyState(self.copy).label if self.kept else FileState(self.state).label

    @property
    def why_no_copy(self) -> Any:
        """Why only the original can be opened; empty where that is not so."""
        return why_no_copy(self.type) if self.kept and self.copy == CopyState.NONE else ""


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
    between_organs: bool = False  # not addressed to the petitioner


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
    changes: Sequence[Change] = ()
    by_petitioner: bool = False
    stands_for: str = ""  # the absent colleague in whose name it was done 代班
    sealed: bool = False  # between the petitioner and the bureau that calls: shown only with the last four


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
    objections: int = 0


@dataclass(frozen=True)
class Family:
    """A petition's family with everything a page shows of it, read once."""

    snapshot: Snapshot
    steps: Sequence[Step]
    papers: Mapping[UUID, PaperLine]
    files: Mapping[tuple[UUID, int], Sequence[File]]
    people: People  # the names of whoever work is named to
    reader: Actor

    @property
    def matter(self) -> Matter:
        matter: Matter = self.snapshot.matter
        return matter

    @property
    def petition(self) -> SubjectState:
        return self.snapshot.family[self.snapshot.subject.root]

    @property
    def erased(self) -> bool:
        """Whether its words are gone for good, by law."""
        return self.petition.erased

    @property
    def elapsed(self) -> int | None:
        """Calendar days since the first filing was registered; ``None`` once all is answered or withdrawn."""
        if self.petition.stage in OVER:
            return None
        return (timezone.localdate() - timezone.localdate(self.matter.first_filing.registered_at)).days

    @property
    def handlings(self) -> list[SubjectState]:
        """Those still with their organ: a handling handed back is nobody's any more."""
        held = (one for one in self.snapshot.of_kind("handling") if one.id in self.in_sight)
        return [one for one in held if one.stage != "returned"]

    @property
    def members(self) -> list[SubjectState]:
        """All of the family that this reader may know of: a call-back only where the own unit makes it, and of what came
        with a report the own part.
        """
        family = (self.snapshot.family[pk] for pk in self.snapshot.family if pk in self.in_sight)
        return [one for one in family if one.kind != callback.KIND or one.unit == self.reader.unit]

    @cached_property
    def in_sight(self) -> frozenset[UUID]:
        """The members whose acts and papers this reader may read, with what the own part asked of other organs 协办."""
        seen = in_sight(self.snapshot, self.reader)
        asked = (step for step in self.steps if step.move == "asked" and "handling" in step.facts)
        return seen | {step.subject_id for step in asked if UUID(step.facts["handling"]) in seen}

    @property
    def partly(self) -> bool:
        """Whether this reader has only a part of what came in one letter with a report."""
        return apart(self.matter, self.snapshot.family, self.reader)

    @property
    def demands(self) -> list[DemandState]:
        """The demands this reader may know of."""
        partly = self.partly
        return [one for one in self.matter.demands if not partly or one.handling in self.in_sight]

    @property
    def duties(self) -> list[DutyState]:
        """What is owed, but for what this reader may not know of."""
        known = {one.id for one in self.members}
        return [duty for duty in self.snapshot.duties if duty.subject in known]

    def _may_read(self, step: Step) -> bool:
        """Sealed steps are between the petitioner and the bureau that calls them (条例 第十八条、第四十六条)."""
        if step.subject_id not in self.in_sight or self._elsewhere(step):
            return False
        calls = any(one.kind == callback.KIND for one in self.members)
        sealed = (
            step.audience == Audience.SEALED or self.snapshot.family[step.subject_id].kind == callback.KIND
        )
        return calls or not sealed

    def _is_told(self, step: Step) -> bool:
        """A filer reads what was done with the matter and with their own filing, not with another's joined to it 并案."""
        subject = self.snapshot.family[step.subject_id]
        review = self.matter.reviews.get(subject.id)
        whose = review.filing if review else subject.id
        return whose not in self.matter.filings or whose == self.snapshot.subject.id

    def timeline(self, *, officers: bool) -> list[Entry]:
        """Newest first. Officers see every act but sealed ones; petitioners what the table says, in its words."""
        may_read = self._may_read if officers else self._is_told
        readable = [step for step in reversed(self.steps) if may_read(step)]
        entries = [self._entry(step, officers) for step in readable]
        return [entry for entry in entries if entry.seen or (officers and entry.name)]

    def _entry(self, step: Step, officers: bool) -> Entry:
        subject = self.snapshot.family[step.subject_id]
        move = procedure(subject.kind).by_code[step.move]
        shown = not step.phase
        given = step.facts.get("given", {})
        return Entry(
            at=step.at, move=step.move, name=move.name if _told(move) else "",
            seen=move.seen if shown and step.audience != Audience.HANDLERS else "", law=cited(move.law, subject.rules, move.code),
            detail=detail(step, self.people), changes=changes(step, self.matter.words),
            stands_for=self.people.get(step.facts.get("for", ""), ""), sealed=step.audience == Audience.SEALED,
            unit=step.unit_id or (subject.unit if step.move == "overdue" else None),
            officer=step.officer.label if step.officer else "",
            text=self._text(step, _OFFICERS_READ if officers else move.shows, move), files=self.files.get((step.subject_id, step.seq), ()),
            paper=self._document(step, officers),
            by_petitioner=not step.officer_id and step.actor != "system", late=step.move == "overdue", phase=step.phase, purpose=_why(step.move, given),
        )  # fmt: skip

    def _document(self, step: Step, officers: bool) -> PaperLine | None:
        """What was issued with a step, where this reader may open it. A filer was told of a passing on by an own notice."""
        named = step.facts.get("paper")
        issued = self.papers.get(UUID(named["id"])) if isinstance(named, dict) else None
        if officers:
            return issued
        if step.move in PASSED_ON:
            mine = (one for one in self.papers.values() if one.subject == self.snapshot.subject.id)
            return next((one for one in mine if one.issued_at == step.at), None)
        return None if issued and issued.between_organs else issued

    def _text(self, step: Step, names: Sequence[str], move: Move) -> str:
        """What was said at this step. Where several spoke, each is told by the label of the move's form."""
        if self._kept(step):
            return ""
        # Where the words of a confirmed act lie: with its proposal.
        places = {step.seq, step.facts.get("proposal", {}).get("seq", step.seq)}
        spoken = [seq for seq in places if (step.subject_id, seq) in self._spoken]
        if not spoken:
            return ""
        several = any(name in move.facts.base_fields for name in _SEVERALLY)
        texts = ((name, self.matter.text(step.subject_id, seq, name)) for name in names for seq in spoken)
        said = (labelled(move, name, text) if several else text for name, text in texts if text)
        return "\n".join(said)

    @cached_property
    def _spoken(self) -> frozenset[tuple[UUID, int]]:
        """The steps at which anything was said."""
        return frozenset((subject, seq) for subject, seq, _name in self.matter.words)

    def _kept(self, step: Step) -> bool:
        """Whether its words are kept from this reader: what the petitioner brings, and, where something else came with a
        report, all that is not the own part.
        """
        brought = step.move == "add_material" and step.subject_id in self.matter.closed
        return brought or (
            self.partly and self.snapshot.family[step.subject_id].kind in {"petition", "filing"}
        )

    def _elsewhere(self, step: Step) -> bool:
        """Whether it was done to the whole by another organ that has the report, which this reader is not to know of."""
        known = {None, self.reader.unit, self.petition.unit}
        whole = self.snapshot.family[step.subject_id].kind in {"petition", "filing"}
        return self.partly and whole and step.unit_id not in known

    def demand_lines(self, reached: frozenset[UUID] | None = None) -> list[tuple[DemandState, DemandLine]]:
        """The demands with the answer that stands: the last given, or the last among the papers that ``reached`` a filer."""
        return [(demand, self._demand_line(demand, reached)) for demand in self.demands]

    def _demand_line(self, demand: DemandState, reached: frozenset[UUID] | None) -> DemandLine:
        handling = self.snapshot.family[demand.handling] if demand.handling else None
        holder = handling or self.petition
        said = self._standing(demand, reached)
        outcome = self._outcome(demand, *said) if said else None
        return DemandLine(
            words=demand.words, klass=DemandClass(demand.klass).label if demand.klass else "",
            category=categories.label(demand.category), unit=handling.unit if handling else None,
            state=outcome.label if outcome else procedure(holder.kind).stage_of[holder.stage].name,
            tone=TONES[outcome] if outcome else "quiet", outcome=outcome.label if outcome else "",
            opinion=self.matter.text(*said, f"opinion@{demand.id}") if said else "",
            basis=self.matter.text(*said, f"basis@{demand.id}") if said else "", objections=demand.objections,
        )  # fmt: skip

    def _standing(self, demand: DemandState, reached: frozenset[UUID] | None) -> tuple[UUID, int] | None:
        """The step with the words of the answer to this demand that stands: of its handling, or of a review that varied it."""
        given: list[HandlingState | ReviewState] = [
            one for one in self.matter.handlings.values() if one.id == demand.handling
        ]
        given += [
            one
            for one in self.matter.reviews.values()
            if one.handling == demand.handling and one.verdict == Verdict.VARY
        ]
        said = [
            (one.id, one.opinion_seq)
            for one in given
            if one.opinion_seq and (reached is None or one.answer in reached)
        ]
        return said[-1] if said else None

    def _outcome(self, demand: DemandState, subject: UUID, seq: int) -> Outcome:
        """What the answer said there of this demand."""
        step = next(one for one in self.steps if (one.subject_id, one.seq) == (subject, seq))
        return Outcome(step.facts["rows"][str(demand.id)]["outcome"])


PASSED_ON = frozenset(
    {"forward", "hand_on", "hand_down"}
)  # moves told on each filing, with a notice for its filer
OVER = frozenset({"answered", "withdrawn"})  # the stages in which nobody waits for an answer to the petition
LOOKS_AT_PEOPLE = frozenset(
    {"unmask", "look_up"}
)  # moves by which an officer learns, or uses, who somebody is


def _why(move: str, given: Mapping[str, Any]) -> Any:
    """The reason given for looking at a person or an original."""
    if move == OPEN_ORIGINAL:
        return REASONS.get(given.get("reason", ""), "")
    return PURPOSES.get(given.get("purpose", ""), "") if move in LOOKS_AT_PEOPLE else ""


TONES = {Outcome.SUPPORT: "ok", Outcome.EXPLAIN: "info", Outcome.REFUSE: "late", Outcome.SETTLED: "ok"}
# Words that stand beside others in one act.
_SEVERALLY = (
    "venue", "issues", "panel", "participants", "present", "petitioner_said", "unit_said", "others_said", "conclusion",
    "other", "scope", "parties",
    "who",
    "whom",
    "found",
    "scene",
    "done",
    "wanted",
    "remaining",
)  # fmt: skip
_OFFICERS_READ = ("words", "note", *_SEVERALLY, "reason", "accused_reason", "why", "told")


def labelled(move: Move, name: str, text: str) -> str:
    """These words after the label of their field."""
    return gettext("%(label)s：%(words)s") % {"label": move.facts.base_fields[name].label, "words": text}


def _told(move: Move) -> bool:
    """Whether a step of this move is a line of its own; what merely follows from another is not."""
    if move.code == READ_SEALED:  # its heads have a list of these
        return False
    return move.code == "remind" or bool(move.seen) or not (move.by_system or move.opening)


class Joined(Unseen):
    """An empty cover: what was filed under it was joined to ``into`` 并案."""

    def __init__(self, into: UUID) -> None:
        super().__init__(into)
        self.into = into


def family(subject: UUID, actor: Actor) -> Family:
    """Everything of the family a subject belongs to. Raises Unseen. A fixed number of statements."""
    snapshot = load(subject, actor, lock=False)
    root = snapshot.subject.root
    if snapshot.family[root].kind != "petition":
        raise Unseen
    if snapshot.family[root].stage == JOINED:
        raise Joined(Filing.objects.values_list("petition_id", flat=True).get(home=root))
    matter: Matter = snapshot.matter
    read = [_step(row) for row in _steps(root)]
    delivered = {paper for filing in matter.filings.values() for paper in filing.delivered}
    papers = {row[0]: _paper(*(*row, row[0] in delivered)) for row in _papers(root)}
    seen = in_sight(snapshot, actor)
    papers = {pk: one for pk, one in papers.items() if one.subject in seen}
    files = {place: some for place, some in _files(root, matter).items() if place[0] in seen - matter.closed}
    return Family(snapshot, read, papers, files, people_in(read, snapshot.duties), actor)


@prepared
def _steps(root: UUID) -> QuerySet[Step, Any]:
    rows = Step.objects.filter(subject__root=root).order_by("at", "id")
    return rows.values_list(*columns(Step), *columns(Officer, "officer__"))


def _step(row: Row) -> Step:
    step = make(Step, row[: len(columns(Step))])
    if step.officer_id:
        step.officer = make(Officer, row[len(columns(Step)) :])
    return step


@prepared
def _papers(root: UUID) -> QuerySet[Paper, Any]:
    rows = Paper.objects.filter(subject__root=root)
    return rows.values_list("pk", "kind", "number", "unit_id", "issued_at", "subject_id", "code")


def _paper(
    pk: UUID, kind: str, number: str, unit: UUID, at: datetime, subject: UUID, code: str, delivered: bool
) -> PaperLine:
    return PaperLine(
        pk, paper_kind(kind).name, number, unit, at, subject, code, delivered, kind in BETWEEN_ORGANS
    )


@prepared
def _attachments(root: UUID) -> QuerySet[Attachment, Any]:
    rows = Attachment.objects.filter(subject__root=root).order_by("id")
    return rows.values_list("subject_id", "seq", "pk", "type", "size", "state", "copy_state")


def _files(root: UUID, matter: Matter) -> dict[tuple[UUID, int], list[File]]:
    found: dict[tuple[UUID, int], list[File]] = {}
    for subject, seq, pk, *rest in _attachments(root):
        names = json.loads(matter.text(subject, seq, "files") or "{}")
        found.setdefault((subject, seq), []).append(File(pk, names.get(str(pk), ""), *rest))
    return found
