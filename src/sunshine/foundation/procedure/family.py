"""A family in memory: what snapshots of its members are taken from, and what a plan leaves of it.

``after`` applies a plan's effects purely, so that a whole life can be planned move by move without a database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sunshine.foundation.duties.rules import rule
from sunshine.foundation.procedure.plan import DutyDraft, Plan, Row
from sunshine.foundation.procedure.snapshot import DutyState, Proposal, Readers, Snapshot, SubjectState
from sunshine.foundation.procedure.table import procedure

FELL = frozenset({"returned", "recalled"})
RENAMED = {"unit_id": "unit", "post_id": "post"}
KEPT = frozenset(one.name for one in fields(DutyState))


@dataclass(frozen=True)
class Family:
    """All members of one root with what is owed and proposed there. ``matter`` is kept by the room that owns the root."""

    members: Mapping[UUID, SubjectState]
    duties: Mapping[UUID, DutyState] = field(default_factory=dict)  # the open ones
    bars: Mapping[UUID, UUID] = field(default_factory=dict)
    recused: frozenset[UUID] = frozenset()
    readers: Readers = field(default_factory=dict)
    proposals: Mapping[UUID, Proposal] = field(
        default_factory=dict
    )  # the last one on each subject, decided or not
    fallen: frozenset[UUID] = frozenset()  # the subjects whose last act of this kind was a proposal's fall
    matter: Any = None
    beside: Family | None = None  # another family that moves may act on as well

    @property
    def root(self) -> UUID:
        return next(iter(self.members.values())).root

    def seen_from(self, subject: UUID) -> Snapshot:
        """The snapshot of one member, as ``perform.load`` takes it from the tables."""
        here = self.members[subject]
        waiting = self.proposals[subject] if here.pending_seq else None
        return Snapshot(
            here, self.members, tuple(sorted(self.duties.values(), key=lambda duty: duty.due_at)), self.bars,
            self.recused, self.readers, waiting, self._fallen(here), matter=self.matter,
            beside=self.beside.seen_from(self.beside.root) if self.beside else None,
        )  # fmt: skip

    def _fallen(self, here: SubjectState) -> Proposal | None:
        """The proposal last sent or taken back here, while its move is still to be made."""
        last = self.proposals.get(here.id) if here.id in self.fallen else None
        move = procedure(here.kind).by_code[last.move] if last else None
        return last if move and here.stage in move.source else None

    def next_waking(self) -> tuple[datetime, DutyState] | None:
        """The duty that the clock calls to mind first, and when."""
        due = [(at, duty.id) for duty in self.duties.values() if (at := waking(duty)) is not None]
        if not due:
            return None
        at, pk = min(due)
        return at, self.duties[pk]


def waking(duty: DutyState) -> datetime | None:
    """When an open duty is next called to mind."""
    wakes = rule(duty.rule).wakes(duty.opened_at, duty.due_at)
    return wakes[duty.wakes] if duty.wakes < len(wakes) else None


def after(family: Family | None, plan: Plan) -> Family:
    """The family as a plan leaves it. Pure. Numbers that the room's matter shows must have been given."""
    before = family or Family({})
    if plan.moved:
        return _passed(before, plan)
    members = {**before.members, **plan.subjects}
    members |= {pk: replace(members[pk], erased=True) for pk in plan.erased}
    root = next(iter(members.values())).root
    unfold = procedure(members[root].kind).unfold
    return Family(
        members,
        _duties(before.duties, plan),
        _bars(before.bars, plan),
        before.recused | _recused(plan),
        _readers(before.readers, plan),
        {**before.proposals, **_proposed(plan)},
        _fallen(before.fallen, plan),
        unfold(before.matter, plan) if unfold else None,
        before.beside,
    )


def _passed(before: Family, plan: Plan) -> Family:
    """The two families after members passed from one to the other: first the one they are in now."""
    assert before.beside is not None
    here = next(iter(plan.moved.values()))
    there = before.root if before.root != here else before.beside.root
    return replace(_one_of_two(before, plan, here), beside=_one_of_two(before, plan, there))


def _one_of_two(before: Family, plan: Plan, root: UUID) -> Family:
    assert before.beside is not None
    two = (before.beside, before)
    own = next(one for one in two if one.root == root)
    members = {pk: one for family in two for pk, one in family.members.items()} | plan.subjects
    held = {pk: one for pk, one in members.items() if one.root == root}
    duties = _duties({**two[0].duties, **two[1].duties}, plan)
    proposals = {**two[0].proposals, **two[1].proposals}
    unfold = procedure(held[root].kind).unfold
    return Family(
        held,
        {pk: duty for pk, duty in duties.items() if duty.subject in held},
        own.bars,
        own.recused,
        own.readers,
        {pk: one for pk, one in proposals.items() if pk in held},
        (two[0].fallen | two[1].fallen) & held.keys(),
        unfold(own.matter, plan) if unfold else None,
    )


def _duties(before: Mapping[UUID, DutyState], plan: Plan) -> Mapping[UUID, DutyState]:
    changes = [row for row in plan.rows if row.model == "duties.duty"]
    if not (plan.opened or plan.closed or changes):
        return before
    duties = {pk: duty for pk, duty in before.items() if pk not in plan.closed}
    duties |= {draft.id: _opened(draft, plan.now) for draft in plan.opened}
    for row in changes:
        _change(duties, row)
    return duties


def _opened(draft: DutyDraft, now: datetime) -> DutyState:
    return DutyState(
        draft.id,
        draft.subject,
        draft.rule.code,
        str(draft.rule.holder),
        draft.unit,
        now,
        draft.due_at,
        0,
        draft.post,
    )


def _change(duties: dict[UUID, DutyState], row: Row) -> None:
    if row.values.get("state", "open") != "open":
        duties.pop(row.pk, None)
    elif row.pk in duties:
        values = {RENAMED.get(name, name): value for name, value in row.values.items()}
        kept = {name: value for name, value in values.items() if name in KEPT}
        duties[row.pk] = replace(duties[row.pk], **kept)


def _bars(before: Mapping[UUID, UUID], plan: Plan) -> Mapping[UUID, UUID]:
    rows = [row for row in plan.rows if row.model == "ledger.bar"]
    if not rows:
        return before
    lifted = {row.pk for row in rows if not row.new}
    bars = {unit: pk for unit, pk in before.items() if pk not in lifted}
    return bars | {row.values["unit_id"]: row.pk for row in rows if row.new and "unit_id" in row.values}


def _recused(plan: Plan) -> set[UUID]:
    rows = (row for row in plan.rows if row.model == "ledger.bar" and row.new)
    return {row.values["officer_id"] for row in rows if "officer_id" in row.values}


def _readers(before: Readers, plan: Plan) -> Readers:
    rows = [row for row in plan.rows if row.model == "ledger.reader"]
    gone = {row.pk for row in rows if not row.new}
    kept = {key: pk for key, pk in before.items() if pk not in gone}
    return kept | {
        (row.values["unit_id"], row.values["officer_id"], row.values["role"]): row.pk
        for row in rows if row.new
    }  # fmt: skip


def _proposed(plan: Plan) -> dict[UUID, Proposal]:
    return {
        step.subject: Proposal(step.move, step.seq, plan.actor.officer, plan.given)
        for step in plan.steps
        if step.phase == "proposed" and plan.actor.officer
    }


def _fallen(before: frozenset[UUID], plan: Plan) -> frozenset[UUID]:
    """A fall counts until something of the same kind is proposed or enacted there again."""
    fell = {step.subject for step in plan.steps if step.phase in FELL}
    return (before - set(_decided(plan))) | fell


def _decided(plan: Plan) -> Iterator[UUID]:
    for step in plan.steps:
        if step.phase == "proposed" or "proposal" in step.record:
            yield step.subject
