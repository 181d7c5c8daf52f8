"""When people act: offices in office hours on working days, citizens around the clock, mostly in the evening."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from sunshine.foundation.calendar.rules import ONE_DAY, SHANGHAI, WorkCalendar

HOURS = range(24)
ONLINE = [4, 2, 1, 1, 1, 2, 5, 12, 24, 38, 40, 30, 22, 20, 26, 32, 30, 26, 22, 30, 40, 38, 26, 12]
OFFICE_MINUTES = [*range(9 * 60 + 3, 11 * 60 + 55), *range(13 * 60 + 33, 17 * 60 + 25)]


def office_hours(day: date, dice: Random, calendar: WorkCalendar) -> datetime:
    """Some minute of that day's office hours, or of the next working day's."""
    minute = dice.choice(OFFICE_MINUTES)
    opens = datetime.combine(calendar.next_working(day), time(), SHANGHAI)
    return opens + timedelta(minutes=minute, seconds=dice.randrange(60))


def online(day: date, dice: Random) -> datetime:
    """Some moment of that day, as likely as people are awake and free."""
    hour = dice.choices(HOURS, ONLINE)[0]
    return datetime.combine(day, time(hour), SHANGHAI) + timedelta(seconds=dice.randrange(3600))


def office_after(at: datetime, days: float, dice: Random, calendar: WorkCalendar) -> datetime:
    """In office hours, about so many days later, and never before it or in the same quarter of an hour."""
    local = (at + timedelta(days=days)).astimezone(SHANGHAI)
    found = office_hours(local.date(), dice, calendar)
    while found < at + timedelta(minutes=15):
        found = office_hours(found.date() + ONE_DAY, dice, calendar)
    return found


def online_after(at: datetime, days: float, dice: Random) -> datetime:
    """When a citizen comes back to it, about so many days later."""
    found = online((at + timedelta(days=days)).astimezone(SHANGHAI).date(), dice)
    return found if found > at + timedelta(minutes=5) else at + timedelta(minutes=dice.randint(20, 600))
