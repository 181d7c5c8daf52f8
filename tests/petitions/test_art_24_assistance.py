"""Assistance 协办 (条例 第二十四条): another organ does its part; responsibility and clocks stay with the lead unit."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils.timezone import localdate

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.scope import sees
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.procedure.perform import Unseen, perform
from sunshine.petitions.following import follow
from sunshine.petitions.queries import family
from tests.support.cast import Case, Cast

REQUEST, FOUND = "请查这处工地的施工许可和总包单位。", "施工许可在案，总包单位为某公司。"


def ask(
    cast: Cast, case: Case, by: Actor | None = None, to: str = "rs-housing", day: date | None = None
) -> UUID:
    """Ask for assistance; returns it."""
    until = day or localdate() + timedelta(days=10)
    given = Given({"unit": str(cast.units[to].pk), "by": until.isoformat()}, {"words": REQUEST})
    perform(case.handling.pk, "ask_assistance", by or cast.handler, given)
    return Subject.objects.filter(kind="assistance").latest("id").pk


def test_the_assisting_unit_owes_an_answer_by_that_day_and_nothing_else_moves(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    decide = Duty.objects.get(rule="decide")
    ask(cast, case)
    duty = Duty.objects.get(rule="assist")
    assert duty.unit is not None
    assert (duty.unit.code, last_day(duty.due_at)) == ("rs-housing", localdate() + timedelta(days=10))
    assert Duty.objects.get(rule="decide").due_at == decide.due_at
    assert Subject.objects.get(pk=case.handling.pk).unit.code == "rs-labour"
    assert list(problems()) == []


def test_its_findings_are_read_by_the_lead_and_not_by_the_petitioner(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    perform(ask(cast, case), "answer_assistance", cast.housing, Given(texts={"words": FOUND}))
    assert not Duty.objects.filter(rule="assist", state="open").exists()
    read = {entry.move: entry.text for entry in family(case.petition, cast.handler).timeline(officers=True)}
    assert (read["ask_assistance"], read["answer_assistance"]) == (REQUEST, FOUND)
    seen = {entry.move: entry.text for entry in follow(case.filing.pk).timeline(proven=True)}
    assert (seen["ask_assistance"], seen["answer_assistance"]) == ("", "")
    cast.propose(case)
    cast.confirm(case)
    cast.open_opinion(case)
    assert case.stage("petition") == "answered"
    assert list(problems()) == []


def test_who_assists_sees_the_matter_but_opens_no_name(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    assert not sees(cast.housing, case.petition)
    ask(cast, case)
    assert sees(cast.housing, case.petition)
    with pytest.raises(Refused, match="协办单位看不到姓名"):
        perform(case.filing.pk, "unmask", cast.housing, Given({"purpose": "contact"}))
    perform(case.filing.pk, "unmask", cast.handler, Given({"purpose": "contact"}))


def test_the_bureau_may_ask_too_and_nobody_else(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    for who in (cast.head, cast.housing, cast.city_sorter, cast.city_handler):
        with pytest.raises((Refused, Unseen)):
            ask(cast, case, who)
    ask(cast, case, cast.sorter)
    with pytest.raises(Refused, match="还没有回复"):
        ask(cast, case)


@pytest.mark.parametrize("to", ["rs-labour", "rs-shigao", "rs-bureau"])
def test_never_itself_never_the_accused_never_a_bureau(cast: Cast, to: str) -> None:
    case = cast.bring_to("accepted", cast.file(accused="视高街道办事处"))
    with pytest.raises(Refused):
        ask(cast, case, to=to)


def test_not_by_a_day_that_has_passed(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    with pytest.raises(Refused, match="已经过去"):
        ask(cast, case, day=localdate() - timedelta(days=1))


def test_no_longer_needed(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    assistance = ask(cast, case)
    with pytest.raises(Refused):
        perform(assistance, "release_assistance", cast.housing)
    perform(assistance, "release_assistance", cast.handler)
    assert not Duty.objects.filter(rule="assist", state="open").exists()
    with pytest.raises(Refused):
        perform(assistance, "answer_assistance", cast.housing, Given(texts={"words": FOUND}))
