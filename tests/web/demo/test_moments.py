"""Each story's steps fall at plausible times, in order, whatever moment the demo is loaded at."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.duties.rules import DutyRule
from sunshine.petitions.clocks import DECIDE, FORWARD, NOTICE
from sunshine.web.demo.moments import moments
from sunshine.web.demo.stories import STORIES
from sunshine.web.demo.stories.shape import Journey, Step, Story

pytestmark = pytest.mark.django_db

# Night, morning, a Sunday, and the two long holidays.
LOADS = [
    datetime(2026, 11, 23, 1, 40, tzinfo=SHANGHAI),
    datetime(2026, 11, 24, 10, 15, tzinfo=SHANGHAI),
    datetime(2026, 11, 29, 15, 0, tzinfo=SHANGHAI),
    datetime(2026, 10, 5, 9, 0, tzinfo=SHANGHAI),
    datetime(2026, 2, 20, 23, 59, tzinfo=SHANGHAI),
]
each_load = pytest.mark.parametrize("now", LOADS, ids=lambda now: now.strftime("%m%dT%H%M"))


@each_load
def test_in_order_and_in_the_past(now: datetime) -> None:
    for story in STORIES:
        found = moments(story, now, work_calendar())
        assert [step for _, step in found] == list(story.days)
        times = [at for at, _ in found]
        assert times == sorted(set(times))
        assert times[-1] < now
        assert times[0] > now - timedelta(days=100)


@each_load
def test_officers_work_in_office_hours(now: datetime) -> None:
    calendar = work_calendar()
    for story in STORIES:
        for at, step in moments(story, now, calendar):
            if step in {Step.SORTED, Step.FORWARDED, Step.SIGNED, Step.NOTIFIED, Step.CONTACTED, Step.ISSUED}:
                assert calendar.is_working(at.date())
                assert 9 <= at.hour <= 17


@each_load
def test_only_the_overdue_stories_are_overdue(now: datetime) -> None:
    for story in STORIES:
        at = {step: moment for moment, step in moments(story, now, work_calendar())}
        assert not _is_late(FORWARD, at, Step.REGISTERED, Step.FORWARDED, now)
        late = _is_late(NOTICE, at, Step.FORWARDED, Step.NOTIFIED, now)
        assert late == (story.journey == Journey.OVERDUE_NOTICE), story.id
        late = story.branch == "31.6" and _is_late(DECIDE, at, Step.NOTIFIED, Step.ISSUED, now)
        assert late == (story.journey == Journey.OVERDUE_OPINION), story.id


def _is_late(rule: DutyRule, at: dict[Step, datetime], begun: Step, done: Step, now: datetime) -> bool:
    return begun in at and at.get(done, now) >= rule.due(at[begun], work_calendar()).at


def test_stories_differ_by_minutes() -> None:
    def minute(story: Story) -> int:
        return moments(story, LOADS[1], work_calendar())[0][0].minute

    assert len({minute(story) for story in STORIES}) > 10
