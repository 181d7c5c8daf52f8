"""Replay the steps: every act lawful by the table from the stage before it, every duty opened and closed as recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sunshine.foundation.duties.rules import rule
from sunshine.foundation.ledger.proof import Problem, rows, side_by_side
from sunshine.foundation.procedure.table import procedure

# A duty may be closed by a step of another subject of the same family, so families are replayed whole.
STEPS = """
SELECT s.root_id::text, p.subject_id::text, s.kind, p.seq, p.move, p.phase, p.stage, p.at, p.facts
FROM ledger_step p JOIN ledger_subject s ON s.id = p.subject_id ORDER BY s.root_id, p.subject_id, p.seq
"""
DUTIES = """
SELECT s.root_id::text, d.id::text, d.subject_id::text, d.rule, d.anchor_seq, d.opened_at, d.due_at, d.state,
       d.wake_at, d.wakes
FROM duties_duty d JOIN ledger_subject s ON s.id = d.subject_id ORDER BY s.root_id
"""


class Step(NamedTuple):
    """A row of ``STEPS``."""

    root: str
    subject: str
    kind: str
    seq: int
    move: str
    phase: str
    stage: str
    at: datetime
    facts: str


class DutyRow(NamedTuple):
    """A row of ``DUTIES``."""

    root: str
    id: str
    subject: str
    rule: str
    anchor_seq: int
    opened_at: datetime
    due_at: datetime
    state: str
    wake_at: datetime | None
    wakes: int


@dataclass(slots=True)
class Owed:
    """A duty as the steps tell it."""

    subject: str
    rule: str
    anchor_seq: int
    opened_at: datetime
    due_at: datetime
    state: str = "open"
    wakes: int = 0


@dataclass(slots=True)
class Replay:
    """One family, followed step by step."""

    stages: dict[str, str] = field(default_factory=dict)
    owed: dict[str, Owed] = field(default_factory=dict)
    ended: list[tuple[Step, str]] = field(default_factory=list)
    redated: list[tuple[datetime, str, str, int, datetime]] = field(default_factory=list)

    def take(self, step: Step) -> str:
        """Follow one step; returns what is unlawful about it, if anything."""
        what = _unlawful(step, self.stages.get(step.subject, ""))
        self.stages[step.subject] = step.stage or self.stages.get(step.subject, "")
        facts = json.loads(step.facts)
        for duty, code, due in facts.get("opens", ()):
            self.owed[duty] = Owed(step.subject, code, step.seq, step.at, datetime.fromisoformat(due))
        self.ended += [(step, duty) for duty in facts.get("closes", ())]
        if step.move in {"remind", "overdue"}:
            self.ended.append((step, facts["given"]["duty"]))
        for duty, due in _redated(step, facts):
            self.redated.append((step.at, duty, step.subject, step.seq, datetime.fromisoformat(due)))
        return what

    def settle(self) -> Iterator[Problem]:
        """Carry out what the steps did to duties; only now, since one may close what another subject's step opened."""
        for step, pk in self.ended:
            duty = self.owed.get(pk)
            if duty is None:
                yield Problem(step.subject, step.seq, f"{step.move} is about duty {pk}, which no step opened")
            elif step.move in {"remind", "overdue"}:
                duty.wakes += 1
            else:
                duty.state = "lapsed" if step.move == "lapse" else "done"
        for _at, pk, subject, seq, due in sorted(self.redated):
            if pk in self.owed:
                self.owed[pk].due_at = due
            else:
                yield Problem(subject, seq, f"it moves the due time of duty {pk}, which no step opened")


def _redated(step: Step, facts: dict[str, Any]) -> list[list[str]]:
    """The duties a step gave another due time: a corrected day, or a year whose holidays were published."""
    recounted = [[facts["given"]["duty"], facts["given"]["due"]]] if step.move == "recount" else []
    return recounted + list(facts.get("redates", ()))


def verify() -> Iterator[Problem]:
    """Everything that the table or the steps do not bear out, family by family."""
    for _root, (steps, duties) in side_by_side(rows(STEPS), rows(DUTIES)):
        replay = Replay()
        for step in map(Step._make, steps):
            what = replay.take(step)
            if what:
                yield Problem(step.subject, step.seq, what)
        yield from replay.settle()
        yield from _compare(replay.owed, [DutyRow._make(duty) for duty in duties])


def _unlawful(step: Step, before: str) -> str:
    table = procedure(step.kind)
    move = table.by_code.get(step.move)
    if move is None:
        return f"the table of {step.kind} has no move {step.move}"
    if move.opening != (before == "") or (before and before not in move.source):
        return f"{step.move} is not lawful from stage {before or 'none'}"
    if step.stage and step.stage != (move.to or step.stage):
        return f"{step.move} does not lead to stage {step.stage}"
    if step.stage and step.stage not in table.stage_of:
        return f"{step.kind} has no stage {step.stage}"
    return ""


def _compare(owed: dict[str, Owed], duties: Sequence[DutyRow]) -> Iterator[Problem]:
    for duty in duties:
        told = owed.pop(duty.id, None)
        what = _fault(duty, told) if told else "no step opened it"
        if what:
            yield Problem(duty.subject, duty.anchor_seq, f"duty {duty.id} ({duty.rule}): {what}")
    for pk, told in owed.items():
        yield Problem(
            told.subject, told.anchor_seq, f"duty {pk} ({told.rule}): the duty this step opened is missing"
        )


def _fault(duty: DutyRow, told: Owed) -> str:
    for name in ("subject", "rule", "anchor_seq", "opened_at", "due_at", "state", "wakes"):
        if getattr(duty, name) != getattr(told, name):
            return f"{name} is {getattr(duty, name)}, the steps say {getattr(told, name)}"
    asleep = duty.state == "open" and duty.wake_at is None
    if asleep and duty.wakes < len(rule(duty.rule).wakes(duty.opened_at, duty.due_at)):
        return "nobody will be reminded of it again: its next waking is missing"
    return ""
