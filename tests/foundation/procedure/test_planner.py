"""The planner is pure: from a snapshot made by hand it says what is lawful and what would be written. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from sunshine.foundation.calendar.rules import WorkCalendar
from sunshine.foundation.offices.actors import SYSTEM, Actor
from sunshine.foundation.offices.directory import Directory, Office
from sunshine.foundation.people.identity import Identity
from sunshine.foundation.procedure.api import turns
from sunshine.foundation.procedure.engine import Forbidden, Refused, lawful, plan
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import DutyState, Proposal, Snapshot, SubjectState
from sunshine.foundation.procedure.table import procedure, procedures
from sunshine.petitions.matter import DemandState, FilingState, HandlingState, Matter

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
CALENDAR = WorkCalendar(published=frozenset({2026}), exceptions={})
BUREAU, LABOUR, SHIGAO = (UUID(int=n) for n in (1, 2, 3))
PETITION, FILING, HANDLING, DEMAND = (UUID(int=n) for n in (11, 12, 13, 14))
DUTY = UUID(int=21)


def office(unit: UUID, name: str, kind: str, division: str = "511421") -> Office:
    return Office(unit, name, name, name, name[:6], kind, division, None, None, None, None)


BOOK = Directory({
    BUREAU: office(BUREAU, "仁寿县信访局", "bureau"),
    LABOUR: office(LABOUR, "仁寿县人社局", "department"),
    SHIGAO: office(SHIGAO, "视高街道", "township", "511421004"),
})  # fmt: skip


def actor(role: str, unit: UUID, officer: int = 101) -> Actor:
    return Actor(role, f"o:{officer}", UUID(int=officer), UUID(int=officer + 100), unit, frozenset({unit}))


SORTER, HANDLER, HEAD = actor("sorter", BUREAU), actor("handler", LABOUR, 102), actor("head", LABOUR, 103)


def subject(pk: UUID, kind: str, stage: str, unit: UUID = BUREAU, **more: Any) -> SubjectState:
    return SubjectState(
        pk, kind, PETITION, stage, 1, None, unit, "511421", "2022", False, 1, bytes(32), **more
    )


def snapshot(
    here: UUID, petition: str = "new", handling: str = "", *, klass: str = "", **more: Any
) -> Snapshot:
    family = {
        PETITION: subject(PETITION, "petition", petition),
        FILING: subject(FILING, "filing", "registered"),
    }
    handlings = {}
    if handling:
        family[HANDLING] = subject(HANDLING, "handling", handling, LABOUR)
        handlings[HANDLING] = HandlingState(HANDLING, "31.6", NOW, NOW, None, None)
    demand = DemandState(DEMAND, FILING, HANDLING if handling else None, 1, klass, "", "", "", 0, "发工资")
    filing = FilingState(
        FILING,
        "SC511421-2026-000001",
        "web",
        "handlers",
        1,
        NOW,
        True,
        None,
        "",
        None,
        0,
        (),
        Identity("张三"),
    )
    matter = Matter(PETITION, filing.number, "511421", "demand", [demand], {FILING: filing}, handlings, {})
    return Snapshot(subject=family[here], family=family, matter=matter, **more)


def made(taken: Snapshot, code: str, by: Actor, given: Given | None = None) -> Plan:
    return plan(taken, procedure(taken.subject.kind).by_code[code], by, given or Given(), NOW, CALENDAR, BOOK)


def codes(taken: Snapshot, by: Actor) -> list[str]:
    """The moves offered that turn the stage or decide a proposal; a note or a call is beside the point here."""
    return [move.code for move in lawful(taken, by) if turns(move)]


SORTING = Given(rows={str(DEMAND): Given({"klass": "demand", "category": "0402"})})


def test_sorting_is_a_step_a_stage_and_rows():
    planned = made(snapshot(PETITION), "sort", SORTER, SORTING)
    assert [(s.subject, s.seq, s.move, s.stage) for s in planned.steps] == [(PETITION, 2, "sort", "sorted")]
    assert {(row.model, row.pk) for row in planned.rows} == {
        ("petitions.demand", DEMAND),
        ("petitions.petition", PETITION),
    }
    assert (planned.state(PETITION).stage_seq, planned.state(PETITION).seq) == (2, 2)


def test_planning_changes_nothing_it_was_given():
    taken = snapshot(PETITION)
    before = repr(taken)
    made(taken, "sort", SORTER, SORTING)
    assert repr(taken) == before


def test_one_report_seals_the_whole_family():
    given = Given(rows={str(DEMAND): Given({"klass": "report"})})
    planned = made(snapshot(PETITION), "sort", SORTER, given)
    assert all(state.sealed for state in planned.subjects.values())
    assert planned.subjects.keys() == {PETITION, FILING}


def test_forwarding_begins_a_handling_with_its_clock():
    duty = DutyState(DUTY, PETITION, "forward", "sorter", BUREAU, NOW, NOW)
    taken = snapshot(PETITION, "sorted", klass="demand", duties=(duty,))
    planned = made(taken, "forward", SORTER, Given(rows={str(DEMAND): Given({"unit": str(LABOUR)})}))
    [handling] = planned.new
    assert (planned.state(handling).unit, planned.state(handling).stage) == (LABOUR, "received")
    assert [(draft.rule.code, draft.subject, draft.unit) for draft in planned.opened] == [
        ("notice", handling, LABOUR)
    ]
    assert list(planned.closed) == [DUTY]
    # 15 days from 2026-03-02 end with 2026-03-17: the exclusive midnight after it, in Shanghai.
    assert planned.opened[0].due_at == datetime(2026, 3, 17, 16, tzinfo=UTC)


def test_report_never_goes_to_the_accused():
    taken = snapshot(PETITION, "sorted", klass="report", bars={SHIGAO: uuid4()})
    sealed = replace(taken, subject=replace(taken.subject, sealed=True))
    sealed = replace(sealed, family={**taken.family, PETITION: sealed.subject})
    with pytest.raises(Refused, match="检举控告"):
        made(sealed, "forward", SORTER, Given(rows={str(DEMAND): Given({"unit": str(SHIGAO)})}))


def test_demand_goes_to_the_accused_only_with_a_reason():
    bar = uuid4()
    taken = snapshot(PETITION, "sorted", klass="demand", bars={SHIGAO: bar})
    rows = {str(DEMAND): Given({"unit": str(SHIGAO)})}
    with pytest.raises(Refused, match="写明理由"):
        made(taken, "forward", SORTER, Given(rows=rows))
    planned = made(taken, "forward", SORTER, Given(texts={"accused_reason": "只有它有权"}, rows=rows))
    assert [row.pk for row in planned.rows if row.model == "ledger.bar"] == [bar]


@pytest.mark.parametrize(
    ("by", "offered"),
    [
        (SORTER, ["sort", "join"]),
        (HANDLER, []),
        (actor("auditor", BUREAU), []),
        (actor("window", BUREAU), []),
    ],
)
def test_only_the_sorter_is_offered_the_sorting(by: Actor, offered: list[str]):
    assert codes(snapshot(PETITION), by) == offered


def test_another_units_handler_is_forbidden():
    with pytest.raises(Forbidden):
        made(snapshot(HANDLING, "handling", "received"), "sign", actor("handler", SHIGAO))


def test_accused_is_forbidden_even_where_it_holds_the_matter():
    with pytest.raises(Forbidden):
        made(snapshot(HANDLING, "handling", "received", bars={LABOUR: uuid4()}), "sign", HANDLER)


def test_opinion_is_only_proposed_until_the_head_signs():
    row = Given({"outcome": "support"}, {"opinion": "补发", "basis": "条例"})
    given = Given(texts={"findings": "属实"}, rows={str(DEMAND): row})
    planned = made(snapshot(HANDLING, "handling", "accepted"), "issue_opinion", HANDLER, given)
    [step] = planned.steps
    assert (step.phase, step.stage, planned.state(HANDLING).stage, planned.state(HANDLING).pending_seq) == (
        "proposed", "", "accepted", 2,
    )  # fmt: skip
    assert [draft.rule.code for draft in planned.opened] == ["countersign"]
    assert not planned.rows


def proposed(officer: UUID) -> Snapshot:
    taken = snapshot(HANDLING, "handling", "accepted")
    row = Given({"outcome": "support"}, {"opinion": "补发", "basis": "条例"})
    given = Given(texts={"findings": "属实"}, rows={str(DEMAND): row})
    here = replace(taken.subject, pending_seq=2, seq=2, stage_seq=2)
    return replace(
        taken,
        subject=here,
        family={**taken.family, HANDLING: here},
        proposal=Proposal("issue_opinion", 2, officer, given),
    )


def test_while_a_proposal_waits_nothing_else_turns_the_stage():
    assert HANDLER.officer is not None
    assert codes(proposed(HANDLER.officer), HANDLER) == ["recall"]
    assert "contact" in [move.code for move in lawful(proposed(HANDLER.officer), HANDLER)]
    assert codes(proposed(HANDLER.officer), HEAD) == ["confirm", "send_back"]


def test_nobody_confirms_their_own_proposal():
    assert HEAD.officer is not None
    with pytest.raises(Refused, match="自己"):
        made(proposed(HEAD.officer), "confirm", HEAD)


def test_confirming_enacts_what_was_proposed():
    assert HANDLER.officer is not None
    planned = made(proposed(HANDLER.officer), "confirm", HEAD)
    first = planned.steps[0]
    assert (first.move, first.seq, first.stage) == ("issue_opinion", 3, "issued")
    assert first.record["proposal"] == {"seq": 2, "officer": str(HANDLER.officer)}
    assert "findings" not in first.texts, "the words stay with the proposal that holds them"
    assert [row.model for row in planned.rows].count("papers.paper") == 1
    assert [draft.rule.code for draft in planned.opened] == ["execute", "deliver"]
    assert planned.state(HANDLING).pending_seq is None


@pytest.mark.parametrize("table", procedures(), ids=lambda table: table.kind)
def test_every_stage_of_the_table_can_be_left_or_may_rest(table):
    for stage in table.stages:
        ways = [
            m
            for m in table.moves
            if stage.code in m.source and (m.to or m.countersign) and m.to != stage.code
        ]
        assert ways or stage.rest, stage.code


@pytest.mark.parametrize("table", procedures(), ids=lambda table: table.kind)
def test_every_move_leads_somewhere_and_rests_on_an_article(table):
    stages = {stage.code for stage in table.stages}
    for move in table.moves:
        assert move.law.startswith(("条例 第", "民法典 第", "个人信息保护法 第"))
        assert move.source <= stages
        assert move.to is None or move.to in stages
        assert move.by


def test_system_moves_are_offered_to_nobody():
    assert codes(snapshot(HANDLING, "handling", "received"), SYSTEM) == []
