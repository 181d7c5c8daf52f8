"""What is read out of the holiday package."""

from __future__ import annotations

from sunshine.foundation.calendar.seed import is_known, known_days


def test_a_year_beyond_the_package_is_unknown() -> None:
    assert is_known(2026)
    assert not is_known(2003)


def test_no_day_is_named_twice() -> None:
    for year in range(2004, 2027):
        days = [day.date for day in known_days(year)]
        assert len(days) == len(set(days))


def test_a_day_worked_in_exchange_is_always_a_weekend() -> None:
    assert all(day.date.weekday() >= 5 for day in known_days(2026) if day.working)
