"""What stands still and what does not: intervals as procedures see them, and terms counted without their days.

The regulation leaves the time of a hearing out of the final review's thirty days and of no other term (条例 第三十六条). A
place's own law may allow more: only what stands in the list of pause rules, with its basis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from sunshine.foundation.calendar.rules import SHANGHAI, Due
from sunshine.foundation.geography.queries import prefix
from sunshine.foundation.memory import remembered
from sunshine.foundation.prepared import prepared
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import DutyState, Snapshot
from sunshine.petitions import clocks
from sunshine.petitions.interval_models import Interval, IntervalKind, IntervalState, PauseRule
from sunshine.petitions.rulesets import in_full

RUNNING = frozenset({IntervalState.OPEN.value, IntervalState.HELD.value})
TERMS = frozenset({clocks.DECIDE.code, clocks.REVIEW.code, clocks.FINAL.code})  # those that can stand still


@dataclass(frozen=True, slots=True)
class IntervalLine:
    """One hearing or pause."""

    id: UUID
    subject: UUID
    kind: str
    state: str
    seq: int
    begun_on: date
    until: date
    ended_on: date | None = None
    days: int = 0
    rule: UUID | None = None

    @property
    def running(self) -> bool:
        return self.state in RUNNING


@dataclass(frozen=True, slots=True)
class Allowed:
    """One pause rule, past ones too. ``area`` are the leading digits of the divisions where it holds."""

    id: UUID
    kind: str
    term: str
    area: str
    basis: str
    since: date
    until: date | None

    def holds(self, area: str, day: date) -> bool:
        return area.startswith(self.area) and self.since <= day and not (self.until and day >= self.until)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What pages say of the days that a term leaves out: for what, how many, by what, and whether it still goes on."""

    kind: Any
    days: int
    basis: str
    running: bool


@prepared
def _rows(root: UUID) -> QuerySet[Interval, Any]:
    """The columns of an IntervalLine, oldest first."""
    return Interval.objects.filter(petition=root).order_by("id").values_list(
        "pk", "subject_id", "kind", "state", "seq", "begun_on", "until", "ended_on", "days", "rule_id"
    )  # fmt: skip


def load(root: UUID) -> dict[UUID, IntervalLine]:
    """The intervals of a family. One statement."""
    return {row[0]: IntervalLine(*row) for row in _rows(root)}


@remembered(seconds=60)
def pause_rules() -> Mapping[UUID, Allowed]:
    """Every pause rule there is or was; an edit by another process shows within a minute."""
    return {
        one.pk: Allowed(
            one.pk, one.kind, one.term, prefix(one.division_id), one.basis, one.valid_from, one.valid_to
        )
        for one in PauseRule.objects.all()
    }


def allowed(snapshot: Snapshot) -> list[Allowed]:
    """The rules by which the term that runs here may stand still today."""
    owed = running_term(snapshot)
    day = timezone.localdate()
    found = pause_rules().values() if owed else ()
    return [one for one in found if owed and one.term == owed.rule and one.holds(snapshot.subject.area, day)]


def basis_of(one: IntervalLine, rules: str) -> str:
    """By what its days are left out."""
    known = pause_rules().get(one.rule) if one.rule else None
    return known.basis if known else in_full("第三十六条", rules)


def left_out(intervals: Iterable[IntervalLine], rules: str) -> list[LeftOut]:
    """The intervals whose days do not count."""
    return [
        LeftOut(IntervalKind(one.kind).label, one.days, basis_of(one, rules), one.running)
        for one in intervals
        if one.days
    ]


def running_term(snapshot: Snapshot) -> DutyState | None:
    """The term of the handling or review acted on that can stand still."""
    owed = snapshot.open_duties(snapshot.subject.id)
    return next((duty for duty in owed if duty.rule in TERMS), None)


def running(snapshot: Snapshot) -> IntervalLine | None:
    """The hearing or pause that goes on here."""
    here = snapshot.subject.id
    found = snapshot.matter.intervals.values()
    return next((one for one in found if one.subject == here and one.running), None)


def begin(plan: Plan, kind: IntervalKind, until: date, last: date) -> IntervalLine:
    """Begin an interval; where its days do not count, they are left out as far as ``last``, when it should be over.

    Nothing is left out of a term that has run out: what is late stays late.
    """
    assert plan.snapshot is not None
    begun, owed = day_of(plan.now), running_term(plan.snapshot)
    chosen = plan.given.facts.get("allowed_by")
    stands = bool(owed and plan.now < owed.due_at and (chosen or _by_the_regulation(kind, owed)))
    made = IntervalLine(
        id=plan.mint.id(), subject=plan.here.id, kind=kind.value, state=IntervalState.OPEN.value, seq=plan.words_seq,
        begun_on=begun, until=until, days=(last - begun).days if stands else 0, rule=UUID(chosen) if stands and chosen else None,
    )  # fmt: skip
    plan.insert(
        "petitions.interval", made.id, petition_id=plan.here.root, subject_id=made.subject, kind=made.kind,
        state=made.state, seq=made.seq, begun_on=made.begun_on, until=made.until, ended_on=None, days=made.days,
        rule_id=made.rule,
    )  # fmt: skip
    if owed and made.days:
        recount(plan, owed, [*_others(plan, made), made])
    return made


def end(plan: Plan, one: IntervalLine, state: IntervalState, *, counts: bool = False) -> int:
    """End an interval; returns how many days are left out for it: those it really took, or none where they ``count``."""
    assert plan.snapshot is not None
    today = day_of(plan.now)
    ended = replace(one, days=(today - one.begun_on).days if one.days and not counts else 0)
    plan.update("petitions.interval", one.id, state=state.value, ended_on=today, days=ended.days)
    owed = running_term(plan.snapshot)
    if owed and one.days:
        recount(plan, owed, [*_others(plan, one), ended])
    return ended.days


def _by_the_regulation(kind: IntervalKind, owed: DutyState) -> bool:
    """Only a hearing, and only in the final review (条例 第三十六条)."""
    return kind == IntervalKind.HEARING and owed.rule == clocks.FINAL.code


def _others(plan: Plan, one: IntervalLine) -> list[IntervalLine]:
    assert plan.snapshot is not None
    found: Sequence[IntervalLine] = plan.snapshot.matter.intervals.values()
    return [other for other in found if other.subject == one.subject and other.id != one.id]


def recount(plan: Plan, owed: DutyState, intervals: Sequence[IntervalLine]) -> Due:
    """Count a term again from what happened: from its beginning, without the days of these intervals, then as extended."""
    assert plan.snapshot is not None
    since, longer = counted_from(plan.snapshot, owed)
    return plan.leave_out(owed, since, sum(one.days for one in intervals), longer)


def counted_from(snapshot: Snapshot, owed: DutyState) -> tuple[datetime, int]:
    """From when this term runs, whatever was entered when, and by how many days it was extended."""
    matter = snapshot.matter
    if owed.rule != clocks.DECIDE.code:
        return matter.reviews[owed.subject].asked_at, 0
    handling = matter.handlings[owed.subject]
    return handling.accepted_at, handling.extended_days


def day_of(moment: datetime) -> date:
    """The local day of a moment."""
    return moment.astimezone(SHANGHAI).date()
