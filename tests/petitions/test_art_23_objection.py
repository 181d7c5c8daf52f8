"""Objection 异议 (条例 第二十三条、第二十四条): who has it keeps it until it is decided; twice by the sender, then above."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pypdf import PdfReader

from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.scope import sees
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.models import Role
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.procedure.perform import Done, Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.following import follow
from sunshine.petitions.models import Demand, Handling
from sunshine.petitions.objections import superior, until
from tests.model.cast import BOOK, BUREAU, HOUSING, LABOUR, MS_BUREAU
from tests.petitions.test_teamwork import hire
from tests.support.cast import Case, Cast

WHY = {"reason": "住房公积金由住房和城乡建设部门管理。", "basis": "《住房公积金管理条例》第四条"}


def standing(case: Case) -> Handling:
    """The handling that has the demands now."""
    return Handling.objects.get(pk=Demand.objects.filter(petition=case.petition).values("handling")[:1])


def unit_of(pk: Any) -> str:
    return Subject.objects.get(pk=pk).unit.code


def object_to(
    cast: Cast, case: Case, by: Actor | None = None, to: str = "rs-housing", now: Any = None
) -> UUID:
    """Object; returns the objection."""
    here = standing(case).pk
    perform(here, "object", by or cast.handler, Given({"unit": str(cast.units[to].pk)}, WHY), now=now)
    found = Handling.objects.get(pk=here).objection
    assert found is not None
    return found


def uphold(
    cast: Cast, case: Case, objection: UUID, by: Actor | None = None, to: str = "rs-housing", **texts: str
) -> Done:
    rows = {str(pk): Given({"unit": str(cast.units[to].pk)}) for pk in case.demands}
    return perform(objection, "uphold_objection", by or cast.sorter, Given({}, texts, rows))


def refuse(objection: UUID, by: Actor, **texts: str) -> Done:
    return perform(objection, "refuse_objection", by, Given({}, {"reason": "属于劳动争议。"} | texts))


MEETING = {
    "minutes": "川信联〔2026〕3号", "present": "省人社厅赵某、省住建厅钱某。", "conclusion": "属于劳动争议，由人社部门办理。",
    "basis": "《劳动争议调解仲裁法》第二条",
}  # fmt: skip


def confer(objection: UUID, by: Actor) -> Done:
    """The joint conference leaves it where it is."""
    said = {"held_on": localdate().isoformat(), **MEETING}
    asked = ask(procedure("objection").by_code["refuse_objection"], load(objection, by, lock=False), by, said)
    assert asked.is_valid(), asked.form.errors
    return perform(objection, "refuse_objection", by, asked.given())


def owed(case: Case) -> dict[str, str]:
    rows = Duty.objects.filter(subject__root=case.petition, state="open").select_related("unit")
    return {duty.rule: duty.unit.code for duty in rows if duty.unit}


def test_until_it_is_decided_everything_stays_with_whoever_has_it(cast: Cast) -> None:
    case = cast.bring_to("forwarded")
    notice = Duty.objects.get(rule="notice")
    objection = object_to(cast, case)
    assert owed(case) == {"notice": "rs-labour", "rule_objection": "rs-bureau"}
    assert Duty.objects.get(rule="notice").due_at == notice.due_at
    assert (case.stage("handling"), unit_of(objection)) == ("received", "rs-bureau")
    cast.sign(case)
    with pytest.raises(Refused, match="异议还在核实"):
        cast.accept(case)
    assert list(problems()) == []


def test_upheld_the_demands_go_to_another_organ_with_a_clock_of_its_own(cast: Cast) -> None:
    case = cast.bring_to("signed")
    old = case.handling.pk
    objection = object_to(cast, case)
    uphold(cast, case, objection)
    new = standing(case).pk
    assert new != old
    assert (unit_of(new), Subject.objects.get(pk=old).stage) == ("rs-housing", "returned")
    assert owed(case) == {"notice": "rs-housing"}
    notice = Duty.objects.get(rule="notice", state="open")
    assert (notice.subject_id, notice.opened_at) == (new, Handling.objects.get(pk=new).received_at)
    assert list(problems()) == []


def test_with_the_materials_the_sight_goes_back(cast: Cast) -> None:
    case = cast.bring_to("forwarded")
    assert sees(cast.handler, case.petition)
    uphold(cast, case, object_to(cast, case))
    assert not sees(cast.handler, case.petition)
    assert sees(cast.housing, case.petition)


def test_a_question_of_the_petitioner_is_not_lost_on_the_way(cast: Cast) -> None:
    case = cast.bring_to("forwarded")
    perform(case.filing.pk, "urge", case.petitioner)
    uphold(cast, case, object_to(cast, case))
    assert owed(case) == {"notice": "rs-housing", "reply_urge": "rs-housing"}


def test_after_it_went_elsewhere_the_matter_comes_to_its_end(cast: Cast) -> None:
    case = cast.bring_to("forwarded")
    uphold(cast, case, object_to(cast, case))
    new = standing(case).pk
    perform(new, "sign", cast.housing)
    facts, texts = {"branch": "31.2"}, {"person": "李", "phone": "1", "procedure": "劳动仲裁"}
    perform(new, "guide", cast.housing, Given(facts, {**texts, "where": "仲裁委", "reason": "另有途径"}))
    paper = str(standing(case).answer)
    perform(case.filing.pk, "deliver", case.petitioner, Given({"paper": paper, "method": "online"}))
    assert (case.stage("petition"), case.stage("filing")) == ("answered", "answered")
    assert list(problems()) == []


def test_refused_it_stays_and_its_clock_never_stopped(cast: Cast) -> None:
    case = cast.bring_to("signed")
    due = Duty.objects.get(rule="notice").due_at
    refuse(object_to(cast, case), cast.sorter)
    assert (owed(case), Duty.objects.get(rule="notice").due_at) == ({"notice": "rs-labour"}, due)
    with pytest.raises(Refused, match="已经提过异议"):
        object_to(cast, case)
    cast.accept(case)
    assert case.stage("handling") == "accepted"


def test_withdrawn_the_organ_goes_on(cast: Cast) -> None:
    case = cast.bring_to("signed")
    objection = object_to(cast, case)
    with pytest.raises(Refused):
        perform(objection, "withdraw_objection", cast.sorter)
    perform(objection, "withdraw_objection", cast.handler)
    cast.accept(case)
    assert owed(case) == {"decide": "rs-labour"}


def test_only_within_five_working_days_of_arrival(cast: Cast) -> None:
    case = cast.bring_to("forwarded")
    end = until(case.handling.received_at, work_calendar())
    with pytest.raises(Refused, match="5 个工作日"):
        object_to(cast, case, now=end)
    with time_machine.travel(end):
        snapshot = load(case.handling.pk, cast.handler, lock=False)
        said = {"unit": str(cast.units["rs-housing"].pk), **WHY}
        asked = ask(procedure("handling").by_code["object"], snapshot, cast.handler, said)
        assert not asked.is_valid()
    object_to(cast, case, now=end - timedelta(seconds=1))


def test_the_third_is_decided_above_and_is_the_last(cast: Cast) -> None:
    case = cast.bring_to("forwarded")
    uphold(cast, case, object_to(cast, case))
    uphold(cast, case, object_to(cast, case, cast.housing, "rs-labour"), to="rs-labour")
    third = object_to(cast, case)
    assert (unit_of(third), owed(case)["rule_objection"]) == ("ms-bureau", "ms-bureau")
    for who in (cast.sorter, cast.bureau_head):
        with pytest.raises(Refused):
            uphold(cast, case, third, who)
    uphold(cast, case, third, cast.city_sorter)
    assert (unit_of(standing(case).pk), owed(case)) == ("rs-housing", {"notice": "rs-housing"})
    with pytest.raises(Refused, match="不能再提异议"):
        object_to(cast, case, cast.housing, "rs-labour")
    assert list(problems()) == []


def test_a_superior_on_the_accused_side_is_passed_over() -> None:
    organs, nobody = (LABOUR, HOUSING), frozenset[UUID]()
    assert superior(BOOK, BUREAU, organs, nobody) == MS_BUREAU
    assert superior(BOOK, BUREAU, organs, frozenset({MS_BUREAU})) is None
    assert superior(BOOK, MS_BUREAU, organs, nobody) is None


def test_with_nobody_above_the_joint_conference_decides(cast: Cast) -> None:
    case = cast.file(cast.province_sorter, channel="visit")
    assert unit_of(case.petition) == "sc-bureau"
    head = acting_in(*_post(cast, "sc-bureau", Role.HEAD))
    cast.sort(case, by=cast.province_sorter)
    cast.forward(case, by=cast.province_sorter)
    uphold(cast, case, object_to(cast, case), cast.province_sorter)
    second = object_to(cast, case, cast.housing, "rs-labour")
    uphold(cast, case, second, cast.province_sorter, "rs-labour")
    third = object_to(cast, case)
    assert owed(case) == {"notice": "rs-labour", "confer_objection": "sc-bureau"}
    with pytest.raises(Refused, match="联席会议"):
        refuse(third, cast.province_sorter)
    asked = ask(procedure("objection").by_code["refuse_objection"], load(third, head, lock=False), head, {})
    assert asked.form.errors.keys() == {"held_on", *MEETING}  # who took part, what came of it, and why
    confer(third, head)
    paper = Paper.objects.get(subject=third)
    assert paper.kind == "minutes"
    for said in (*MEETING.values(), "仍由仁寿县人力资源和社会保障局办理", WHY["basis"], "有约束力"):
        assert "".join(said.split()) in printed(paper)


def _post(cast: Cast, unit: str, role: Role) -> tuple[Any, Any]:
    post = hire(cast, "provincial_head", unit, role)
    return post, post.officer


@pytest.mark.parametrize("to", ["rs-labour", "rs-shigao", "rs-bureau"])
def test_never_back_to_itself_never_to_the_accused_never_to_a_bureau(cast: Cast, to: str) -> None:
    case = cast.bring_to("forwarded", cast.file(accused="视高街道办事处"))
    objection = object_to(cast, case)
    with pytest.raises(Refused):
        uphold(cast, case, objection, to=to)
    assert standing(case).pk == case.handling.pk


def test_nobody_but_the_sender_decides_and_nobody_else_objects(cast: Cast) -> None:
    case = cast.bring_to("forwarded")
    for who in (cast.head, cast.sorter, cast.housing, cast.accused):
        with pytest.raises((Refused, Unseen)):
            object_to(cast, case, who)
    objection = object_to(cast, case)
    for who in (cast.handler, cast.head, cast.bureau_head, cast.city_sorter, cast.stranger):
        with pytest.raises((Refused, Unseen)):
            refuse(objection, who)


def printed(paper: Paper) -> str:
    pages = PdfReader(io.BytesIO(pdf(paper))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_papers_say_who_has_it_and_why(cast: Cast) -> None:
    case = cast.bring_to("forwarded")
    objection = object_to(cast, case)
    raised = printed(Paper.objects.get(subject=case.handling.pk, kind="objection"))
    for said in ("信访事项异议退回单", *WHY.values(), "建议转给仁寿县住房和城乡建设局", "第1次异议"):
        assert said in raised
    uphold(cast, case, objection, reason="经核实属实。")
    ruled = printed(Paper.objects.get(subject=objection))
    for said in ("异议核实决定", "改由仁寿县住房和城乡建设局办理", "经核实属实。"):
        assert said in ruled


def test_the_petitioner_sees_who_has_it_now(cast: Cast) -> None:
    case = cast.bring_to("forwarded")
    objection = object_to(cast, case)
    uphold(cast, case, objection)
    following = follow(case.filing.pk)
    assert [holder.unit for holder in following.holders] == [cast.units["rs-housing"].pk]
    assert following.progress == 2
    told = {entry.move: str(entry.seen) for entry in following.timeline(proven=True)}
    assert {"object", "uphold_objection"} <= told.keys()
    message = Message.objects.get(move="uphold_objection")
    assert message.context["units"] == "仁寿县住房和城乡建设局"


def test_the_case_page_counts_them(cast: Cast, client: Client) -> None:
    case = cast.bring_to("forwarded")
    uphold(cast, case, object_to(cast, case))
    object_to(cast, case, cast.housing, "rs-labour")
    client.force_login(cast.posts["sorter"].officer)
    page = client.get(reverse("petition", args=[case.petition])).content.decode()
    assert "第 2 次异议" in page
    assert "同意异议，改转" in page
