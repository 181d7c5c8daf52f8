"""Every state a family can come to: breadth first from registration, each state met once under its canonical name.

What is left out of a name, no guard reads: to whom in a unit the work is named, how often a duty was called to mind,
dates, words. Time itself is left out too: whatever the clock may do, it may do at any moment. That is more than can
happen, never less.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sunshine.foundation.memory import forget_all
from sunshine.foundation.offices.actors import ANYONE, SYSTEM, Actor
from sunshine.foundation.offices.directory import Directory, directory
from sunshine.foundation.procedure.engine import Refused, plan, plan_opening, refusal
from sunshine.foundation.procedure.family import Family, after
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.foundation.procedure.table import Move, procedure
from sunshine.petitions.intervals import pause_rules
from sunshine.petitions.procedure import erasure
from sunshine.petitions.procedure.filing import REGISTER
from sunshine.petitions.recusing import request_of
from tests.model.cast import (
    BOOK,
    CALENDAR,
    DISCIPLINE,
    NAMES,
    NOON,
    PAUSE_RULES,
    Scope,
    ended,
    everybody,
)
from tests.model.said import Asked, given, registering
from tests.model.scopes import SCOPES

Name = Any  # a hashable canonical state

# Written only as the consequence of another move, never asked for.
CONSEQUENCES = {
    "urge",
    "forwarded",
    "noticed",
    "answer_ready",
    "delivered",
    "answered",
    "erased",
    "receive",
    "rehandle",
    "rehandled",
    "varied",
    "carried_out",
    "succeed",
    "withdrawn",
    "opinion_wanted",
    "joined",
    "parted",
    "parted_off",
}


@dataclass(frozen=True)
class State:
    """A family, and the directory of organs at that time."""

    family: Family
    book: Directory
    depth: int

    @cached_property
    def name(self) -> Name:
        """What tells this state from another."""
        family = self.family
        called = {pk: self._called(one) for pk, one in family.members.items()}
        return (
            frozenset((called[pk], *self._standing(one)) for pk, one in family.members.items()),
            tuple(sorted((called[d.subject], d.rule, NAMES.get(d.unit, "")) for d in family.duties.values())),  # type: ignore[arg-type]
            (frozenset(NAMES[unit] for unit in family.bars), family.recused, frozenset(family.readers)),
            tuple((d.klass, d.objections, called.get(d.handling)) for d in family.matter.demands),
            tuple(self._reached(called)),
            family.matter.purpose == "report",
            any(name == "files" for _subject, _seq, name in family.matter.words),
            frozenset(office.code for office in self.book.units.values() if not office.in_force),
            self.family.beside and (len(self.family.members), len(self.family.matter.filings)),
        )

    def _called(self, one: SubjectState) -> str:
        """Members by kind; a handling, and what it began, by the first demand it holds, a review by its handling."""
        review = self.family.matter.reviews.get(one.id)
        filing = self.family.matter.filings.get(one.id)
        if filing and filing.home:
            return "joined filing"
        if review:
            return f"{review.level} of {self._called(self.family.members[review.handling])}"
        if one.kind == "recusal":
            asked = request_of(self.family.seen_from(one.id), one.id)
            return (
                f"recusal of {asked.officer}, asked by {'the petitioner' if asked.filing else 'themselves'}"
            )
        handlings = self.family.matter.handlings.values()
        about = next((h.id for h in handlings if h.objection == one.id), one.id)
        first = next((d.nth for d in self.family.matter.demands if d.handling == about), "")
        return f"{one.kind}{first}"

    def _standing(self, one: SubjectState) -> tuple[Any, ...]:
        waiting = self.family.proposals[one.id].move if one.pending_seq else ""
        return one.stage, waiting, NAMES[one.unit], one.sealed, one.erased, one.post is not None

    def _reached(self, called: dict[UUID, str]) -> Iterator[Any]:
        """What of the answers was issued, tried and served, and how often it was rated."""
        papers = {one.paper: called[one.subject] for one in self.family.matter.answers}
        for filing in self.family.matter.filings.values():
            served = frozenset(papers[paper] for paper in filing.delivered)
            tried = frozenset((papers[one.paper], one.state) for one in filing.tried)
            yield served, tried, min(filing.rated, 2), frozenset(filing.opened_to)
        yield frozenset(
            (
                called[h.id],
                bool(h.answer),
                bool(h.opinion_seq),
                h.extended_days,
                bool(h.objection),
                h.simple,
                h.wants_opinion,
            )
            for h in self.family.matter.handlings.values()
        )
        yield frozenset((called[r.id], r.verdict) for r in self.family.matter.reviews.values())
        yield frozenset(
            (called[one.subject], one.kind, one.state, one.days > 0)
            for one in self.family.matter.intervals.values()
        )


@dataclass
class Explored:
    """The states found, the ways between them, and the moves that were made on the way."""

    states: dict[Name, State] = field(default_factory=dict)
    back: dict[Name, set[Name]] = field(default_factory=dict)  # from where each state is reached
    made: set[tuple[str, str]] = field(default_factory=set)  # kind of subject, move
    issued: set[tuple[str, UUID]] = field(default_factory=set)  # kind of document, the organ it is of
    turned: set[tuple[str, str, str, str]] = field(
        default_factory=set
    )  # kind, stage before, move, stage after
    dealt: set[tuple[str, str, str]] = field(default_factory=set)  # duty rule, "opens" or "closes", move

    def explore(self, scope: Scope) -> None:
        """Everything that lies within this scope."""
        waiting = deque(self._registered(purpose, accused, scope) for purpose, accused in scope.filings)
        while waiting:
            state = waiting.popleft()
            if state.name in self.states:
                continue
            self.states[state.name] = state
            for following in self._following(state, scope):
                self.back.setdefault(following.name, set()).add(state.name)
                waiting.append(following)

    def _following(self, state: State, scope: Scope) -> Iterator[State]:
        let_guards_read(state.book)
        for pk in state.family.members:
            yield from self._moved(state, pk, scope)
        if "succeed" in scope.moves and scope.ends in {one.unit for one in state.family.members.values()}:
            yield from (self._ended(state, scope.ends, successor) for successor in scope.heirs)
        if not state.book[DISCIPLINE].in_force:
            yield replace(state, book=BOOK)
        if "begin" in scope.moves and not state.family.duties:
            yield from self._erasing(state)

    def _moved(self, state: State, pk: UUID, scope: Scope) -> Iterator[State]:
        snapshot, around = state.family.seen_from(pk), _in_reach(state.family, scope)
        for move in procedure(snapshot.subject.kind).moves:
            if _asked_for(move, snapshot.subject.stage, scope):
                for actor in around:
                    if actor.role in move.by and refusal(snapshot, move, actor) is None:
                        yield from self._made(state, pk, move, actor, scope)

    def _made(self, state: State, pk: UUID, move: Move, actor: Actor, scope: Scope) -> Iterator[State]:
        asked = Asked(
            state.family.seen_from(pk), move.code, actor, NOON + timedelta(seconds=state.depth), scope
        )
        for said in given(asked):
            try:
                made = plan(asked.snapshot, move, actor, said, asked.now, CALENDAR, state.book)
            except Refused:
                continue
            self.made.add((asked.snapshot.subject.kind, move.code))
            yield self._carried_out(made, state)

    def _registered(self, purpose: str, accused: str, scope: Scope) -> State:
        book, said = scope.first_book, registering(purpose, accused, scope.place, scope.visibility)
        made = plan_opening(REGISTER, ANYONE, said, scope.registered, CALENDAR, book)
        state = self._carried_out(made, State(Family({}), book, 0))
        if not scope.repeated:
            return state
        later = plan_opening(REGISTER, ANYONE, said, NOON + timedelta(seconds=1), CALENDAR, book)
        again = self._carried_out(later, State(Family({}), book, 0))
        return replace(again, family=replace(again.family, beside=state.family))

    def _carried_out(self, made: Plan, state: State) -> State:
        left = after(state.family, made)
        self.made |= {(made.state(step.subject).kind, step.move) for step in made.steps}
        self._note(made, state.family, left)
        return State(left, state.book, state.depth + 1)

    def _note(self, made: Plan, before: Family, left: Family) -> None:
        """What this plan shows of its move."""
        papers = [row.values for row in made.rows if row.model == "papers.paper"]
        self.issued |= {(values["kind"], values["unit_id"]) for values in papers}
        for step in (step for step in made.steps if step.stage):
            known = {**before.members, **(before.beside.members if before.beside else {})}
            was = known[step.subject].stage if step.subject in known else ""
            self.turned.add((made.state(step.subject).kind, was, step.move, step.stage))
        self.dealt |= {(draft.rule.code, "opens", made.move) for draft in made.opened}
        still = {**left.duties, **(left.beside.duties if left.beside else {})}
        ended = {duty.rule for pk, duty in before.duties.items() if pk not in still}
        self.dealt |= {(code, "closes", made.move) for code in ended}

    def _ended(self, state: State, gone: UUID, successor: UUID | None) -> State:
        """The organ is no more, and the worker has passed on all it held and owed."""
        state = replace(state, book=ended(state.book, gone, successor))
        held = {pk for pk, one in state.family.members.items() if one.unit == gone}
        for pk in sorted(held | {duty.subject for duty in state.family.duties.values() if duty.unit == gone}):
            snapshot = state.family.seen_from(pk)
            move = procedure(snapshot.subject.kind).by_code["succeed"]
            said = Given({"unit": str(gone)})
            state = self._carried_out(plan(snapshot, move, SYSTEM, said, NOON, CALENDAR, state.book), state)
        return state

    def _erasing(self, state: State) -> Iterator[State]:
        petition = state.family.members[state.family.matter.petition]
        facts = {"unit": str(petition.unit), "petition": str(petition.id), "area": petition.area}
        for actor in everybody(petition.id):
            if actor.role == "security_admin" and not any(
                m.kind == "erasure" for m in state.family.members.values()
            ):
                made = plan_opening(erasure.BEGIN, actor, Given(facts), NOON, CALENDAR, state.book)
                yield self._carried_out(made, state)


def let_guards_read(book: Directory) -> None:
    """Some guards ask the directory and the pause rules that this process remembers."""
    directory._answer, directory._stale_at = book, float("inf")
    pause_rules._answer, pause_rules._stale_at = PAUSE_RULES, float("inf")


def _asked_for(move: Move, stage: str, scope: Scope) -> bool:
    told = move.by_system and move.code in CONSEQUENCES
    return stage in move.source and move.code in scope.moves and not told


KEEPERS = {"security_admin", "auditor"}


def _in_reach(family: Family, scope: Scope) -> list[Actor]:
    """Whoever can see the matter at all, as scope has it; what they may do, the planner is asked."""
    held = {one.unit for one in family.members.values()}
    everyone = everybody(next(iter(family.matter.filings)))[int(scope.silent) :]
    return [actor for actor in everyone if actor.unit is None or actor.unit in held or actor.role in KEEPERS]


def explored() -> dict[str, Explored]:
    """Everything found in each scope."""
    found = {name: Explored() for name in SCOPES}
    for name, one in found.items():
        one.explore(SCOPES[name])
    forget_all()  # the exploring had this process remember a directory of its own
    return found
