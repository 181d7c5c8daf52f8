"""The planner: ``plan(snapshot, move, actor, given) → effects``. Pure: it reads the snapshot and writes nothing.

Guards and effects of a move are handed the ``Plan`` and say what should be: steps, stages, duties, rows, numbers, jobs.
A writer carries it out, one at a time for people (``write``) or in bulk.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sunshine.foundation.calendar.rules import SHANGHAI, Days, Due, WorkCalendar, deadline
from sunshine.foundation.duties.rules import STATUTORY, DutyRule, LocalTerms
from sunshine.foundation.duties.rules import rule as rule_of
from sunshine.foundation.ledger.erasure import ERASED
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import Directory
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.mint import MINT, Mint
from sunshine.foundation.procedure.snapshot import DutyState, Proposal, Snapshot, SubjectState


@dataclass(slots=True)
class StepDraft:
    """A step to be written. ``record`` becomes its facts; ``texts`` are sealed beside it."""

    id: UUID
    subject: UUID
    seq: int
    move: str
    phase: str
    stage: str
    audience: str
    record: dict[str, Any]
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class DutyDraft:
    """A duty to be opened."""

    id: UUID
    subject: UUID
    rule: DutyRule
    anchor_seq: int
    unit: UUID | None
    due_at: datetime
    provisional: bool
    post: UUID | None = None


@dataclass(slots=True)
class Number:
    """A number still to be taken from a counter, late in the transaction. ``text`` is lawful only after that."""

    series: str
    unit: UUID
    year: int
    pattern: str  # a format string with {n} and {year}
    value: int = 0

    @property
    def text(self) -> str:
        return self.pattern.format(n=self.value, year=self.year)


class Late:
    """A value that only the writer asks for, once, so that planning reads nothing but the snapshot."""

    def __init__(self, ask: Callable[[], Any]) -> None:
        self._ask = ask

    @cached_property
    def value(self) -> Any:
        return self._ask()


@dataclass(frozen=True, slots=True)
class Row:
    """A typed row to insert (``new``) or to update, named by model label. A value may be a Number."""

    model: str
    pk: Any  # nearly always a UUID
    values: Mapping[str, Any]
    new: bool = True
    where: Mapping[str, Any] | None = None  # which row to change, where its key is not known


@dataclass(frozen=True, slots=True)
class Job:
    """A job to queue in the same transaction."""

    task: str
    args: Mapping[str, Any]


@dataclass
class Plan:
    """What a move will do, as it is being worked out."""

    move: str  # the code of the move, which its steps bear
    audience: str
    actor: Actor
    given: Given
    now: datetime
    calendar: WorkCalendar
    book: Directory
    snapshot: Snapshot | None = None
    proposal: Proposal | None = None  # the proposed act this plan enacts
    subjects: dict[UUID, SubjectState] = field(default_factory=dict)
    new: list[UUID] = field(default_factory=list)
    steps: list[StepDraft] = field(default_factory=list)
    opened: list[DutyDraft] = field(default_factory=list)
    closed: dict[UUID, int] = field(default_factory=dict)  # duty -> step number that closed it
    rows: list[Row] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    erased: list[UUID] = field(default_factory=list)  # subjects whose data keys are to be destroyed
    moved: dict[UUID, UUID] = field(default_factory=dict)  # subjects that pass to another family -> its root
    main: StepDraft | None = None
    terms: LocalTerms = STATUTORY
    mint: Mint = MINT

    @property
    def here(self) -> SubjectState:
        """The subject acted on, as the plan has it so far."""
        assert self.snapshot is not None
        return self.state(self.snapshot.subject.id)

    @property
    def rules(self) -> str:
        """The rule set that the matter acted on is bound to: that of its root."""
        return self.state(self.here.root).rules

    @property
    def words_seq(self) -> int:
        """The step that holds the given words: the proposal's, when this plan enacts one."""
        assert self.main is not None
        return self.proposal.seq if self.proposal else self.main.seq

    def state(self, subject: UUID) -> SubjectState:
        if subject not in self.subjects:
            assert self.snapshot is not None
            beside = self.snapshot.beside.family if self.snapshot.beside else {}
            self.subjects[subject] = {**beside, **self.snapshot.family}[subject]
        return self.subjects[subject]

    def begin(
        self,
        kind: str,
        rules: str,
        unit: UUID,
        root: UUID | None = None,
        *,
        sealed: bool = False,
        pk: UUID | None = None,
        area: str | None = None,
    ) -> SubjectState:
        """A new subject, at no stage yet: the next step on it must give it one. ``pk`` and ``area`` where they are set."""
        made = pk or self.mint.id()
        state = SubjectState(
            id=made, kind=kind, root=root or made, stage="", stage_seq=0, pending_seq=None, unit=unit,
            area=self.book[unit].area if area is None else area, rules=rules, sealed=sealed, seq=0, head=bytes(32),
        )  # fmt: skip
        self.subjects[made] = state
        self.new.append(made)
        return state

    def step(
        self,
        subject: UUID,
        *,
        move: str = "",
        stage: str = "",
        phase: str = "",
        audience: str = "",
        texts: Mapping[str, str] | None = None,
        **record: Any,
    ) -> StepDraft:
        """Draft the next step on a subject; it is of this move unless another is named."""
        before = self.state(subject)
        seq = before.seq + 1
        turned = seq if stage or phase else before.stage_seq
        self.subjects[subject] = replace(before, seq=seq, stage=stage or before.stage, stage_seq=turned)
        draft = StepDraft(
            self.mint.id(), subject, seq, move or self.move, phase, stage, audience or self.audience,
            {key: value for key, value in record.items() if value}, dict(texts or {}),
        )  # fmt: skip
        self.steps.append(draft)
        return draft

    def open(
        self,
        rule: DutyRule,
        on: UUID | None = None,
        unit: UUID | None = None,
        since: datetime | None = None,
        due: Due | None = None,
        days: int | None = None,
    ) -> None:
        """Open a duty anchored in the last step drafted on its subject; its term runs from ``since``, or from now.

        ``due`` is given where people agreed on the day, ``days`` where a decision set the length.
        """
        subject = on or self.here.id
        anchor = next(step for step in reversed(self.steps) if step.subject == subject)
        term = self.terms.term(rule, self.state(subject).area, self.now)
        term = term if days is None else replace(term, n=days)
        counted = due is None
        due = due or rule.due(since or self.now, self.calendar, term)
        holder = None if rule.right else unit or self.state(subject).unit
        post = self._named(rule, subject, holder)
        draft = DutyDraft(self.mint.id(), subject, rule, anchor.seq, holder, due.at, due.provisional, post)
        self.opened.append(draft)
        anchor.record.setdefault("opens", []).append(
            [str(draft.id), rule.code, draft.due_at.astimezone(SHANGHAI).isoformat()]
        )
        if counted and due.provisional:  # to be counted again once the holidays of that year are known
            span = [(since or self.now).isoformat(), term.n]
            anchor.record.setdefault("provisional", {})[str(draft.id)] = span

    def _named(self, rule: DutyRule, subject: UUID, unit: UUID | None) -> UUID | None:
        """Whom a new duty is named to: as the work of its subject is, or of the subject acted on, in that unit and role."""
        states = [self.state(subject), self.here] if self.snapshot else []
        named = (s.post for s in states if s.post and (s.unit, s.post_role) == (unit, rule.holder))
        return next(named, None)

    def name(self, subject: UUID, post: UUID | None, role: str) -> None:
        """Name a subject's work, with the duties of this role that its unit owes in the family, to one post or to none."""
        assert self.snapshot is not None
        state = self.state(subject)
        self.subjects[subject] = replace(state, post=post, post_role=role if post else "")
        for duty in self.snapshot.duties:
            if (duty.unit, duty.holder) == (state.unit, role):
                self.update("duties.duty", duty.id, post_id=post)

    def hand_to(self, subject: UUID, unit: UUID) -> None:
        """Let another unit hold this subject from now on; whom its work is named to is for that unit to say."""
        area = self.book[unit].area
        self.subjects[subject] = replace(self.state(subject), unit=unit, area=area, post=None, post_role="")

    def move_to(self, subject: UUID, root: UUID) -> None:
        """Let a subject pass to another family with its chain, its words and its duties; what a plan does last.

        Its steps name both families as kin: acts in the one have touched what is now in the other.
        """
        before = self.state(subject)
        for step in self.steps:
            step.record["kin"] = sorted({str(before.root), str(root), *step.record.get("kin", ())})
        self.subjects[subject] = replace(before, root=root)
        self.moved[subject] = root

    def turn(self, subject: UUID, stage: str) -> None:
        """Let the last step drafted on this subject lead to a stage, where the move alone does not decide it."""
        step = next(step for step in reversed(self.steps) if step.subject == subject)
        step.stage = stage
        self.subjects[subject] = replace(self.state(subject), stage=stage, stage_seq=step.seq)

    def let_fall(self, subject: UUID) -> None:
        """Let the proposal that waits on this subject, if one does, fall with the last step drafted on it, which says so."""
        before = self.state(subject)
        if before.pending_seq:
            step = next(step for step in reversed(self.steps) if step.subject == subject)
            step.record["falls"] = before.pending_seq
            self.subjects[subject] = replace(before, pending_seq=None)

    def close(self, rule: DutyRule, on: UUID | None = None) -> None:
        """Close every open duty of this rule on the subject."""
        for duty in self.duties(rule, on or self.here.id):
            self.close_duty(duty)

    def close_duty(self, duty: DutyState) -> None:
        assert self.main is not None
        self.closed[duty.id] = self.main.seq
        self.main.record.setdefault("closes", []).append(str(duty.id))

    def redate(self, duty: DutyState, since: datetime) -> None:
        """Count an open duty's term again from another moment, where the day it was counted from was wrong."""
        rule = rule_of(duty.rule)
        term = self.terms.term(rule, self.state(duty.subject).area, self.now)
        self._move_due(duty, rule.due(since, self.calendar, term), [since.isoformat(), term.n])

    def lengthen(self, duty: DutyState, days: int) -> Due:
        """Give an open duty so many calendar days more, counted from its own last day; returns when it is due now.

        While its own last day rests on unpublished holidays, what it was counted from is kept, to count both again.
        """
        rule = rule_of(duty.rule)
        term = self.terms.term(rule, self.state(duty.subject).area, duty.opened_at)
        own = rule.due(duty.opened_at, self.calendar, term)
        last = duty.due_at - timedelta(microseconds=1)
        due = deadline(last, Days(days), self.calendar)
        if own.provisional and own.at == duty.due_at:
            due = Due(due.at, provisional=True)
            self._move_due(duty, due, [duty.opened_at.isoformat(), term.n, days])
        else:
            self._move_due(duty, due, [last.isoformat(), days])
        return due

    def leave_out(self, duty: DutyState, since: datetime, days: int, longer: int = 0) -> Due:
        """Count an open duty's term from ``since`` with so many calendar days left out of it; returns when it is due now.

        ``longer`` are the days by which it was lengthened, counted from its own last day as ``lengthen`` counts them.
        """
        rule = rule_of(duty.rule)
        term = self.terms.term(rule, self.state(duty.subject).area, duty.opened_at)
        span: list[Any] = [since.isoformat(), term.n + days]
        due = rule.due(since, self.calendar, replace(term, n=term.n + days))
        if longer:
            later = deadline(due.at - timedelta(microseconds=1), Days(longer), self.calendar)
            due, span = Due(later.at, due.provisional or later.provisional), [*span, longer]
        self._move_due(duty, due, span)
        return due

    def _move_due(self, duty: DutyState, due: Due, span: list[Any]) -> None:
        assert self.main is not None
        wakes = rule_of(duty.rule).wakes(duty.opened_at, due.at)
        wake_at = wakes[duty.wakes] if duty.wakes < len(wakes) else None
        self.update("duties.duty", duty.id, due_at=due.at, provisional=due.provisional, wake_at=wake_at)
        self.main.record.setdefault("redates", []).append([str(duty.id), due.at.isoformat()])
        if due.provisional:
            self.main.record.setdefault("provisional", {})[str(duty.id)] = span

    def duties(self, rule: DutyRule, on: UUID) -> list[DutyState]:
        assert self.snapshot is not None
        return [duty for duty in self.snapshot.open_duties(on) if duty.rule == rule.code]

    def insert(self, model: str, pk: UUID | None = None, **values: Any) -> UUID:
        made = pk or self.mint.id()
        self.rows.append(Row(model, made, values))
        return made

    def update(self, model: str, pk: UUID, **values: Any) -> None:
        self.rows.append(Row(model, pk, values, new=False))

    def amend(self, model: str, where: Mapping[str, Any], **values: Any) -> None:
        """Change the row that ``where`` names."""
        self.rows.append(Row(model, self.mint.id(), values, new=False, where=where))

    def number(self, series: str, unit: UUID, pattern: str) -> Number:
        """The next number of a series, taken late in the transaction. Years are those of the local calendar."""
        number = Number(series, unit, local_year(self.now), pattern)
        self.numbers.append(number)
        return number

    def tell(self, filing: UUID, **context: Any) -> None:
        """Queue the move's message to this filing's petitioner; ``context`` holds only codes, numbers and dates."""
        step = next(step for step in reversed(self.steps) if step.subject == filing)
        message = self.insert(
            "notices.message",
            subject_id=filing,
            seq=step.seq,
            move=self.move,
            context=context,
            created_at=self.now,
        )
        self.queue("sunshine.foundation.notices.jobs.send", message=str(message))

    def issue(
        self,
        kind: str,
        template: str | Late,
        on: UUID,
        unit: UUID,
        data: Mapping[str, Any],
        number: Number | None = None,
    ) -> UUID:
        """Issue a document: its data is sealed with the step, its number taken, its typesetting queued."""
        step = next(step for step in reversed(self.steps) if step.subject == on)
        step.texts["paper"] = json.dumps(data, ensure_ascii=False)
        paper = self.insert(
            "papers.paper", subject_id=on, seq=step.seq, kind=kind, template=template, unit_id=unit, number=number or "",
            code=self.mint.code(), issued_at=self.now,
        )  # fmt: skip
        step.record["paper"] = {"id": str(paper), "kind": kind, "template": template, "number": number or ""}
        self.queue("sunshine.foundation.papers.jobs.render", paper=str(paper))
        return paper

    def attach(self, step: StepDraft) -> None:
        """Bring the given files in with this step."""
        if not self.given.files:
            return
        step.record["files"] = [[str(f.id), f.type, f.size, f.sm3, f.state] for f in self.given.files]
        step.texts["files"] = json.dumps({str(f.id): f.name for f in self.given.files}, ensure_ascii=False)
        for f in self.given.files:
            self.insert(
                "files.attachment", f.id, subject_id=step.subject, seq=step.seq, type=f.type, size=f.size,
                sm3=f.sm3, state=f.state, key=f.key, copy_state="waiting" if f.state == "kept" else "none",
            )  # fmt: skip
            if f.state == "kept":
                self.queue("sunshine.foundation.files.jobs.copy", file=str(f.id))

    def erase(self, subject: UUID) -> None:
        """Have the words of a subject, and all that was derived from them, destroyed for good; a step of it says so."""
        self.step(subject, move=ERASED)
        self.erased.append(subject)

    def seal(self, subject: UUID, sealed: bool) -> None:
        self.subjects[subject] = replace(self.state(subject), sealed=sealed)

    def queue(self, task: str, **args: Any) -> None:
        self.jobs.append(Job(task, args))


def local_year(now: datetime) -> int:
    """The year of a moment in the local calendar, by which numbers run."""
    return now.astimezone(SHANGHAI).year


def all_texts(given: Given) -> dict[str, str]:
    """The words of the move and of its rows, the latter named ``field@key``."""
    rows = {f"{name}@{key}": text for key, row in given.rows.items() for name, text in row.texts.items()}
    return {**given.texts, **rows}
