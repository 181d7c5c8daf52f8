"""What the model checker found wrong in the tables, each looked at where it was found."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from sunshine.foundation.memory import forget_all
from sunshine.foundation.offices.actors import Actor, petitioner
from sunshine.foundation.procedure.engine import lawful, plan, refusal
from sunshine.foundation.procedure.family import after
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions import clocks
from tests.model.cast import BUREAU, CALENDAR, HOUSING, NOON, OFFICERS
from tests.model.explore import Explored, State, let_guards_read

Roads = dict[str, Explored]


@pytest.fixture(autouse=True)
def _own_directory():
    yield
    forget_all()


def where(explored: Explored, holds: Callable[[State], bool]) -> State:
    """A state like this; guards read its directory from now on."""
    found = next(state for state in explored.states.values() if holds(state))
    let_guards_read(found.book)
    return found


def officer(role: str, unit: UUID) -> Actor:
    return next(one for one in OFFICERS if (one.role, one.unit) == (role, unit))


def member(state: State, kind: str, stage: str = "", unit: UUID | None = None) -> SubjectState | None:
    """The first member like this."""
    return next(
        (
            one
            for one in state.family.members.values()
            if one.kind == kind and stage in {"", one.stage} and unit in {None, one.unit}
        ),
        None,
    )


def owed(state: State, rule: str) -> list[UUID | None]:
    """Which units owe this."""
    return [duty.unit for duty in state.family.duties.values() if duty.rule == rule]


def made(state: State, subject: UUID, code: str, actor: Actor, given: Given) -> State:
    snapshot = state.family.seen_from(subject)
    move = procedure(snapshot.subject.kind).by_code[code]
    planned = plan(snapshot, move, actor, given, NOON, CALENDAR, state.book)
    return State(after(state.family, planned), state.book, state.depth + 1)


def offered(state: State, subject: UUID, actor: Actor) -> set[str]:
    return {move.code for move in lawful(state.family.seen_from(subject), actor)}


def test_two_answers_of_one_organ_are_served_one_by_one(roads: Roads):
    state = where(
        roads["organs that end"], lambda state: owed(state, clocks.DELIVER.code) == [HOUSING, HOUSING]
    )
    filing = next(iter(state.family.matter.filings))
    paper = next(h.answer for h in state.family.matter.handlings.values() if h.answer)
    served = made(
        state, filing, "deliver", petitioner(filing), Given({"paper": str(paper), "method": "online"})
    )
    assert owed(served, clocks.DELIVER.code) == [HOUSING], "the other answer is still owed"


def test_an_answer_left_to_a_bureau_is_owed_by_the_organ_designated(roads: Roads):
    state = where(
        roads["organs that end"],
        lambda state: bool(member(state, "handling", "guided", BUREAU)) and BUREAU in owed(state, "deliver"),
    )
    handling = member(state, "handling", "guided", BUREAU)
    assert handling
    sorter, here = officer("sorter", BUREAU), handling.id
    designated = made(state, here, "designate", sorter, Given({"unit": str(HOUSING)}))
    assert BUREAU not in owed(designated, clocks.DELIVER.code)
    assert HOUSING in owed(designated, clocks.DELIVER.code)


def test_a_bureau_does_not_sign_an_opinion_left_to_it(roads: Roads):
    def left(state: State) -> bool:
        handling = member(state, "handling", "accepted", BUREAU)
        return bool(handling and handling.pending_seq)

    state = where(roads["organs that end"], left)
    handling = member(state, "handling", "accepted", BUREAU)
    assert handling
    confirm, snapshot = procedure("handling").by_code["confirm"], state.family.seen_from(handling.id)
    why = refusal(snapshot, confirm, officer("head", BUREAU))
    assert why
    assert "承接机关" in str(why.words)


@pytest.mark.parametrize(
    ("scope", "kind", "stage", "rule", "move", "role"),
    [
        ("pressing", "petition", "handling", "reply_urge_bureau", "reply_urge", "sorter"),
        ("pressing", "handling", "answered", "reply_urge", "reply_urge", "handler"),
        ("appointments", "handling", "answered", "appointment", "contact", "handler"),
    ],
)
def test_what_is_owed_can_still_be_done_when_the_matter_has_moved_on(
    roads: Roads, scope: str, kind: str, stage: str, rule: str, move: str, role: str
):
    def late(state: State) -> bool:
        one = member(state, kind, stage)
        return bool(
            one and any(duty.rule == rule for duty in state.family.seen_from(one.id).open_duties(one.id))
        )

    state = where(roads[scope], late)
    one = member(state, kind, stage)
    assert one
    assert move in offered(state, one.id, officer(role, one.unit))


def test_what_was_supported_is_owed_until_it_is_done_or_supported_no_more(roads: Roads):
    closing = {
        move for rule, how, move in roads["carrying out"].dealt if (rule, how) == ("execute", "closes")
    }
    assert closing == {"carry_out", "vary", "revoke"}


def test_whatever_was_erased_is_known_to_be(roads: Roads):
    done = where(roads["erasure"], lambda state: bool(member(state, "erasure", "done")))
    assert {one.kind for one in done.family.members.values() if not one.erased} == {"erasure"}
