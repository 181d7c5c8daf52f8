"""Thousands of moves at random, lawful and not, by everybody, while the clock runs: what must never happen, does not.

The checker beside this walks each side road by itself and knows no dates; here all roads are open at once and time is
real. No database: the pure planner, and the family as each plan leaves it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from random import Random
from uuid import UUID

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from sunshine.foundation.duties.rules import rule as duty_rule
from sunshine.foundation.memory import forget_all
from sunshine.foundation.offices.actors import ANYONE, SYSTEM, Actor
from sunshine.foundation.procedure.engine import Refused, lawful, plan, plan_opening
from sunshine.foundation.procedure.family import Family, after
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.jobs import waking_act
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move, procedure
from sunshine.petitions import clocks
from sunshine.petitions.procedure.filing import REGISTER
from tests.model import proof
from tests.model.cast import (
    ACCUSED,
    APART,
    BOOK,
    BOTH,
    CALENDAR,
    NOON,
    Scope,
    everybody,
)
from tests.model.explore import Explored, State, let_guards_read
from tests.model.said import Asked, given, registering

ANYHOW = Scope(
    frozenset(),
    classes=(("demand", "demand"), ("demand", "advice"), ("report", "demand")),
    supports=True,
    units=(BOTH, APART),
    keeping=True,
)
CAN_BE_UNWISE = {  # refused for what was said with them, though they were offered
    "forward", "sort", "deliver", "send_paper", "fail_delivery", "announce", "correct", "correct_registered",
    "correct_delivery", "confirm", "designate", "refuse", "hand_on", "hand_down", "ask_review", "ask_final_review",
    "object", "uphold_objection", "ask_assistance", "pause", "accept_simply", "report_first", "refer_conference", "decide_conference",
    "entrust", "exclude",
}  # fmt: skip
FROM_NOW = {
    clocks.FORWARD.code,
    clocks.DECIDE.code,
    clocks.DELIVER.code,
}  # count from their step
ON_THE_WAY = {"forward", "deliver", "rate", "send_paper", "fail_delivery", "announce"}
DOCUMENTED = {
    "accepted",
    "guided",
    "issued",
    "replied",
    "filed",
    "refused",
}  # stages that a paper must bring about
HOLDS_ALWAYS = (
    proof.unowned, proof.owed_elsewhere, proof.two_owners, proof.unanswered, proof.reported_to_the_accused,
    proof.rights_without_delivery, proof.withdrawn_and_answered, proof.reviewed_by_whoever_decided,
    proof.answered_on_the_merits, proof.ended_in_silence, proof.extended_too_long, proof.passed_back_and_forth,
    proof.stood_still_without_basis, proof.counted_otherwise, proof.decided_without_conclusion, proof.agreed_without_mediation, proof.simple_and_ordinary,
)  # fmt: skip
SEEDS = st.integers(0, 2**32)
ATONCE = 8  # moves tried between two looks at what must hold


def picks(seed: int) -> Iterator[tuple[int, int, int]]:
    """Who, which move, and what is said with it: evenly drawn, where a strategy would lean to the small."""
    random = Random(seed)
    yield from (
        (random.randrange(1000), random.randrange(1000), random.randrange(1000)) for _ in range(ATONCE)
    )


def decides(move: Move) -> bool:
    """Whether it takes the matter on its way."""
    return bool(move.to or move.primary or move.code in ON_THE_WAY)


class Drill(RuleBasedStateMachine):
    """One petition of two demands, and everybody there is."""

    count: Counter[str]

    @initialize(
        purpose=st.sampled_from(["demand", "demand", "report"]), accused=st.sampled_from(["", ACCUSED])
    )
    def file(self, purpose: str, accused: str) -> None:
        let_guards_read(BOOK)
        self.now = NOON
        made = plan_opening(REGISTER, ANYONE, registering(purpose, accused), NOON, CALENDAR, BOOK)
        assert len(made.numbers) == 1, "one number for one filing"
        self.family = Family({})
        self.take(made)
        self.filing = next(iter(self.family.matter.filings))
        self.people = [one for one in everybody(self.filing) if one is not SYSTEM]

    @rule(seed=SEEDS)
    def somebody_tries_something(self, seed: int) -> None:
        """Any move of the table by anybody: what succeeds was lawful by the table's own columns."""
        for who, which, pick in picks(seed):
            here = list(self.family.members)[pick % len(self.family.members)]
            moves = [move for move in procedure(self.family.members[here].kind).moves if not move.opening]
            self.attempt(here, moves[which % len(moves)], self.people[who % len(self.people)], pick)

    @rule(seed=SEEDS)
    def somebody_does_what_is_offered(self, seed: int) -> None:
        """An offered move can only be refused for what was said with it."""
        for who, which, pick in picks(seed):
            actor = self.worker(who)
            offers = [(pk, move) for pk in self.family.members for move in self.offered(pk, actor)]
            if offers:
                here, move = offers[which % len(offers)]
                done = self.attempt(here, move, actor, pick)
                assert done or move.code in CAN_BE_UNWISE, (
                    f"{move.code} was offered to {actor.role} and refused"
                )

    @rule(seed=SEEDS)
    def the_matter_goes_on(self, seed: int) -> None:
        """Somebody makes a move that decides something: else all time would pass with notes and calls."""
        for who, which, pick in picks(seed):
            actor = self.worker(who)
            offers = [
                (pk, move) for pk in self.family.members for move in self.offered(pk, actor) if decides(move)
            ]
            if offers:
                here, move = offers[which % len(offers)]
                self.attempt(here, move, actor, pick)

    @rule(days=st.integers(0, 45))
    def time_passes(self, days: int) -> None:
        until = self.now + timedelta(days=days, minutes=1)
        while (due := self.family.next_waking()) and due[0] <= until:
            at, duty = due
            code, said, _key = waking_act(duty.id, duty.rule, duty.due_at, duty.wakes, at)
            assert code != "lapse" or duty_rule(duty.rule).right, "only a right lapses"
            move = procedure(self.family.members[duty.subject].kind).by_code[code]
            self.take(plan(self.family.seen_from(duty.subject), move, SYSTEM, said, at, CALENDAR, BOOK))
        self.now = until

    def worker(self, who: int) -> Actor:
        """Somebody of a unit that holds something, or the petitioner."""
        held = {one.unit for one in self.family.members.values()}
        near = [one for one in self.people if one.unit is None or one.unit in held]
        return near[who % len(near)]

    def offered(self, here: UUID, actor: Actor) -> list[Move]:
        snapshot = self.family.seen_from(here)
        return [move for move in lawful(snapshot, actor) if next(self.said(snapshot, move, actor), None)]

    def said(self, snapshot: Snapshot, move: Move, actor: Actor) -> Iterator[Given]:
        return given(Asked(snapshot, move.code, actor, self.now, ANYHOW))

    def attempt(self, here: UUID, move: Move, actor: Actor, pick: int) -> bool:
        self.count["tried"] += 1
        snapshot = self.family.seen_from(here)
        could = self.may(snapshot, move, actor)
        said = list(islice(self.said(snapshot, move, actor), 8)) if could else []
        if could and not said:
            return False
        try:
            made = plan(
                snapshot, move, actor, said[pick % len(said)] if said else Given(), self.now, CALENDAR, BOOK
            )
        except Refused:
            self.count["refused"] += 1
            return False
        assert could, f"{actor.role} made {move.code} at {snapshot.subject.stage}"
        self.take(made)
        self.now += timedelta(seconds=1)  # no two acts on one matter are made in the same moment
        return True

    def may(self, snapshot: Snapshot, move: Move, actor: Actor) -> bool:
        """The columns of the table, read apart from the engine: whose it is, from where, and not by the accused's side."""
        here = snapshot.subject
        ours = not (move.own and actor.unit) or actor.unit == here.unit
        barred = bool(actor.unit and BOOK.on_side_of(actor.unit, frozenset(snapshot.bars)))
        return actor.role in move.by and here.stage in move.source and ours and not barred

    def take(self, made: Plan) -> None:
        before, self.family = self.family, after(self.family, made)
        self.count["made"] += 1
        self.due_dates_follow_from_rules(made)
        self.every_answer_has_its_paper(made)
        assert made.actor.filing or not any(row.model == "petitions.rating" for row in made.rows), (
            "nobody else rates"
        )
        for pk, one in before.members.items():
            assert self.family.members[pk].seq >= one.seq

    def due_dates_follow_from_rules(self, made: Plan) -> None:
        for draft in made.opened:
            assert duty_rule(draft.rule.code) is draft.rule
            assert any((s.subject, s.seq) == (draft.subject, draft.anchor_seq) for s in made.steps)
            if draft.rule.code in FROM_NOW and made.move != "turn_ordinary":  # which counts from acceptance
                assert draft.due_at == draft.rule.due(made.now, CALENDAR).at

    def every_answer_has_its_paper(self, made: Plan) -> None:
        turned = {s.subject for s in made.steps if s.stage in DOCUMENTED and s.move != "rehandle"}
        issued = {row.values["subject_id"] for row in made.rows if row.model == "papers.paper"}
        deciding = {pk for pk in turned if self.family.members[pk].kind in {"handling", "review"}}
        assert deciding <= issued, "a refusal or an answer without a document"

    @invariant()
    def nothing_is_that_must_not_be(self) -> None:
        if hasattr(self, "family"):
            here = Explored({0: State(self.family, BOOK, 0)})
            for broken in HOLDS_ALWAYS:
                found = list(broken(here))
                assert not found, f"{broken.__name__}: {found}"

    @invariant()
    def there_is_one_filing_with_one_number(self) -> None:
        if hasattr(self, "filing"):
            assert list(self.family.matter.filings) == [self.filing]
            assert self.family.matter.number == self.family.matter.filings[self.filing].number


def test_whatever_is_tried_no_rule_is_broken():
    Drill.count = Counter()
    try:
        run_state_machine_as_test(
            Drill,
            settings=settings(
                max_examples=60, stateful_step_count=60, deadline=None, database=None, phases=[Phase.generate],
                derandomize=True, suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
    finally:
        forget_all()
    assert Drill.count["tried"] >= 5000
    assert Drill.count["made"] >= 1000
    assert Drill.count["refused"] >= 1000
