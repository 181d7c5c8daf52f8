"""Counting a term: 民法典 第二百零一条、第二百零三条."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.foundation.calendar.rules import (
    SHANGHAI,
    Days,
    Term,
    WorkCalendar,
    WorkingDays,
    days_left,
    deadline,
    last_day,
    reminder_times,
)
from sunshine.foundation.calendar.seed import known_days

CALENDAR = WorkCalendar(
    published=frozenset({2025, 2026}),
    exceptions={day.date: day.working for year in (2025, 2026) for day in known_days(year)},
)

moments = st.datetimes(
    datetime(2025, 1, 1),  # noqa: DTZ001  (the strategy adds the zone)
    datetime(2026, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([SHANGHAI, UTC]),
)
terms = st.builds(Days, st.integers(1, 120)) | st.builds(WorkingDays, st.integers(1, 60))


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("anchor", "term", "last", "provisional"),
    [
        (at(11, 2), Days(15), date(2026, 11, 17), False),
        (at(11, 2, 0), Days(15), date(2026, 11, 17), False),
        (at(11, 2, 23), Days(15), date(2026, 11, 17), False),
        (at(11, 6), Days(15), date(2026, 11, 23), False),  # ends on a Saturday
        (at(2, 1), Days(15), date(2026, 2, 24), False),  # ends in the Spring Festival
        (at(1, 30), Days(15), date(2026, 2, 14), False),  # ends on a Saturday that is worked
        (at(3, 21), Days(15), date(2026, 4, 7), False),  # ends on Qingming
        (at(8, 2), Days(60), date(2026, 10, 8), False),  # ends on the National Day
        (at(9, 25), Days(15), date(2026, 10, 10), False),  # ends on a Saturday that is worked
        (at(9, 30), WorkingDays(1), date(2026, 10, 8), False),
        (at(9, 30), WorkingDays(5), date(2026, 10, 13), False),  # 8, 9, 10 (worked), 12, 13
        (at(2, 13), WorkingDays(5), date(2026, 2, 27), False),  # 14 (worked), 24, 25, 26, 27
        (at(11, 20), WorkingDays(5), date(2026, 11, 27), False),
        (at(11, 1), Days(60), date(2026, 12, 31), False),
        (at(11, 2), Days(60), date(2027, 1, 1), True),
        (at(11, 3), Days(60), date(2027, 1, 4), True),  # weekdays are all that is known
        (at(12, 24), WorkingDays(5), date(2026, 12, 31), False),
        (at(12, 25), WorkingDays(5), date(2027, 1, 1), True),
        (at(12, 30, year=2024), Days(5), date(2025, 1, 6), False),
        (at(12, 30, year=2024), WorkingDays(5), date(2025, 1, 7), True),  # passed 2024, not in this calendar
    ],
)
def test_the_last_lawful_day(anchor: datetime, term: Term, last: date, provisional: bool) -> None:
    due = deadline(anchor, term, CALENDAR)
    assert last_day(due.at) == last
    assert due.provisional is provisional


def test_a_term_ends_at_midnight_in_shanghai_after_its_last_day() -> None:
    assert deadline(at(11, 2), Days(15), CALENDAR).at == datetime(2026, 11, 18, tzinfo=SHANGHAI)


def test_the_start_day_is_the_day_in_shanghai() -> None:
    late_on_the_first = datetime(2026, 11, 1, 20, tzinfo=UTC)
    assert deadline(late_on_the_first, Days(15), CALENDAR) == deadline(at(11, 2), Days(15), CALENDAR)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=40)), terms)
def test_starting_later_never_ends_sooner(anchor: datetime, delay: timedelta, term: Term) -> None:
    assert deadline(anchor, term, CALENDAR).at <= deadline(anchor + delay, term, CALENDAR).at


@given(moments, terms, st.integers(0, 40))
def test_a_longer_term_never_ends_sooner(anchor: datetime, term: Term, more: int) -> None:
    longer = type(term)(term.n + more)
    assert deadline(anchor, term, CALENDAR).at <= deadline(anchor, longer, CALENDAR).at


@given(moments, terms)
def test_the_last_day_is_never_a_rest_day_and_comes_after_the_first(anchor: datetime, term: Term) -> None:
    last = last_day(deadline(anchor, term, CALENDAR).at)
    assert CALENDAR.is_working(last)
    assert last >= anchor.astimezone(SHANGHAI).date() + timedelta(days=1)


@given(moments, st.integers(1, 60))
def test_working_days_hold_exactly_that_many(anchor: datetime, n: int) -> None:
    start = anchor.astimezone(SHANGHAI).date()
    last = last_day(deadline(anchor, WorkingDays(n), CALENDAR).at)
    counted = [start + timedelta(days=i) for i in range(1, (last - start).days + 1)]
    assert sum(CALENDAR.is_working(day) for day in counted) == n


@pytest.mark.parametrize("term", [Days, WorkingDays])
def test_an_empty_term_is_refused(term: type[Days] | type[WorkingDays]) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        term(0)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        deadline(datetime(2026, 11, 2), Days(15), CALENDAR)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (at(10, 22), 26),
        (at(11, 17, 0), 0),
        (at(11, 17, 23), 0),
        (at(11, 18, 0), -1),
        (at(11, 20), -3),
        (datetime(2026, 11, 16, 16, tzinfo=UTC), 0),
    ],
)
def test_days_left_counts_to_the_last_lawful_day(now: datetime, left: int) -> None:
    assert days_left(deadline(at(11, 2), Days(15), CALENDAR).at, now) == left


def test_reminders_come_at_half_at_four_fifths_and_at_the_end() -> None:
    opened = datetime(2026, 11, 1, tzinfo=SHANGHAI)
    due = opened + timedelta(days=10)
    assert reminder_times(opened, due) == [opened + timedelta(days=5), opened + timedelta(days=8), due]
    assert reminder_times(opened, due, (1.0, 0.5)) == [opened + timedelta(days=5), due]
