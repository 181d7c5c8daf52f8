"""My calendar: duties on their last day, working days and holidays, and a feed that holds numbers only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.offices.models import Post
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform
from sunshine.petitions import feed
from sunshine.petitions.agenda import agenda
from sunshine.petitions.models import CalendarFeed
from tests.petitions.test_costs import signed_in, statements
from tests.petitions.test_teamwork import acting, hire
from tests.support.cast import Cast


def test_a_duty_stands_on_its_last_lawful_day(cast: Cast) -> None:
    case = cast.file()
    due = last_day(Duty.objects.get(subject=case.petition).due_at)
    shown = agenda(cast.sorter, {"month": f"{due:%Y-%m}"})
    [day] = [one for one in shown.days if one.items]
    assert (day.date, day.items[0].number, day.more) == (due, case.filing.number, 0)


def test_a_month_is_whole_weeks_with_its_holidays_and_worked_weekends(cast: Cast) -> None:
    shown = agenda(cast.sorter, {"month": "2025-10"})
    days = {one.date: one for one in shown.days}
    assert (shown.days[0].date, shown.days[-1].date, len(days) % 7) == (
        date(2025, 9, 29),
        date(2025, 11, 2),
        0,
    )
    assert (days[date(2025, 10, 1)].holiday, days[date(2025, 10, 1)].working) == ("国庆节", False)
    assert days[date(2025, 10, 11)].working  # a Saturday worked for the holiday
    assert not days[date(2025, 10, 12)].working
    assert (shown.before, shown.after, shown.other) == ("?month=2025-09", "?month=2025-11", "?week=2025-W40")


def test_a_week_across_new_year(cast: Cast) -> None:
    shown = agenda(cast.sorter, {"week": "2026-W01"})
    assert [shown.days[0].date, shown.last] == [date(2025, 12, 29), date(2026, 1, 4)]
    assert (shown.before, shown.after) == ("?week=2025-W52", "?week=2026-W02")


@pytest.mark.parametrize("typed", ["", "2026-13", "0001-01", "9999-12", "x" * 500, "0000-00", "２０２６-01"])
def test_an_unreadable_month_is_this_month(cast: Cast, typed: str) -> None:
    shown = agenda(cast.sorter, {"month": typed, "week": typed})
    assert shown.first in {timezone.localdate().replace(day=1), date(2026, 1, 1)}


def test_colleagues_duties_are_not_mine(cast: Cast) -> None:
    case, li = cast.bring_to("accepted"), hire(cast, "李娜")
    perform(case.handling.pk, "assign", cast.head, Given({"post": str(li.pk)}))
    due = last_day(Duty.objects.get(rule="decide").due_at)
    month = {"month": f"{due:%Y-%m}"}
    assert not [one for one in agenda(cast.handler, month).days if one.items]
    assert [one.items[0].mine for one in agenda(acting(li), month).days if one.items] == [True]


def test_what_does_not_fit_on_a_day_is_counted(cast: Cast) -> None:
    for _ in range(10):
        cast.file()
    due = last_day(Duty.objects.filter(rule="forward")[0].due_at)
    [day] = [one for one in agenda(cast.sorter, {"month": f"{due:%Y-%m}"}).days if one.items]
    assert (len(day.items), day.more) == (8, 2)
    week = f"{due:%G-W%V}"
    [day] = [one for one in agenda(cast.sorter, {"week": week}).days if one.items]
    assert (len(day.items), day.more) == (10, 0)


def test_the_page_costs_the_same_however_much_is_due(cast: Cast) -> None:
    alone = statements(signed_in(cast, "sorter"), "/desk/calendar/")
    for _ in range(12):
        cast.file()
    assert statements(signed_in(cast, "sorter"), "/desk/calendar/") == alone <= 6


# --- the feed --------------------------------------------------------------------------------------------------


def subscribe(cast: Cast, who: str = "sorter") -> str:
    response = signed_in(cast, who).post("/desk/calendar/feed/", {"act": "renew"})
    return str(response.context["address"])


def fetched(address: str) -> Any:
    return Client().get(address.removeprefix("http://testserver"))


def test_the_feed_names_rule_day_and_number_and_nothing_else(cast: Cast) -> None:
    case = cast.file(text="张三丰的秘密", name="张三丰")
    response = fetched(subscribe(cast))
    body = response.content.decode()
    assert response["Content-Type"].startswith("text/calendar")
    due = last_day(Duty.objects.get(subject=case.petition).due_at)
    assert f"DTSTART;VALUE=DATE:{due:%Y%m%d}\r\n" in body
    assert f"SUMMARY:甄别转送 {case.filing.number}\r\n" in body
    assert not [word for word in ("张", "秘密", "5678", str(case.petition)) if word in body]
    assert all(len(line.encode()) <= 75 for line in body.split("\r\n"))


def test_a_report_comes_without_its_number(cast: Cast) -> None:
    case = cast.file(purpose="report")
    body = fetched(subscribe(cast)).content.decode()
    assert "SUMMARY:甄别转送\r\n" in body
    assert case.filing.number not in body


def test_the_address_is_the_only_key_and_a_new_one_ends_the_old(cast: Cast) -> None:
    first = subscribe(cast)
    second = subscribe(cast)
    assert [fetched(first).status_code, fetched(second).status_code] == [404, 200]
    assert second.split("/")[-1].removesuffix(".ics").encode() not in bytes(CalendarFeed.objects.get().digest)
    signed_in(cast, "sorter").post("/desk/calendar/feed/", {"act": "stop"})
    assert fetched(second).status_code == 404


def test_the_feed_ends_with_the_post(cast: Cast) -> None:
    address = subscribe(cast)
    Post.objects.filter(pk=cast.posts["sorter"].pk).update(valid_to=timezone.localdate())
    assert fetched(address).status_code == 404


def test_long_lines_fold_between_characters() -> None:
    pieces = list(feed._folded("字" * 60))
    assert all(len(piece.encode()) <= 74 for piece in pieces)
    assert "".join(piece.removeprefix(" ") for piece in pieces) == "字" * 60


@pytest.mark.past_the_engine
def test_days_to_come_and_gone_are_both_there(cast: Cast) -> None:
    case = cast.file()
    Duty.objects.filter(subject=case.petition).update(due_at=timezone.now() - timedelta(days=40))
    gone = last_day(Duty.objects.get(subject=case.petition).due_at)
    assert [one.date for one in agenda(cast.sorter, {"month": f"{gone:%Y-%m}"}).days if one.items] == [gone]
