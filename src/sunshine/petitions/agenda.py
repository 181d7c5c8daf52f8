"""My calendar 我的日历: the last days of my duties, a month or a week at a time, beside working days and holidays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MINYEAR, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from sunshine.foundation.calendar.models import CalendarDay
from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.calendar.rules import ONE_DAY, SHANGHAI, last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.offices.actors import Actor
from sunshine.petitions.desk import own_or_free, own_posts

MOST = 1000  # duties read for one view
A_DAY = 8  # shown on one day of a month; the week shows all
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Item:
    """One duty on its last day, by number only: a calendar lies open on a desk."""

    petition: UUID
    number: str
    duty: Duty
    mine: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether offices work, the holiday's name, and what falls due."""

    date: date
    inside: bool  # of the month shown
    working: bool
    holiday: str
    today: bool
    items: Sequence[Item]
    more: int


@dataclass(frozen=True)
class Agenda:
    """A month or a week, with the way to the ones before and after."""

    first: date
    week: bool
    days: Sequence[Day]
    cut: bool  # there was more than is shown here

    @property
    def before(self) -> str:
        return _link(self.first - (WEEK if self.week else ONE_DAY), week=self.week)

    @property
    def after(self) -> str:
        return _link(self.first + WEEK if self.week else _next_month(self.first), week=self.week)

    @property
    def other(self) -> str:
        """The same time in the other view."""
        return _link(self.first, week=not self.week)

    @property
    def last(self) -> date:
        return self.days[-1].date


def _link(day: date, *, week: bool) -> str:
    year, number, _weekday = day.isocalendar()
    return "?" + urlencode({"week": f"{year}-W{number:02}"} if week else {"month": f"{day:%Y-%m}"})


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def agenda(actor: Actor, params: Mapping[str, str]) -> Agenda:
    """The calendar of this actor: the own duties and those nobody is named for. Two statements.

    ``month=2026-03`` or ``week=2026-W10``; anything else shows this month.
    """
    week = _week(params.get("week", ""))
    first = week or _month(params.get("month", ""))
    start = first - first.weekday() * ONE_DAY
    days = 7 if week else -(-((_next_month(first) - start).days) // 7) * 7
    span = [start + n * ONE_DAY for n in range(days)]
    found = _due(actor, span[0], span[-1])
    marks = _marks(span)
    return Agenda(
        first, bool(week), [_day(one, first, marks, found, bool(week)) for one in span], len(found) >= MOST
    )


def _week(typed: str) -> date | None:
    found = re.fullmatch(r"([1-8]\d{3})-W(\d\d)", typed, re.ASCII)
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        return None


def _month(typed: str) -> date:
    """The first day of a month; of this one for what cannot be read, and for the two ends of the calendar."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", typed, re.ASCII)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    return date(year, month, 1) if MINYEAR < year < 9999 else timezone.localdate().replace(day=1)


def _due(actor: Actor, first: date, last: date) -> list[Item]:
    own = own_posts(actor)
    midnight = datetime.combine(first, time.min, tzinfo=SHANGHAI)
    rows = own_or_free(actor).filter(due_at__gt=midnight)
    rows = rows.filter(due_at__lte=datetime.combine(last + ONE_DAY, time.min, tzinfo=SHANGHAI))
    found = rows.order_by("due_at", "id")[:MOST]
    return [Item(d.subject.root_id, d.subject.root.petition.number, d, d.post_id in own) for d in found]


Marks = Mapping[date, Any]


def _marks(span: Sequence[date]) -> Marks:
    name = "name_en" if get_language() == "en" else "name"
    return dict(CalendarDay.objects.filter(date__range=(span[0], span[-1])).values_list("date", name))


def _day(day: date, first: date, marks: Marks, found: Sequence[Item], week: bool) -> Day:
    items = [item for item in found if last_day(item.duty.due_at) == day]
    shown = items if week else items[:A_DAY]
    return Day(
        day, week or day.month == first.month, work_calendar().is_working(day), marks.get(day, ""),
        day == timezone.localdate(), shown, len(items) - len(shown),
    )  # fmt: skip
