"""How a statutory term is counted. Pure: no database, no clock.

Terms follow 民法典 第二百条至第二百零四条: the day a term starts on is not counted (第二百零一条), and a term
whose last day is a rest day ends on the next working day (第二百零三条). Days are days in Asia/Shanghai.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days: Monday to Friday, except where the published arrangement says otherwise."""

    published: frozenset[int]
    exceptions: Mapping[date, bool]

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day; in a year not yet published, whether it is a weekday."""
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def next_working(self, day: date) -> date:
        """This day if it is a working day, otherwise the first working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def is_published(self, first: date, last: date) -> bool:
        """Whether every day from first to last, both included, lies in a published year."""
        return all(year in self.published for year in range(first.year, last.year + 1))


@dataclass(frozen=True, slots=True)
class Days:
    """A term of n calendar days (日), n >= 1. Raises ValueError for less."""

    n: int

    def __post_init__(self) -> None:
        _refuse_empty(self.n)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A term of n working days (工作日), n >= 1. Raises ValueError for less."""

    n: int

    def __post_init__(self) -> None:
        _refuse_empty(self.n)


Term = Days | WorkingDays


@dataclass(frozen=True, slots=True)
class Due:
    """When a term has run out.

    `at` is the first moment after the last lawful day: midnight in Asia/Shanghai, itself already too late.
    `provisional` means a day that decided it lies in a year whose holidays are not yet published.
    """

    at: datetime
    provisional: bool


def deadline(anchor: datetime, term: Term, calendar: WorkCalendar) -> Due:
    """The end of a term that starts at `anchor` (民法典 第二百零一条、第二百零三条).

    Raises ValueError if `anchor` has no time zone.
    """
    start = _shanghai_day(anchor)
    first, last = (
        _calendar_span(start, term.n, calendar)
        if isinstance(term, Days)
        else _working_span(start, term.n, calendar)
    )
    return Due(at=_midnight_after(last), provisional=not calendar.is_published(first, last))


def last_day(due_at: datetime) -> date:
    """The last day on which the act is still in time: what people are shown as the due date."""
    return _shanghai_day(due_at - timedelta(microseconds=1))


def days_left(due_at: datetime, now: datetime) -> int:
    """Calendar days until the last lawful day: 0 on that day itself, negative once overdue (超期)."""
    return (last_day(due_at) - _shanghai_day(now)).days


def reminder_times(
    opened_at: datetime, due_at: datetime, fractions: Sequence[float] = (0.5, 0.8, 1.0)
) -> list[datetime]:
    """The moments at which the given fractions of a term have run, in order; 1.0 is `due_at` itself."""
    term = due_at - opened_at
    return [opened_at + term * fraction for fraction in sorted(fractions)]


def _calendar_span(start: date, n: int, calendar: WorkCalendar) -> tuple[date, date]:
    """The days that decide a term in calendar days: its last day and the day that rolls to."""
    last = start + n * ONE_DAY
    return last, calendar.next_working(last)


def _working_span(start: date, n: int, calendar: WorkCalendar) -> tuple[date, date]:
    """The days that decide a term in working days: every day counted or passed over."""
    counted = _working_days_after(start, calendar)
    for _ in range(n - 1):
        next(counted)
    return start + ONE_DAY, next(counted)


def _working_days_after(day: date, calendar: WorkCalendar) -> Iterator[date]:
    while True:
        day = calendar.next_working(day + ONE_DAY)
        yield day


def _shanghai_day(moment: datetime) -> date:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(SHANGHAI).date()


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + ONE_DAY, time.min, tzinfo=SHANGHAI)


def _refuse_empty(n: int) -> None:
    if n < 1:
        raise ValueError("a term is at least one day long")
