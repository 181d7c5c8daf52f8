"""A year's holidays are published: clocks that rested on a guess are counted again, each by a step; certain ones stay."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError

from sunshine.foundation.administration.jobs import recount_provisional
from sunshine.foundation.administration.years import read_days
from sunshine.foundation.calendar.models import CalendarDay, CalendarYear
from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.procedure.engine import Forbidden
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.procedure.perform import perform
from tests.foundation.administration.conftest import Office

YEAR = 2031
DAYS = "2031-01-01 元旦 休\n2031-01-22至2031-01-28 春节 休\n2031-02-01 春节 班"


def test_a_published_year_counts_provisional_duties_again(office: Office) -> None:
    case = office.cast.bring_to("signed")
    now = datetime(2030, 11, 24, 10, tzinfo=SHANGHAI)  # sixty days end on 23 January 2031, a holiday by then
    given = Given(texts={"person": "王强", "phone": "028-0000 0000"})
    perform(case.handling.pk, "accept", office.cast.handler, given, now=now)
    duty = Duty.objects.get(subject=case.handling.pk, rule="decide")
    assert duty.provisional
    CalendarYear.objects.get_or_create(year=2030, defaults={"published": True, "source": "测试"})
    office.make("year", year=YEAR, source="国办发明电〔2030〕1号", days=DAYS)
    assert not work_calendar().is_working(date(2031, 1, 23))
    assert recount_provisional() >= 1
    counted = Duty.objects.get(pk=duty.pk)
    assert (counted.provisional, counted.due_at.astimezone(SHANGHAI).date().isoformat()) == (
        False,
        "2031-01-30",
    )
    assert Step.objects.filter(subject=case.handling.pk, move="recount").count() == 1
    assert recount_provisional() == 0
    assert list(problems()) == []


def test_an_amended_year_keeps_its_rows_and_takes_back_a_day(office: Office) -> None:
    year = office.make("year", year=YEAR, source="国办发明电〔2030〕1号", days=DAYS)
    office.do("year", year, "amend", source="国办发明电〔2030〕9号", days="2031-01-01 元旦 休")
    assert CalendarDay.objects.filter(date__year=YEAR).count() == 9
    assert work_calendar().is_working(date(2031, 1, 23))
    assert not work_calendar().is_working(date(2031, 2, 1))
    assert list(problems()) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2031-01-01 元旦", "读不懂"),
        ("2031-02-30 什么 休", "没有 2031-02-30 这一天"),
        ("2030-12-31 元旦 休", "不在 2031 年里"),
        ("2031-01-20至2031-01-02 春节 休", "起止日期不对"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, why: str) -> None:
    with pytest.raises(ValidationError, match="第 2 行") as fault:
        read_days(f"2031-05-01 劳动节 休\n{line}", YEAR)
    assert why in str(fault.value)


def test_only_the_highest_administrators_publish(office: Office) -> None:
    with pytest.raises(Forbidden):
        office.make("year", by=office.county("system_admin"), year=YEAR, source="x", days=DAYS)
    with pytest.raises(Forbidden):
        office.make("year", by=office.cast.auditor, year=YEAR, source="x", days=DAYS)
