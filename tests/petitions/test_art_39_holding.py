"""Holding organs to what a joint conference decided (条例 第三十九条): talked to, circulated, listed, or ordered with a day."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone
from django.utils.timezone import localdate
from pypdf import PdfReader

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.jobs import wake
from sunshine.foundation.procedure.perform import Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from tests.petitions.test_art_24_conference import PRESS, decide, refer, task_of
from tests.support.cast import Cast

WHY = "到期没有约谈总包。"


@pytest.fixture
def task(cast: Cast) -> UUID:
    """What the housing office has to do within ten days."""
    decide(cast, refer(cast, cast.bring_to("accepted")))
    return task_of("rs-housing")


def hold(task: UUID, by: Actor, measure: str = "talk", days: int | None = None) -> None:
    day = {"by": (localdate() + timedelta(days=days)).isoformat()} if days else {}
    perform(task, "hold_to", by, Given({"measure": measure} | day, {"words": WHY}))


def due(task: UUID) -> int:
    """In how many days it is due."""
    return (last_day(Duty.objects.get(subject=task, state="open").due_at) - localdate()).days


def test_what_is_late_stands_in_the_record(cast: Cast, task: UUID) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        wake(timezone.now())
    assert Step.objects.filter(subject=task, move="overdue").exists()


def test_an_order_sets_another_day_and_nothing_else_moves_one(cast: Cast, task: UUID) -> None:
    for measure in ("talk", "circulate", "listed"):
        hold(task, cast.bureau_head, measure)
        assert due(task) == 10
    hold(task, cast.bureau_head, "order", 15)
    assert due(task) == 15


def test_each_measure_is_a_paper_of_the_office_that_gives_the_reason(cast: Cast, task: UUID) -> None:
    hold(task, cast.bureau_head, "order", 15)
    paper = Paper.objects.get(kind="conference_order")
    assert paper.unit.code == "rs-bureau"
    text = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(paper))).pages).split())
    for said in (
        "限期整改通知书",
        "仁寿县住房和城乡建设局",
        PRESS.rstrip("。"),
        WHY.rstrip("。"),
        "整改期限",
        "第三十九条",
    ):
        assert said in text


def test_only_an_order_has_a_day_and_it_must(cast: Cast, task: UUID) -> None:
    move, snapshot = procedure("conference_task").by_code["hold_to"], load(task, cast.bureau_head, lock=False)
    day = (localdate() + timedelta(days=5)).isoformat()
    for said in ({"measure": "order"}, {"measure": "talk", "by": day}):
        assert "by" in ask(move, snapshot, cast.bureau_head, {**said, "words": WHY}).form.errors


def test_only_the_head_of_the_conferences_office(cast: Cast, task: UUID) -> None:
    for who in (cast.sorter, cast.housing, cast.head, cast.city_sorter, cast.leader, cast.stranger):
        with pytest.raises((Refused, Unseen)):
            hold(task, who)
    with pytest.raises(Refused, match="联席会议办公室"):
        hold(task, cast.head)


def test_what_is_done_or_lifted_is_held_against_nobody(cast: Cast, task: UUID) -> None:
    with pytest.raises(Refused):
        perform(task, "lift_task", cast.housing, Given(texts={"reason": "不想办。"}))
    perform(task, "lift_task", cast.sorter, Given(texts={"reason": "总包已付清。"}))
    with pytest.raises(Refused):
        hold(task, cast.bureau_head)
