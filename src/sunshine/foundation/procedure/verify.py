"""Replay the steps: every act lawful by the table from the stage before it, every duty opened and closed as recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sunshine.foundation.duties.rules import rule
from sunshine.foundation.ledger.proof import (
    EVERYTHING,
    Family,
    FamilyCheck,
    Problem,
    Row,
    Told,
    kin_of,
    lost,
    prove,
)
from sunshine.foundation.procedure.table import Procedure, procedure

DUTIES = """
s.root_id::text, t.id::text, t.subject_id::text, t.rule, t.anchor_seq, t.opened_at, t.due_at, t.state, t.wake_at, t.wakes
"""
LOST = """
SELECT d.subject_id::text, d.anchor_seq, 'duty ' || d.id || ' (' || d.rule || '): no step opened it' FROM duties_duty d
WHERE NOT EXISTS (SELECT FROM ledger_subject s WHERE s.id = d.subject_id)
"""
WAKING = frozenset({"remind", "overdue"})


class DutyRow(NamedTuple):
    """A duty as its row tells it."""

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
    """One family, followed step by step. A duty may be closed by a step of another subject, so families are replayed whole."""

    kinds: dict[str, str]
    stages: dict[str, str] = field(default_factory=dict)
    owed: dict[str, Owed] = field(default_factory=dict)
    ended: list[tuple[Told, str]] = field(default_factory=list)
    redated: list[tuple[str, str, str, int, datetime]] = field(default_factory=list)

    def take(self, step: Told) -> str:
        """Follow one step; returns what is unlawful about it, if anything."""
        before = self.stages.get(step.subject, "")
        what = _unlawful(step, procedure(self.kinds[step.subject]), before)
        self.stages[step.subject] = step.stage or before
        facts = step.facts
        for duty, code, due in facts.get("opens", ()):
            opened = datetime.fromisoformat(step.at)
            self.owed[duty] = Owed(step.subject, code, step.seq, opened, datetime.fromisoformat(due))
        self.ended += [(step, duty) for duty in facts.get("closes", ())]
        if step.move in WAKING:
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
            elif step.move in WAKING:
                duty.wakes += 1
            else:
                duty.state = "lapsed" if step.move == "lapse" else "done"
        for _at, pk, subject, seq, due in sorted(self.redated):
            if pk in self.owed:
                self.owed[pk].due_at = due
            else:
                yield Problem(subject, seq, f"it moves the due time of duty {pk}, which no step opened")


def _redated(step: Told, facts: dict[str, Any]) -> list[list[str]]:
    """The duties a step gave another due time: a corrected day, or a year whose holidays were published."""
    recounted = [[facts["given"]["duty"], facts["given"]["due"]]] if step.move == "recount" else []
    return recounted + list(facts.get("redates", ()))


def check(family: Family, duties: Sequence[Row]) -> Iterator[Problem]:
    """Everything of one family that the table or the steps do not bear out.

    Where members passed between families, a step in the one may have closed a duty in the other: all are replayed.
    """
    replay = Replay({head.subject: head.kind for head in family.heads})
    for step in family.steps:
        what = replay.take(step)
        if what:
            yield Problem(step.subject, step.seq, what)
    own = set(replay.kinds)
    for kin in kin_of(family):
        replay.kinds |= {head.subject: head.kind for head in kin.heads}
        for step in kin.steps:
            replay.take(step)
    yield from (problem for problem in replay.settle() if problem.subject in own)
    owed = {pk: told for pk, told in replay.owed.items() if told.subject in own}
    yield from _compare(owed, [DutyRow._make(duty) for duty in duties])


FAMILY = FamilyCheck(check, "duties_duty", DUTIES, LOST)


def verify() -> Iterator[Problem]:
    """Moves and duties alone; ``sunshine verify`` proves them with what other rooms check."""
    yield from prove(EVERYTHING, [FAMILY])
    yield from lost([FAMILY])


def _unlawful(step: Told, table: Procedure, before: str) -> str:
    move = table.by_code.get(step.move)
    if move is None:
        return f"the table of {table.kind} has no move {step.move}"
    if move.opening != (before == "") or (before and before not in move.source):
        return f"{step.move} is not lawful from stage {before or 'none'}"
    if step.stage and step.stage != (move.to or step.stage):
        return f"{step.move} does not lead to stage {step.stage}"
    if step.stage and step.stage not in table.stage_of:
        return f"{table.kind} has no stage {step.stage}"
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
