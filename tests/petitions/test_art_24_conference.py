"""The joint conference 联席会议 (条例 第二十四条): what no organ above decides alone; its decision binds, with tasks and days."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pypdf import PdfReader

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.scope import sees
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.models import Role
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import Asked, ask
from sunshine.foundation.procedure.perform import Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.conferring import office_of
from sunshine.petitions.following import follow
from tests.model.cast import BOOK, BUREAU, HOUSING, LABOUR, MS_BUREAU, MS_GOV
from tests.petitions.test_art_28_recusal import hire
from tests.support.cast import Case, Cast

MEETING = {
    "minutes": "仁信联〔2026〕2号", "present": "人社局赵某、住建局钱某。", "conclusion": "由人社局牵头，住建局配合。",
    "basis": "《保障农民工工资支付条例》第七条", "told": "由人社局牵头，月底前给您答复。",
}  # fmt: skip
PAY, PRESS = "核清工资。", "督促总包垫付。"


def refer(cast: Cast, case: Case, by: Actor | None = None, other: str = "rs-housing") -> UUID:
    """Refer it; returns the conference."""
    organs = [str(cast.units["rs-labour"].pk)]
    facts = {"ground": "dispute", "organs": organs, "other": str(cast.units[other].pk)}
    perform(case.petition, "refer_conference", by or cast.sorter, Given(facts, {"words": "谁来垫付。"}))
    return Subject.objects.filter(kind="conference").latest("id").pk


def put(cast: Cast, conference: UUID, by: Actor, tasks: dict[str, tuple[str, int]], **said: Any) -> Asked:
    """The form of the decision, filled in: for each organ its task and in how many days."""
    data: dict[str, Any] = {
        "held_on": localdate().isoformat(),
        "lead": str(cast.units["rs-labour"].pk),
        **MEETING,
    }
    for unit, (task, days) in tasks.items():
        row = f"organ-{cast.units[unit].pk}"
        data |= {f"{row}-task": task, f"{row}-by": (localdate() + timedelta(days=days)).isoformat()}
    return ask(
        procedure("conference").by_code["decide_conference"],
        load(conference, by, lock=False),
        by,
        data | said,
    )


def decide(
    cast: Cast, conference: UUID, tasks: dict[str, tuple[str, int]] | None = None, by: Actor | None = None
) -> None:
    head = by or cast.bureau_head
    asked = put(cast, conference, head, tasks or {"rs-labour": (PAY, 20), "rs-housing": (PRESS, 10)})
    assert asked.is_valid(), asked.faults
    perform(conference, "decide_conference", head, asked.given())


def task_of(unit: str) -> UUID:
    return Subject.objects.get(kind="conference_task", unit__code=unit).pk


def owed() -> dict[str, int]:
    """Who owes a task, and in how many days."""
    rows = Duty.objects.filter(rule="conference_task", state="open").select_related("unit")
    return {duty.unit.code: (last_day(duty.due_at) - localdate()).days for duty in rows if duty.unit}


def test_its_office_owes_a_decision_and_no_other_clock_stops(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    before = Duty.objects.get(rule="decide").due_at
    refer(cast, case)
    duty = Duty.objects.get(rule="confer")
    assert duty.unit is not None
    assert (duty.unit.code, duty.holder) == ("rs-bureau", "head")
    assert Duty.objects.get(rule="decide").due_at == before


def test_the_decision_binds_each_organ_by_its_day(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    assert not sees(cast.housing, case.petition)
    decide(cast, refer(cast, case))
    assert owed() == {"rs-labour": 20, "rs-housing": 10}
    assert sees(cast.housing, case.petition)
    perform(task_of("rs-housing"), "report_task", cast.housing, Given(texts={"words": "总包已垫付。"}))
    perform(task_of("rs-labour"), "report_task", cast.handler, Given(texts={"words": "已核清。"}))
    assert owed() == {}


def test_an_organ_without_a_part_gets_none(cast: Cast) -> None:
    decide(cast, refer(cast, cast.bring_to("accepted")), {"rs-labour": (PAY, 20)})
    assert owed() == {"rs-labour": 20}


def test_whoever_leads_has_a_task_and_every_task_a_day(cast: Cast) -> None:
    conference = refer(cast, cast.bring_to("accepted"))
    without = put(cast, conference, cast.bureau_head, {"rs-housing": (PRESS, 10)})
    assert without.is_valid()
    with pytest.raises(Refused, match="牵头单位"):
        perform(conference, "decide_conference", cast.bureau_head, without.given())
    row = f"organ-{cast.units['rs-labour'].pk}-task"
    assert not put(cast, conference, cast.bureau_head, {}, **{row: PAY}).is_valid()


def test_the_record_says_who_took_part_what_it_came_to_and_why(cast: Cast) -> None:
    conference = refer(cast, cast.bring_to("accepted"))
    empty = put(
        cast, conference, cast.bureau_head, {"rs-labour": (PAY, 20)}, present="", conclusion="", basis=""
    )
    assert {"present", "conclusion", "basis"} <= empty.form.errors.keys()
    tomorrow = (localdate() + timedelta(days=1)).isoformat()
    assert "held_on" in put(cast, conference, cast.bureau_head, {}, held_on=tomorrow).form.errors
    decide(cast, conference)
    pages = PdfReader(io.BytesIO(pdf(Paper.objects.get(kind="minutes")))).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    written = {name: words for name, words in MEETING.items() if name != "told"}
    for said in (
        *written.values(),
        "（牵头）",
        PAY.rstrip("。"),
        PRESS.rstrip("。"),
        "第二十四条",
        "有约束力",
    ):
        assert said in text


def test_the_office_is_the_bureau_of_the_lowest_level_all_lie_in() -> None:
    nobody = frozenset[UUID]()
    assert office_of(BOOK, BUREAU, [LABOUR, HOUSING], nobody) == BUREAU
    assert office_of(BOOK, BUREAU, [LABOUR, MS_GOV], nobody) == MS_BUREAU
    assert office_of(BOOK, BUREAU, [LABOUR, MS_GOV], frozenset({MS_BUREAU})) == BUREAU


def test_across_counties_the_level_above_decides(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    conference = refer(cast, case, other="ms-labour")
    assert Subject.objects.get(pk=conference).unit.code == "ms-bureau"
    with pytest.raises(Refused):
        perform(conference, "call_off_conference", cast.bureau_head, Given(texts={"reason": "协商一致。"}))
    post = hire(cast, "市局负责人", "ms-bureau", Role.HEAD)
    tasks = {"rs-labour": (PAY, 20), "ms-labour": (PRESS, 10)}
    decide(cast, conference, tasks, acting_in(post, post.officer))
    assert owed() == {"rs-labour": 20, "ms-labour": 10}


@pytest.mark.parametrize("to", ["rs-shigao", "rs-bureau"])
def test_never_the_accused_never_a_bureau(cast: Cast, to: str) -> None:
    case = cast.bring_to("accepted", cast.file(accused="视高街道办事处"))
    with pytest.raises(Refused):
        refer(cast, case, other=to)


def test_who_may_and_once_at_a_time(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    for who in (cast.window, cast.handler, cast.head, cast.housing, cast.city_sorter, cast.leader):
        with pytest.raises((Refused, Unseen)):
            refer(cast, case, who)
    conference = refer(cast, case, cast.bureau_head)
    with pytest.raises(Refused, match="还没有决定"):
        refer(cast, case)
    for who in (cast.sorter, cast.head, cast.city_sorter):
        with pytest.raises(Refused):
            perform(conference, "decide_conference", who, Given({"lead": ""}, MEETING))


def test_organs_that_agree_need_none(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    perform(refer(cast, case), "call_off_conference", cast.sorter, Given(texts={"reason": "协商一致。"}))
    assert not Duty.objects.filter(rule="confer", state="open").exists()
    refer(cast, case)


def test_the_petitioner_reads_what_was_decided_in_plain_words_and_no_paper_between_organs(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    decide(cast, refer(cast, case))
    told = {
        entry.move: (str(entry.seen), entry.text) for entry in follow(case.filing.pk).timeline(proven=True)
    }
    assert told["refer_conference"] == ("信访部门请联席会议研究怎么办", "")
    assert told["decide_conference"] == ("联席会议作出了决定", f"告诉信访人：{MEETING['told']}")
    assert [paper.name for paper in follow(case.filing.pk).papers if "纪要" in str(paper.name)] == []


def test_who_only_has_a_task_opens_no_name(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    decide(cast, refer(cast, case))
    with pytest.raises(Refused):
        perform(case.filing.pk, "unmask", cast.housing, Given({"purpose": "contact"}))


def test_an_organ_reads_its_task_on_the_case_page(cast: Cast, client: Client) -> None:
    case = cast.bring_to("accepted")
    decide(cast, refer(cast, case))
    client.force_login(cast.posts["housing"].officer)
    page = client.get(reverse("petition", args=[case.petition])).content.decode()
    assert PRESS in page
    assert "报告落实情况" in page
