"""The tables are proved: no dead stage, no move nobody can make, nobody left waiting for somebody who owes nothing (条例 第二十八条至第三十一条).

No database: the pure planner is asked for every move from every state that registration leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from sunshine.foundation.procedure.common import system_moves
from sunshine.foundation.procedure.table import Procedure, every_procedure, procedure
from tests.model import proof
from tests.model.diagram import PAGE, page
from tests.model.explore import Explored

MATTER = (
    "petition",
    "filing",
    "handling",
    "objection",
    "assistance",
    "review",
    "callback",
    "recusal",
    "alert",
    "alert_receipt",
    "conference",
    "conference_task",
    "erasure",
)


Property = Callable[[Explored], Iterable[str]]


@pytest.mark.parametrize(
    "broken",
    [
        proof.dead_ends, proof.unsettled, proof.unowned, proof.owed_elsewhere, proof.two_owners, proof.unanswered,
        proof.reported_to_the_accused, proof.rights_without_delivery, proof.decided_by_a_bureau,
        proof.withdrawn_and_answered, proof.reviewed_by_whoever_decided,
        proof.covers_that_owe, proof.answered_on_the_merits, proof.ended_in_silence, proof.extended_too_long,
        proof.passed_back_and_forth, proof.stood_still_without_basis, proof.counted_otherwise,
        proof.decided_without_conclusion, proof.agreed_without_mediation, proof.simple_and_ordinary,
        proof.named_to_whoever_withdrew,
    ],
    ids=lambda broken: broken.__name__,
)  # fmt: skip
def test_it_never_happens_that_there_are(broken: Property, roads: dict[str, Explored]) -> None:
    found = {name: proof.first(broken(explored)) for name, explored in roads.items()}
    assert {name: stories for name, stories in found.items() if stories} == {}


def test_every_stage_of_a_matter_is_reached(roads: dict[str, Explored]) -> None:
    states = [state for explored in roads.values() for state in explored.states.values()]
    reached = {(one.kind, one.stage) for state in states for one in proof.both(state)}
    assert {(kind, stage) for kind in MATTER for stage in procedure(kind).stage_of} == reached


def test_every_move_of_a_matter_is_made(roads: dict[str, Explored]) -> None:
    made = set().union(*(explored.made for explored in roads.values()))
    everywhere = {
        move.code for move in system_moves(())
    }  # every table has these; one kind needs some of them
    moves = {(kind, move.code) for kind in MATTER for move in procedure(kind).moves}
    assert {(kind, code) for kind, code in moves - made if code not in everywhere} == set()
    assert everywhere <= {code for _kind, code in made}


def test_the_page_of_the_procedures_is_in_step(roads: dict[str, Explored]) -> None:
    assert PAGE.read_text() == page(roads.values()), "run `make procedure`"


@pytest.mark.parametrize("table", every_procedure(), ids=lambda table: table.kind)
def test_no_stage_of_any_table_is_dead(table: Procedure) -> None:
    """Reference data has no clocks and few stages: there the table alone is looked at."""
    resting = {stage.code for stage in table.stages if stage.rest}
    for stage in table.stages:
        assert _from(table, stage.code) & resting, f"{stage.code} leads to no end"


def _from(table: Procedure, stage: str) -> set[str]:
    found, waiting = {stage}, [stage]
    while waiting:
        here = waiting.pop()
        after = {move.to for move in table.moves if here in move.source and move.to} - found
        found |= after
        waiting += after
    return found
