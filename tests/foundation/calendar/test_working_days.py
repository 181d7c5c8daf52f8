"""Which days offices work, as the tables are delivered."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from sunshine.foundation.calendar import queries
from sunshine.foundation.calendar.models import CalendarDay, CalendarYear
from sunshine.foundation.calendar.rules import WorkCalendar

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calendar() -> WorkCalendar:
    queries.forget()
    return queries.work_calendar()


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 2, 14), True),  # Saturday worked for the Spring Festival
        (date(2026, 2, 16), False),
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),
        (date(2026, 4, 6), False),  # Monday after Qingming on a Sunday's weekend
        (date(2026, 9, 20), True),  # Sunday worked for the National Day
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
        (date(2026, 11, 21), False),
        (date(2004, 1, 22), False),
        (date(2025, 10, 11), True),
    ],
)
def test_a_published_day_is_what_the_notice_says(calendar: WorkCalendar, day: date, working: bool) -> None:
    assert calendar.is_working(day) is working


def test_the_first_working_day_after_the_national_day_holiday(calendar: WorkCalendar) -> None:
    assert calendar.next_working(date(2026, 10, 1)) == date(2026, 10, 8)
    assert calendar.next_working(date(2026, 10, 8)) == date(2026, 10, 8)


def test_the_years_2004_to_2026_are_published_and_no_other(calendar: WorkCalendar) -> None:
    assert calendar.published == frozenset(range(2004, 2027))


def test_each_day_carries_its_name() -> None:
    assert CalendarDay.objects.get(pk=date(2026, 4, 5)).name == "清明节"
    swapped = CalendarDay.objects.get(pk=date(2026, 10, 10))
    assert (swapped.name, swapped.name_en) == ("国庆节调休上班", "Working day for National Day")


def test_an_edit_is_seen_after_forgetting(calendar: WorkCalendar) -> None:
    CalendarYear.objects.create(year=2027, published=True, source="测试")
    CalendarDay.objects.create(date=date(2027, 1, 1), working=False, name="元旦", name_en="New Year's Day")
    assert queries.work_calendar() is calendar
    queries.forget()
    edited = queries.work_calendar()
    queries.forget()
    assert 2027 in edited.published
    assert not edited.is_working(date(2027, 1, 1))


def test_reading_again_asks_the_database_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        queries.work_calendar()
