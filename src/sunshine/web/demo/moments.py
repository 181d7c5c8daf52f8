"""When each step of a story happened, counted back from the moment the demo is loaded. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zlib import crc32

from sunshine.foundation.calendar.rules import ONE_DAY, SHANGHAI, WorkCalendar
from sunshine.web.demo.stories.shape import Step, Story

CLOCK = {
    Step.REGISTERED: time(9, 5),
    Step.SORTED: time(10, 10),
    Step.FORWARDED: time(11, 0),
    Step.SIGNED: time(14, 5),
    Step.NOTIFIED: time(15, 20),
    Step.CONTACTED: time(16, 15),
    Step.URGED: time(19, 30),
    Step.REPLIED: time(10, 30),
    Step.PROPOSED: time(9, 40),
    Step.ISSUED: time(16, 20),
    Step.DELIVERED: time(10, 50),
    Step.RATED: time(20, 40),
}
ONLINE = {Step.REGISTERED: time(7, 35), Step.DELIVERED: time(20, 0)}
SPREAD = 40  # minutes after the clock's time by which stories differ
APART = timedelta(minutes=30)


def moments(story: Story, now: datetime, calendar: WorkCalendar) -> list[tuple[datetime, Step]]:
    """Each step with its time: in order, before `now`, officers' steps in office hours on working days.

    A step that would fall on a rest day, or not before the one after it, moves to an earlier day.
    """
    found: list[tuple[datetime, Step]] = []
    bound = now
    for step, days in reversed(list(story.days.items())):
        day = now.astimezone(SHANGHAI).date() - days * ONE_DAY
        bound = _latest(story, step, day, bound, calendar)
        found.append((bound, step))
    return found[::-1]


def _latest(story: Story, step: Step, day: date, bound: datetime, calendar: WorkCalendar) -> datetime:
    by_petitioner = step in {Step.URGED, Step.RATED} or (story.channel == "web" and step in ONLINE)
    clock = ONLINE[step] if by_petitioner and step in ONLINE else CLOCK[step]
    later = timedelta(minutes=crc32(story.id.encode()) % SPREAD)
    while True:
        at = datetime.combine(day, clock, SHANGHAI) + later
        if at <= bound - APART and (by_petitioner or calendar.is_working(day)):
            return at
        day -= ONE_DAY
