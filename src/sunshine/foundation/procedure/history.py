"""The past of a family, or of some that touch, planned whole: the same moves, rules and guards as ``perform``, without a database in between.

What comes of it is written by ``bulk``. Whoever uses it answers for sight: it tells of acts, it does not ask whether
the actor could have found the matter (``ledger.scope``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sunshine.foundation.calendar.rules import WorkCalendar
from sunshine.foundation.duties.rules import LocalTerms
from sunshine.foundation.offices.actors import SYSTEM, Actor
from sunshine.foundation.offices.directory import Directory
from sunshine.foundation.procedure.engine import plan, plan_opening
from sunshine.foundation.procedure.family import Family, after
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.jobs import waking_act
from sunshine.foundation.procedure.mint import MINT, Mint
from sunshine.foundation.procedure.perform import request_of
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.rows import Request
from sunshine.foundation.procedure.snapshot import DutyState, Snapshot
from sunshine.foundation.procedure.table import Move, procedure


@dataclass(frozen=True, slots=True)
class World:
    """What every plan looks up beside its snapshot."""

    calendar: WorkCalendar
    book: Directory
    terms: LocalTerms


@dataclass
class History:
    """The plans of one family in their order, and the family as they leave it. Families that act on each other share one."""

    world: World
    mint: Mint = MINT
    acts: list[tuple[Plan, Request]] = field(default_factory=list)
    families: dict[UUID, Family] = field(default_factory=dict)  # by root, in the order they began

    @property
    def now(self) -> Family:
        """The family that began first."""
        assert self.families, "nothing has begun"
        return next(iter(self.families.values()))

    def of(self, subject: UUID) -> Family:
        """The family this subject is in now. Raises StopIteration when it is in none."""
        return next(one for one in self.families.values() if subject in one.members)

    def plan_opening(self, move: Move, actor: Actor, given: Given, at: datetime) -> Plan:
        """The plan of the first act. It becomes part of the history by ``take``, once its number is given."""
        self.mint.turn(at)
        world = self.world
        return plan_opening(move, actor, given, at, world.calendar, world.book, world.terms, self.mint)

    def take(self, made: Plan, request: Request | None = None) -> Plan:
        """Let this be what happened next."""
        self.acts.append((made, request or Request()))
        if made.snapshot is None:
            left = after(None, made)
        else:
            left = after(self._with(made.snapshot.subject.root, made.snapshot.beside), made)
        for one in (left, left.beside):
            if one:
                self.families[one.root] = replace(one, beside=None)
        return made

    def _with(self, root: UUID, beside: Snapshot | None) -> Family:
        own = self.families[root]
        return replace(own, beside=self.families[beside.subject.root]) if beside else own

    def perform(
        self,
        subject: UUID,
        move: str,
        actor: Actor,
        given: Given,
        at: datetime,
        key: str | None = None,
        beside: UUID | None = None,
    ) -> Plan:
        """Make one move on one member; ``beside`` is the root of another family it also acts on.

        Raises Refused, and nothing has happened then.
        """
        self.mint.turn(at)
        family = self.of(subject)
        if beside:
            family = replace(family, beside=self.families[beside])
        world, snapshot = self.world, family.seen_from(subject)
        made = plan(
            snapshot, procedure(snapshot.subject.kind).by_code[move], actor, given, at,
            world.calendar, world.book, world.terms, self.mint,
        )  # fmt: skip
        return self.take(made, request_of(key, [str(subject), move], given))

    def wake(self, until: datetime) -> None:
        """Let the clock write its reminders, each at its own time."""
        while (due := self._next_waking()) and due[0] <= until:
            at, duty = due
            move, given, key = waking_act(duty.id, duty.rule, duty.due_at, duty.wakes, at)
            self.perform(duty.subject, move, SYSTEM, given, at, key)

    def _next_waking(self) -> tuple[datetime, DutyState] | None:
        found = [due for one in self.families.values() if (due := one.next_waking())]
        return min(found, key=lambda due: due[0]) if found else None
