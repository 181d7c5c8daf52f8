"""Reading the working calendar."""

from __future__ import annotations

from sunshine.foundation.calendar.models import CalendarDay, CalendarYear
from sunshine.foundation.calendar.rules import WorkCalendar
from sunshine.foundation.memory import remembered


@remembered(seconds=60)
def work_calendar() -> WorkCalendar:
    """The calendar as the tables have it; ``memory.edited()`` after an edit."""
    years = CalendarYear.objects.filter(published=True).values_list("year", flat=True)
    days = CalendarDay.objects.values_list("date", "working")
    return WorkCalendar(published=frozenset(years), exceptions=dict(days))


def forget() -> None:
    """Make the next reader in this process look at the tables again; call it after an edit."""
    work_calendar.forget()
