"""Pause 暂停 (条例 第三十四条至第三十六条): only by a rule on the list, told to the petitioner, and not one day more than it took."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.calendar.rules import SHANGHAI, Days, deadline, last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.memory import edited
from sunshine.foundation.notices.models import Message
from sunshine.foundation.procedure.engine import Forbidden, Refused, lawful
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.procedure.perform import Done, Unseen, load, perform
from sunshine.petitions.following import follow
from sunshine.petitions.models import Interval, PauseRule
from tests.support.cast import Case, Cast
from tests.support.hearings import pause_rule
from tests.support.reviews import delivered

REASON, RESULT = "送鉴定机构鉴定伤残等级。", "鉴定为九级。"


def propose(cast: Cast, case: Case, rule: PauseRule, days: int = 15, now: datetime | None = None) -> Done:
    until = timezone.localdate(now) + timedelta(days=days)
    given = Given({"allowed_by": str(rule.pk), "until": until.isoformat()}, {"reason": REASON})
    return perform(case.handling.pk, "pause", cast.handler, given, now=now)


def pause(cast: Cast, case: Case, rule: PauseRule, days: int = 15, now: datetime | None = None) -> None:
    propose(cast, case, rule, days, now)
    perform(case.handling.pk, "confirm", cast.head, now=now)


def resume(cast: Cast, case: Case, now: datetime | None = None) -> Done:
    return perform(case.handling.pk, "resume", cast.handler, Given(texts={"words": RESULT}), now=now)


def due_of(case: Case) -> datetime:
    return Duty.objects.get(subject=case.handling.pk, rule="decide").due_at


def counted(since: datetime | None, days: int) -> datetime:
    assert since
    return deadline(since, Days(days), work_calendar()).at


def may(cast: Cast, case: Case) -> set[str]:
    return {move.code for move in lawful(load(case.handling.pk, cast.handler, lock=False), cast.handler)}


def test_without_a_rule_of_the_place_no_term_stands_still(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    assert not PauseRule.objects.exists(), "none is shipped"
    for other in ({"place": "511681"}, {"term": "review"}, {"kind": "hearing"}):
        made = pause_rule(**other)
        with pytest.raises(Refused, match="没有可以暂停期限的依据"):
            propose(cast, case, made)
    assert "pause" not in may(cast, case)


def test_the_term_ends_later_by_the_days_it_really_stood_still(cast: Cast) -> None:
    case, rule = cast.bring_to("accepted"), pause_rule()
    start, due = case.handling.accepted_at, due_of(case)
    propose(cast, case, rule)
    assert due_of(case) == due, "nothing changes before the head approves"
    perform(case.handling.pk, "confirm", cast.head)
    assert due_of(case) == counted(start, 75)
    owed = Duty.objects.get(rule="end_pause")
    assert last_day(owed.due_at) == timezone.localdate() + timedelta(days=15)
    resume(cast, case, timezone.now() + timedelta(days=9))
    assert due_of(case) == counted(start, 69)
    assert not Duty.objects.filter(rule="end_pause", state="open").exists()
    assert list(problems()) == []


def test_several_pauses_and_an_extension_come_to_the_same_in_any_order(cast: Cast) -> None:
    rule, ends = pause_rule(), set()
    for extend_first in (True, False):
        case = cast.bring_to("accepted")
        if extend_first:
            _extend(cast, case, timezone.now())
        for week in (0, 7):
            pause(cast, case, rule, now=timezone.now() + timedelta(days=week))
            resume(cast, case, timezone.now() + timedelta(days=week + 4))
        if not extend_first:
            _extend(cast, case, timezone.now() + timedelta(days=12))
        own = counted(case.handling.accepted_at, 68)
        ends.add(last_day(due_of(case)))
        assert due_of(case) == deadline(own - timedelta(seconds=1), Days(10), work_calendar()).at
    assert len(ends) == 1
    assert list(problems()) == []


def _extend(cast: Cast, case: Case, now: datetime) -> None:
    perform(case.handling.pk, "extend", cast.handler, Given({"days": 10}, {"reason": "外地取证"}), now=now)
    perform(case.handling.pk, "confirm", cast.head, now=now)


def test_the_petitioner_is_told_why_until_when_and_by_what(cast: Cast) -> None:
    case, rule = cast.bring_to("accepted"), pause_rule()
    pause(cast, case, rule)
    told = Message.objects.get(move="pause")
    until = timezone.localdate() + timedelta(days=15)
    assert (told.subject_id, told.context["day"]) == (case.filing.pk, until.isoformat())
    line = follow(case.filing.pk).holders[0].left_out[0]
    assert (str(line.kind), line.days, line.basis, line.running) == ("暂停", 15, rule.basis, True)
    resume(cast, case)
    read = {entry.move: entry for entry in follow(case.filing.pk).timeline(proven=True)}
    assert (read["pause"].text, read["resume"].text) == (REASON, RESULT)
    assert str(read["resume"].detail) == "0 天不计入期限"
    assert Message.objects.get(move="resume").context["due"] == last_day(due_of(case)).isoformat()
    assert follow(case.filing.pk).elapsed == 0


def test_nothing_is_decided_meanwhile_and_what_has_run_out_is_not_brought_back(cast: Cast) -> None:
    case, rule = cast.bring_to("accepted"), pause_rule()
    pause(cast, case, rule)
    with pytest.raises(Refused, match="先恢复计算"):
        cast.propose(case)
    with pytest.raises(Refused):
        propose(cast, case, rule)
    resume(cast, case)
    propose(cast, case, rule)
    with pytest.raises(Refused, match="已经届满"):
        perform(case.handling.pk, "confirm", cast.head, now=due_of(case) + timedelta(days=1))


def test_a_rule_that_ended_still_explains_what_was_paused_by_it(cast: Cast) -> None:
    case, rule = cast.bring_to("accepted"), pause_rule()
    pause(cast, case, rule)
    rule.valid_to = date(2020, 6, 1)
    rule.save(update_fields=["valid_to"])
    edited()
    resume(cast, case, timezone.now() + timedelta(days=3))
    assert Interval.objects.get().days == 3
    assert follow(case.filing.pk).holders[0].left_out[0].basis == rule.basis
    assert "pause" not in may(cast, case)


def test_a_review_stands_still_only_by_a_rule_for_reviews(cast: Cast) -> None:
    reviewed, rule = delivered(cast), pause_rule(term="review", place="511400")
    reviewed.ask()
    review: UUID = reviewed.review.pk
    until = timezone.localdate() + timedelta(days=6)
    given = Given({"allowed_by": str(rule.pk), "until": until.isoformat()}, {"reason": REASON})
    perform(review, "pause", cast.city_handler, given)
    perform(review, "confirm", reviewed.city_head)
    assert Duty.objects.get(subject=review, rule="review").due_at == counted(reviewed.review.asked_at, 36)
    with pytest.raises(Refused, match="先恢复计算"):
        reviewed.propose("uphold")
    perform(review, "resume", cast.city_handler, Given(texts={"words": RESULT}))
    assert Duty.objects.get(subject=review, rule="review").due_at == counted(reviewed.review.asked_at, 30)
    assert list(problems()) == []


@pytest.mark.parametrize("who", ["sorter", "bureau_head", "housing", "head"])
def test_nobody_else_pauses(cast: Cast, who: str) -> None:
    case, rule = cast.bring_to("accepted"), pause_rule()
    given = Given({"allowed_by": str(rule.pk), "until": timezone.localdate().isoformat()}, {"reason": REASON})
    with pytest.raises((Forbidden, Unseen)):
        perform(case.handling.pk, "pause", getattr(cast, who), given)


def test_days_are_those_of_the_calendar_here(cast: Cast) -> None:
    """Paused late in the evening and resumed in the early morning: one day, whatever the hours."""
    case, rule = cast.bring_to("accepted"), pause_rule()
    day = timezone.localdate() + timedelta(days=1)
    late, early = (
        datetime(day.year, day.month, day.day, 23, 30, tzinfo=SHANGHAI),
        datetime(day.year, day.month, day.day, 1, tzinfo=SHANGHAI) + timedelta(days=1),
    )
    pause(cast, case, rule, now=late)
    resume(cast, case, early)
    assert Interval.objects.get().days == 1
