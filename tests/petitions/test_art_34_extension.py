"""Extension 延期 (条例 第三十四条): up to 30 days more, once, approved by the head, and the petitioner is told why."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from sunshine.foundation.administration.jobs import recount_provisional
from sunshine.foundation.calendar.models import CalendarDay, CalendarYear
from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.calendar.rules import SHANGHAI, Days, deadline, last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.memory import edited
from sunshine.foundation.notices.models import Message
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.procedure.perform import Done, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.following import follow
from sunshine.petitions.matter import FIRST
from sunshine.petitions.models import Handling
from tests.support.cast import Case, Cast

REASON = "需要向外省两个工地调取考勤记录。"


def propose(cast: Cast, case: Case, days: int = 20, now: datetime | None = None) -> Done:
    return perform(
        case.handling.pk, "extend", cast.handler, Given({"days": days}, {"reason": REASON}), now=now
    )


def approve(cast: Cast, case: Case, now: datetime | None = None) -> Done:
    return perform(case.handling.pk, "confirm", cast.head, now=now)


def decide_of(case: Case) -> Duty:
    return Duty.objects.get(subject=case.handling.pk, rule="decide")


def last(moment: datetime) -> date:
    return last_day(moment)


def test_the_term_ends_so_many_days_after_its_own_last_day(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    was = decide_of(case).due_at
    propose(cast, case)
    assert decide_of(case).due_at == was, "nothing changes before the head approves"
    approve(cast, case)
    wanted = deadline(was - timedelta(seconds=1), Days(20), work_calendar()).at
    assert decide_of(case).due_at == wanted
    assert last(wanted) >= last(was) + timedelta(days=20)
    assert Handling.objects.get(pk=case.handling.pk).extended_days == 20
    assert case.stage("handling") == "accepted"
    assert list(problems()) == []


def test_only_once_and_only_while_the_sixty_days_run(cast: Cast) -> None:
    case = cast.bring_to("signed")
    with pytest.raises(Refused):
        propose(cast, case)
    cast.accept(case)
    propose(cast, case, 1)
    approve(cast, case)
    with pytest.raises(Refused, match="已经延期过一次"):
        propose(cast, case, 1)


def test_a_proposal_sent_back_extends_nothing_and_can_be_made_again(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    was = decide_of(case).due_at
    propose(cast, case)
    perform(case.handling.pk, "send_back", cast.head, Given(texts={"reason": "再抓紧"}))
    assert decide_of(case).due_at == was
    propose(cast, case, 10)
    approve(cast, case)
    assert decide_of(case).due_at > was


def test_not_once_the_term_has_run_out(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    due = decide_of(case).due_at
    propose(cast, case, now=due - timedelta(hours=1))
    with pytest.raises(Refused, match="已经届满"):
        approve(cast, case, now=due)
    assert decide_of(case).due_at == due


@pytest.mark.parametrize("days", ["0", "31", "-3", "许多", ""])
def test_more_than_thirty_days_or_less_than_one_are_not_asked_for(cast: Cast, days: str) -> None:
    case = cast.bring_to("accepted")
    snapshot = load(case.handling.pk, cast.handler, lock=False)
    asked = ask(
        procedure("handling").by_code["extend"], snapshot, cast.handler, {"days": days, "reason": "忙"}
    )
    assert not asked.is_valid()
    assert "days" in asked.form.errors


@pytest.mark.parametrize("who", ["sorter", "bureau_head", "housing", "head", "city_handler"])
def test_nobody_else_asks_for_it(cast: Cast, who: str) -> None:
    case = cast.bring_to("accepted")
    with pytest.raises((Forbidden, LookupError)):
        perform(case.handling.pk, "extend", getattr(cast, who), Given({"days": 5}, {"reason": "忙"}))


def test_who_proposed_it_does_not_approve_it(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    propose(cast, case)
    with pytest.raises(Forbidden):
        perform(case.handling.pk, "confirm", cast.handler)


def test_the_petitioner_is_told_why_until_when_and_by_whose_leave(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    propose(cast, case)
    approve(cast, case)
    due = last(decide_of(case).due_at).isoformat()
    paper = Paper.objects.get(kind="extension")
    data = json.loads(words_at(paper.subject_id, paper.seq)["paper"])
    assert (data["days"], data["reason"], data["due"], data["approver"]) == (20, REASON, due, "某head")
    assert paper.number.startswith("仁寿县人力资信访〔")
    message = Message.objects.get(move="extend")
    assert (message.subject_id, message.context["due"]) == (case.filing.pk, due)
    entry = next(entry for entry in follow(case.filing.pk).timeline(proven=True) if entry.move == "extend")
    assert (entry.text, str(entry.detail)) == (REASON, "延长 20 天")


def test_the_progress_page_shows_the_legal_clock_and_the_time_gone_by(cast: Cast, client: Client) -> None:
    case = cast.bring_to("accepted")
    propose(cast, case)
    approve(cast, case)
    case.filing.registered_at -= timedelta(days=34)
    case.filing.save(update_fields=["registered_at"])
    page = shown(client, case)
    assert "延长了 20 天" in page
    assert "从登记到今天，一共 34 天" in page
    assert "延期告知书" in page


def shown(client: Client, case: Case) -> str:
    code = words_at(case.filing.pk, FIRST)["code"]
    client.post(reverse("trace"), {"number": case.filing.number, "code": code, "factor": "5678"})
    return client.get(reverse("progress", args=[case.filing.pk])).content.decode()


def publish(year: int, *holidays: date) -> None:
    CalendarYear.objects.update_or_create(year=year, defaults={"published": True, "source": "测试"})
    for day in holidays:
        CalendarDay.objects.create(date=day, working=False, name="春节")
    edited()


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)


def accepted_on(cast: Cast, day: date) -> Case:
    case = cast.bring_to("signed")
    given = Given(texts={"person": "王强", "phone": "028-0000 0000"})
    perform(case.handling.pk, "accept", cast.handler, given, now=at(day))
    return case


def test_into_a_year_without_holidays_it_is_provisional_and_counted_again(cast: Cast) -> None:
    publish(2030)
    case = accepted_on(cast, date(2030, 10, 8))  # sixty days end on 9 December 2030 (the 7th is a Saturday)
    propose(cast, case, 30, at(date(2030, 11, 20)))
    approve(cast, case, at(date(2030, 11, 21)))
    extended = decide_of(case)
    assert (extended.provisional, last(extended.due_at)) == (True, date(2031, 1, 8))
    publish(2031, date(2031, 1, 8), date(2031, 1, 9))
    with time_machine.travel(at(date(2030, 12, 28)), tick=False):
        assert recount_provisional() == 1
    assert last(decide_of(case).due_at) == date(2031, 1, 10)
    assert list(problems()) == []


def test_a_term_that_was_provisional_itself_is_counted_again_with_its_extension(cast: Cast) -> None:
    publish(2030)
    case = accepted_on(cast, date(2030, 11, 24))  # sixty days end on 23 January 2031
    propose(cast, case, 10, at(date(2030, 12, 20)))
    approve(cast, case, at(date(2030, 12, 21)))
    assert last(decide_of(case).due_at) == date(2031, 2, 3)  # the 2nd is a Sunday
    publish(2031, *(date(2031, 1, 23) + timedelta(days=n) for n in range(7)))
    with time_machine.travel(at(date(2030, 12, 28)), tick=False):
        assert recount_provisional() == 1
    assert last(decide_of(case).due_at) == date(2031, 2, 10)  # from the 30th, whose ten days end on a Sunday
    assert list(problems()) == []


def test_the_paper_says_it_all_and_is_served_as_any_other(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    propose(cast, case)
    approve(cast, case)
    pages = PdfReader(io.BytesIO(pdf(Paper.objects.get(kind="extension")))).pages
    printed = "".join("".join(page.extract_text() for page in pages).split())
    for said in ("信访事项延期告知书", REASON, "20日", "某head", "张三丰", "第三十四条"):
        assert said in printed
