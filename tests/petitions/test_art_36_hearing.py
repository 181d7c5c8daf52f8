"""Hearing 听证 (条例 第三十一条第六项、第三十六条): both sides are heard; only the final review's term leaves its days out."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.calendar.rules import Days, deadline, last_day
from sunshine.foundation.duties.models import Duty, LocalTerm
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.memory import edited
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.models import Post, Role
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import Asked, ask
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.procedure.perform import Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.casepage import case as case_page
from sunshine.petitions.following import follow
from sunshine.petitions.matter import FIRST
from sunshine.petitions.models import Interval
from tests.support.cast import Case, Cast
from tests.support.hearings import CONCLUSION, SAID, at, call, conclude, pause_rule, record
from tests.support.reviews import Reviewed, delivered


def due_of(subject: UUID, rule: str) -> datetime:
    return Duty.objects.get(subject=subject, rule=rule).due_at


def printed(kind: str) -> str:
    pages = PdfReader(io.BytesIO(pdf(Paper.objects.get(kind=kind)))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@pytest.fixture
def final(cast: Cast) -> Reviewed:
    """A final review at the city's government."""
    reviewed = delivered(cast)
    reviewed.reviewed("uphold")
    reviewed.ask(move="ask_final_review")
    return reviewed


def test_called_recorded_and_concluded_while_the_sixty_days_run_on(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    due, now = due_of(case.handling.pk, "decide"), datetime.now().astimezone()
    day = call(case.handling.pk, cast.handler, cast.head)
    held = Duty.objects.get(rule="hold_hearing")
    assert (last_day(held.due_at), held.unit_id) == (day, case.handling.subject.unit_id)
    record(case.handling.pk, cast.handler, now + timedelta(days=20))
    owed = Duty.objects.get(rule="conclude_hearing", state="open")
    assert owed.holder == Role.HEAD
    conclude(case.handling.pk, cast.head, now + timedelta(days=22))
    assert not Duty.objects.filter(rule__in=("hold_hearing", "conclude_hearing"), state="open").exists()
    assert due_of(case.handling.pk, "decide") == due, "a hearing stops no clock but that of the final review"
    assert Interval.objects.get().days == 0
    assert list(problems()) == []


def test_the_final_review_leaves_out_the_days_from_notice_to_conclusion(final: Reviewed) -> None:
    review, start = final.review.pk, final.review.asked_at
    called = start + timedelta(days=5)
    day = call(review, final.gov_handler, final.gov_head, days=10, now=called)
    planned = Interval.objects.get()
    assert planned.days > 10, "until the conclusion is due the term stands still"
    assert due_of(review, "final_review") == deadline(start, Days(30 + planned.days), work_calendar()).at
    record(review, final.gov_handler, at(day))
    conclude(review, final.gov_head, at(day + timedelta(days=2)))
    done = Interval.objects.get()
    assert (done.state, done.days) == ("ended", 12)
    assert due_of(review, "final_review") == deadline(start, Days(42), work_calendar()).at
    assert list(problems()) == []


def test_its_days_are_shown_to_both_and_the_time_gone_by_is_not_hidden(
    final: Reviewed, client: Client
) -> None:
    review, case = final.review.pk, final.case
    day = call(review, final.gov_handler, final.gov_head)
    running = follow(case.filing.pk).holders[0]
    assert running.hearing is not None
    assert (running.hearing.day, running.hearing.at, running.hearing.venue) == (day, "09:30", "三楼会议室")
    page = shown(client, case)
    assert "请您参加听证" in page
    assert "听证预计占" in page
    record(review, final.gov_handler, at(day))
    conclude(review, final.gov_head, at(day))
    assert "听证占了 20 天，不计入期限（《信访工作条例》第三十六条）" in shown(client, case)
    assert [one.days for one in case_page(final.gov_handler, case.petition).left_out] == [20]
    assert follow(case.filing.pk).family.matter.first_filing.registered_at == case.filing.registered_at


def shown(client: Client, case: Case) -> str:
    code = words_at(case.filing.pk, FIRST)["code"]
    client.post(reverse("trace"), {"number": case.filing.number, "code": code, "factor": "5678"})
    return client.get(reverse("progress", args=[case.filing.pk])).content.decode()


@pytest.mark.parametrize(("ground", "days"), [("absent", 8), ("settled", 8), ("organ", 0)])
def test_what_the_organ_itself_called_off_takes_nothing_from_the_term(
    final: Reviewed, ground: str, days: int
) -> None:
    review, start = final.review.pk, final.review.asked_at
    call(review, final.gov_handler, final.gov_head)
    off = Given({"ground": ground}, {"words": "改为书面核实。"})
    perform(review, "call_off_hearing", final.gov_handler, off, now=start + timedelta(days=8))
    assert (Interval.objects.get().state, Interval.objects.get().days) == ("off", days)
    assert due_of(review, "final_review") == deadline(start, Days(30 + days), work_calendar()).at
    entry = next(
        one for one in follow(final.case.filing.pk).timeline(proven=True) if one.move == "call_off_hearing"
    )
    assert (entry.text, str(entry.detail)) == ("改为书面核实。", f"{days} 天不计入期限")
    assert list(problems()) == []


def test_elsewhere_only_by_a_rule_of_the_place(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    start, handling = case.handling.accepted_at, case.handling.pk
    assert start
    assert "allowed_by" not in asked(cast, case).form.fields
    local = pause_rule("hearing")
    pause_rule("hearing", place="511400", term="review")
    assert [key for key, _ in asked(cast, case).form.fields["allowed_by"].choices] == ["", str(local.pk)]  # type: ignore[attr-defined]
    day = call(handling, cast.handler, cast.head, allowed_by=str(local.pk))
    record(handling, cast.handler, at(day))
    conclude(handling, cast.head, at(day))
    assert due_of(handling, "decide") == deadline(start, Days(80), work_calendar()).at
    assert follow(case.filing.pk).holders[0].left_out[0].basis == local.basis
    assert list(problems()) == []


def asked(cast: Cast, case: Case, day: date | None = None) -> Asked:
    """The form of the move, filled in with this day."""
    snapshot = load(case.handling.pk, cast.handler, lock=False)
    data = {"ground": "major", "at": "09:30", "venue": "三楼", "issues": "出勤", "participants": "王强"}
    move = procedure("handling").by_code["call_hearing"]
    return ask(move, snapshot, cast.handler, data | {"day": day.isoformat()} if day else None)


def test_told_at_least_seven_days_ahead_unless_the_place_says_fewer(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    today = timezone.localdate()
    soon = asked(cast, case, today + timedelta(days=6))
    assert not soon.is_valid()
    assert "day" in soon.form.errors
    assert asked(cast, case, today + timedelta(days=14)).is_valid()
    late = datetime.now().astimezone() + timedelta(days=10)
    given = Given({"ground": "major", "day": (today + timedelta(days=14)).isoformat(), "at": "09:30"}, {"venue": "三楼", "issues": "出勤", "participants": "王强"})  # fmt: skip
    perform(case.handling.pk, "call_hearing", cast.handler, given)
    with pytest.raises(Refused, match="不到 7 天"):
        perform(case.handling.pk, "confirm", cast.head, now=late)
    assert not Interval.objects.exists()
    LocalTerm.objects.create(
        rule="hold_hearing", division_id="511421", days=3, basis="某县规定", valid_from=today
    )
    edited()
    perform(case.handling.pk, "confirm", cast.head, now=late)
    assert Interval.objects.get().state == "open"


def test_nothing_is_decided_before_its_conclusion(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    call(case.handling.pk, cast.handler, cast.head)
    with pytest.raises(Refused, match="听证还没有结论"):
        cast.propose(case)
    with pytest.raises(Refused):
        call(case.handling.pk, cast.handler, cast.head)
    record(case.handling.pk, cast.handler)
    conclude(case.handling.pk, cast.head)
    cast.propose(case)
    cast.confirm(case)
    assert case.stage("handling") == "issued"
    assert list(problems()) == []


def test_nor_in_a_review(cast: Cast) -> None:
    reviewed = delivered(cast)
    reviewed.ask()
    call(reviewed.review.pk, cast.city_handler, reviewed.city_head)
    with pytest.raises(Refused, match="听证还没有结论"):
        reviewed.propose("uphold")
    record(reviewed.review.pk, cast.city_handler)
    conclude(reviewed.review.pk, reviewed.city_head)
    assert Interval.objects.get().days == 0, "the thirty days of the first review run on"
    reviewed.propose("uphold")
    reviewed.confirm()
    assert list(problems()) == []


def test_who_handled_it_does_not_convene_it(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    both = Post.objects.create(
        officer=cast.posts["handler"].officer, unit=cast.units["rs-labour"], role=Role.HEAD, title="副局长"
    )
    colleague = Post.objects.create(
        officer=cast.posts["housing"].officer, unit=cast.units["rs-labour"], role=Role.HANDLER, title="承办人"
    )
    as_head = acting_in(both, both.officer)
    with pytest.raises(Refused, match="不能主持听证"):
        call(case.handling.pk, acting_in(colleague, colleague.officer), as_head)
    perform(case.handling.pk, "confirm", cast.head)
    record(case.handling.pk, cast.handler)
    with pytest.raises(Refused, match="不能主持听证"):
        conclude(case.handling.pk, as_head)


@pytest.mark.parametrize("who", ["sorter", "bureau_head", "housing", "head", "city_handler", "leader"])
def test_nobody_else_calls_it(cast: Cast, who: str) -> None:
    case = cast.bring_to("accepted")
    actor: Actor = getattr(cast, who)
    with pytest.raises((Forbidden, Unseen)):
        call(case.handling.pk, actor, cast.head)


def test_the_handler_does_not_conclude_and_nobody_before_it_was_held(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    call(case.handling.pk, cast.handler, cast.head)
    with pytest.raises(Refused):
        conclude(case.handling.pk, cast.head)
    record(case.handling.pk, cast.handler)
    with pytest.raises(Forbidden):
        conclude(case.handling.pk, cast.handler)
    with pytest.raises(Refused):
        record(case.handling.pk, cast.handler)


def test_the_petitioner_is_invited_in_writing_and_reads_what_was_said(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    day = call(case.handling.pk, cast.handler, cast.head)
    message = Message.objects.get(move="call_hearing")
    assert (message.subject_id, message.context["day"], message.context["at"]) == (
        case.filing.pk,
        day.isoformat(),
        "09:30",
    )
    paper = Paper.objects.get(kind="hearing_notice")
    assert json.loads(words_at(paper.subject_id, paper.seq)["paper"])["petitioner"] == "张三丰"
    record(case.handling.pk, cast.handler)
    conclude(case.handling.pk, cast.head)
    read = {entry.move: entry.text for entry in follow(case.filing.pk).timeline(proven=True)}
    assert "地点：三楼会议室" in read["call_hearing"]
    assert f"信访人怎么说：{SAID['petitioner_said']}" in read["record_hearing"]
    assert f"听证结论：{CONCLUSION['conclusion']}" in read["conclude_hearing"]
    sealed = Step.objects.filter(move="record_hearing").get().facts
    assert SAID["petitioner_said"] not in json.dumps(sealed, ensure_ascii=False)


def test_its_papers_say_it_all(final: Reviewed) -> None:
    review = final.review.pk
    day = call(review, final.gov_handler, final.gov_head)
    said = printed("hearing_notice")
    for words in (
        "听证通知书",
        f"{day.year}年{day.month}月{day.day}日09:30",
        "三楼会议室",
        "主持人某gov_head",
        "第三十六条不计入期限",
        "申请主持人回避",
    ):
        assert words in said
    record(review, final.gov_handler)
    said = printed("hearing_record")
    for words in (
        "听证笔录",
        "主持人某gov_head",
        "三楼会议室",
        "记录人",
        *(words.rstrip("。") for words in SAID.values()),
    ):
        assert words in said
    assert Paper.objects.get(kind="hearing_record").number == "", "a record has no number"
    conclude(review, final.gov_head)
    said = printed("hearing_conclusion")
    for words in ("听证结论书", *(words.rstrip("。") for words in (*SAID.values(), *CONCLUSION.values()))):
        assert words in said


def test_no_days_come_back_once_the_term_has_run_out(final: Reviewed) -> None:
    review, due = final.review.pk, due_of(final.review.pk, "final_review")
    call(review, final.gov_handler, final.gov_head, now=due + timedelta(days=1))
    assert (Interval.objects.get().days, due_of(review, "final_review")) == (0, due)
    assert list(problems()) == []
