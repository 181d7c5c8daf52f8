"""Urgent and major matters 重大、紧急信访信息 (条例 第二十五条): reported at once, upward, until the last report; no person is marked."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
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
from sunshine.foundation.procedure.engine import Refused, lawful
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.jobs import wake
from sunshine.foundation.procedure.perform import Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions import clocks
from sunshine.petitions.following import follow
from sunshine.petitions.queries import family
from tests.petitions.test_art_28_recusal import hire
from tests.support.cast import Case, Cast

SEEN = "三十人到工地门口讨薪，有人爬上塔吊。"
FIRST = {
    "scene": "视高街道某工地", "words": "三个月工资没有发。", "done": "民警和劳动监察已到现场。", "wanted": "请协调总包垫付。",
}  # fmt: skip


def mark(cast: Cast, case: Case, by: Actor | None = None, on: Any = None) -> UUID:
    """Say that it is urgent; returns the alert."""
    given = Given({"urgency": "safety"}, {"words": SEEN})
    perform(on or case.petition, "mark_urgent", by or cast.sorter, given)
    return Subject.objects.filter(kind="alert").latest("id").pk


def report(alert: UUID, by: Actor, department: Any = None, **texts: str) -> None:
    facts = {"happened_at": timezone.now().isoformat(), "people": 30}
    facts |= {"department": str(department.pk)} if department else {}
    perform(alert, "report_first", by, Given(facts, FIRST | texts))


def further(alert: UUID, by: Actor) -> None:
    perform(
        alert,
        "report_further",
        by,
        Given({"people": 10}, {"words": "塔吊上的人下来了。", "done": "垫付了一半。"}),
    )


def owed(rule: str) -> list[str]:
    """Who owes this now."""
    found = Duty.objects.filter(rule=rule, state="open").values_list("unit__code", flat=True)
    return sorted(code or "" for code in found)


def told() -> dict[str, str]:
    """Who was told, and how far they are with it."""
    return dict(Subject.objects.filter(kind="alert_receipt").values_list("unit__code", "stage"))


def receipt(unit: str) -> UUID:
    return Subject.objects.get(kind="alert_receipt", unit__code=unit).pk


def printed(paper: Paper) -> str:
    pages = PdfReader(io.BytesIO(pdf(paper))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_the_first_report_is_owed_within_hours_on_rest_days_too(cast: Cast) -> None:
    with time_machine.travel("2026-11-28T22:00+08:00"):  # a Saturday night
        mark(cast, cast.file(), cast.window)
        duty = Duty.objects.get(rule="report_first")
        assert duty.due_at == duty.opened_at + clocks.URGENT_HOURS
    assert (duty.unit.code if duty.unit else "", duty.holder) == ("rs-bureau", "head")
    assert told() == {}


def test_a_unit_tells_its_government_and_the_bureau_there(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    alert = mark(cast, case, cast.handler, case.handling.pk)
    report(alert, cast.handler)
    assert told() == {"rs-gov": "sent", "rs-bureau": "sent"}
    assert (owed("take_note_leader"), owed("take_note_bureau")) == (["rs-gov"], ["rs-bureau"])
    assert owed("report_further") == ["rs-labour"]
    assert sees(cast.leader, case.petition)


def test_a_bureau_that_takes_note_tells_the_bureau_above_up_to_the_province(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    report(mark(cast, case, cast.handler, case.handling.pk), cast.handler)
    perform(receipt("rs-bureau"), "take_note", cast.sorter)
    perform(receipt("ms-bureau"), "take_note", cast.city_sorter)
    perform(receipt("sc-bureau"), "take_note", cast.province_sorter)
    perform(receipt("rs-gov"), "take_note", cast.leader)
    assert told() == dict.fromkeys(("rs-bureau", "ms-bureau", "sc-bureau", "rs-gov"), "taken")
    assert (owed("take_note_bureau"), owed("take_note_leader")) == ([], [])


def test_a_bureau_reports_to_its_government_and_the_bureau_above(cast: Cast) -> None:
    report(mark(cast, cast.file()), cast.sorter)
    assert told() == {"rs-gov": "sent", "ms-bureau": "sent"}


def test_reports_follow_every_day_until_the_last(cast: Cast) -> None:
    case = cast.file()
    alert = mark(cast, case)
    report(alert, cast.sorter)
    for day in range(2):
        with time_machine.travel(timezone.now() + timedelta(days=day)):
            further(alert, cast.bureau_head)
            due = Duty.objects.get(rule="report_further", state="open").due_at
            assert last_day(due) == localdate() + timedelta(days=1)
    perform(
        alert, "report_last", cast.sorter, Given(texts={"words": "工资付清。", "remaining": "约谈总包。"})
    )
    assert owed("report_further") == []
    with pytest.raises(Refused):
        further(alert, cast.sorter)
    kinds = [printed(paper) for paper in Paper.objects.filter(subject=alert).order_by("id")]
    said = ["首报", "续报（第1次）", "续报（第2次）", "终报"]
    assert [word in text for word, text in zip(said, kinds, strict=True)] == [True] * 4


def test_whoever_was_told_sets_another_day(cast: Cast) -> None:
    alert = mark(cast, cast.file())
    report(alert, cast.sorter)
    day = localdate() + timedelta(days=7)
    wanted = Given({"by": day.isoformat()}, {"words": "每周报一次。"})
    perform(receipt("rs-gov"), "ask_further", cast.leader, wanted)
    assert last_day(Duty.objects.get(rule="report_further", state="open").due_at) == day
    perform(alert, "report_last", cast.sorter, Given(texts={"words": "了结。"}))
    with pytest.raises(Refused, match="已经终报"):
        perform(receipt("rs-gov"), "ask_further", cast.leader, wanted)


def test_not_a_year_until_the_next_report(cast: Cast) -> None:
    report(mark(cast, cast.file()), cast.sorter)
    said = {"by": (localdate() + timedelta(days=60)).isoformat(), "words": "不急。"}
    snapshot = load(receipt("rs-gov"), cast.leader, lock=False)
    assert (
        "by"
        in ask(procedure("alert_receipt").by_code["ask_further"], snapshot, cast.leader, said).form.errors
    )


def test_a_late_first_report_stands_in_the_record(cast: Cast) -> None:
    case = cast.file()
    mark(cast, case)
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        wake(timezone.now())
        moves = [step.move for step in family(case.petition, cast.sorter).steps]
    assert "overdue" in moves


def test_the_accused_side_is_never_told(cast: Cast) -> None:
    case = cast.file(purpose="report", accused="仁寿县人民政府")
    holder = Subject.objects.get(pk=case.petition).unit
    assert holder.code == "ms-bureau"
    alert = mark(cast, case, cast.city_sorter)
    snapshot = load(alert, cast.city_sorter, lock=False)
    said = {"department": str(cast.units["rs-labour"].pk)} | FIRST
    asked = ask(procedure("alert").by_code["report_first"], snapshot, cast.city_sorter, said)
    assert "department" in asked.form.errors
    with pytest.raises(Refused, match="被反映的一方"):
        report(alert, cast.city_sorter, cast.units["rs-labour"])
    report(alert, cast.city_sorter)
    assert set(told()) == {"ms-gov", "sc-bureau"}
    assert not sees(cast.leader, case.petition)


def test_what_the_accused_was_sent_before_is_taken_back(cast: Cast) -> None:
    case = cast.file()
    report(mark(cast, case), cast.sorter, cast.units["rs-shigao"])
    assert sees(cast.accused, case.petition)
    rows = {str(pk): Given({"klass": "demand", "branch": "31.6", "category": "0402"}) for pk in case.demands}
    perform(case.petition, "sort", cast.sorter, Given({}, {"accused": "视高街道办事处"}, rows))
    assert not sees(cast.accused, case.petition)
    assert Subject.objects.get(kind="alert_receipt", stage="recalled").unit.code == "rs-bureau"
    assert owed("take_note") == []


def test_a_mistake_is_undone_by_the_head_alone_with_a_reason(cast: Cast) -> None:
    alert = mark(cast, cast.file())
    with pytest.raises(Refused):
        perform(alert, "drop_alert", cast.sorter, Given(texts={"reason": "看错了"}))
    perform(alert, "drop_alert", cast.bureau_head, Given(texts={"reason": "看错了编号。"}))
    assert owed("report_first") == []


def test_only_whoever_works_on_it_marks_and_reports_once_at_a_time(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    for who in (cast.housing, cast.accused, cast.city_handler, cast.sorter):
        with pytest.raises((Refused, Unseen)):
            mark(cast, case, who, case.handling.pk)
    alert = mark(cast, case, cast.handler, case.handling.pk)
    with pytest.raises(Refused, match="续报"):
        mark(cast, case, cast.handler, case.handling.pk)
    with pytest.raises(Refused):
        report(alert, cast.sorter)


def test_a_department_that_was_only_told_opens_no_name(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    report(mark(cast, case, cast.handler, case.handling.pk), cast.handler, cast.units["rs-housing"])
    with pytest.raises(Refused):
        perform(case.filing.pk, "unmask", cast.housing, Given({"purpose": "contact"}))
    perform(case.filing.pk, "unmask", cast.city_sorter, Given({"purpose": "contact"}))


def test_the_petitioner_reads_nothing_of_it_and_may_do_no_less(cast: Cast) -> None:
    quiet, case = cast.bring_to("accepted"), cast.bring_to("accepted")
    alert = mark(cast, case, cast.handler, case.handling.pk)
    report(alert, cast.handler)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        wake(timezone.now())
    seen = [[entry.move for entry in follow(one.filing.pk).timeline(proven=True)] for one in (quiet, case)]
    assert seen[0] == seen[1]
    assert [paper.number for paper in follow(case.filing.pk).papers] != []
    assert not any("紧急" in str(paper.name) for paper in follow(case.filing.pk).papers)
    can = [
        {move.code for move in lawful(load(one.filing.pk, one.petitioner, lock=False), one.petitioner)}
        for one in (quiet, case)
    ]
    assert can[0] == can[1]


def test_the_report_says_when_where_how_many_why_and_what_was_done(cast: Cast) -> None:
    alert = mark(cast, cast.file())
    report(alert, cast.sorter, cast.units["rs-housing"])
    text = printed(Paper.objects.get(subject=alert))
    for said in (
        "紧急信访信息报告单", "首报", "仁寿县人民政府，眉山市信访局，仁寿县住房和城乡建设局", "有人身安全或者公共安全的危险",
        "30人", *(words.rstrip("。") for words in FIRST.values()), "国家信访局", "第二十五条",
    ):  # fmt: skip
        assert said in text


def test_officers_read_it_on_the_case_page(cast: Cast) -> None:
    case = cast.file()
    report(mark(cast, case), cast.sorter)
    read = {entry.move: entry.text for entry in family(case.petition, cast.leader).timeline(officers=True)}
    assert read["mark_urgent"] == SEEN
    for words in FIRST.values():
        assert words in read["report_first"]


def test_open_alerts_are_a_list_within_scope(cast: Cast, client: Client) -> None:
    case = cast.bring_to("accepted")
    alert = mark(cast, case, cast.handler, case.handling.pk)

    def shown(who: str) -> bool:
        client.force_login(cast.posts[who].officer)
        return case.filing.number in client.get(reverse("alerts")).content.decode()

    assert [shown(who) for who in ("handler", "sorter", "leader", "city_sorter")] == [True] * 4
    assert [shown(who) for who in ("housing", "stranger", "accused")] == [False] * 3
    report(alert, cast.handler)
    client.force_login(cast.posts["handler"].officer)
    assert case.filing.number not in client.get(reverse("alerts") + "?stage=found").content.decode()
    perform(alert, "report_last", cast.handler, Given(texts={"words": "了结。"}))
    assert not shown("handler")


def test_a_bureau_with_nobody_above_reports_to_its_government(cast: Cast) -> None:
    post = hire(cast, "省局负责人", "sc-bureau", Role.HEAD)
    case = cast.file(cast.province_sorter, channel="visit")
    report(mark(cast, case, cast.province_sorter), acting_in(post, post.officer))
    assert set(told()) == {"sc-gov"}
