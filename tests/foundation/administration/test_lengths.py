"""A county promises to be quicker than the law: for what begins from that day, in that county, never beyond the law."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sunshine.foundation.calendar.rules import Days, days_left
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.duties.rules import LocalLength, LocalTerms
from sunshine.petitions.clocks import ASK_REVIEW, DECIDE
from tests.foundation.administration.conftest import Office

LENGTH = {"rule": "forward", "division": "511421", "days": "5", "basis": "仁信联〔2026〕1号"}


def opened(office: Office, place: str) -> Duty:
    case = office.cast.file(place=place)
    return Duty.objects.get(subject__root=case.petition, rule="forward")


def test_it_holds_for_what_begins_there_and_then(office: Office) -> None:
    before = opened(office, "511421")
    office.make("length", **LENGTH, valid_from=timezone.localdate())
    assert (
        days_left(opened(office, "511421").due_at, timezone.now()) <= 8
    )  # five days, and a rest day at most
    assert days_left(opened(office, "511681").due_at, timezone.now()) >= 15
    assert Duty.objects.get(pk=before.pk).due_at == before.due_at


def test_it_begins_on_its_day(office: Office) -> None:
    office.make("length", **LENGTH, valid_from=timezone.localdate() + timedelta(days=3))
    assert days_left(opened(office, "511421").due_at, timezone.now()) >= 15


@pytest.mark.parametrize("days", ["0", "16", "61"])
def test_never_longer_than_the_law(office: Office, days: str) -> None:
    with pytest.raises(AssertionError):
        office.make("length", **LENGTH | {"days": days}, valid_from=timezone.localdate())


def test_never_retroactively(office: Office) -> None:
    with pytest.raises(AssertionError, match="不能追溯"):
        office.make("length", **LENGTH, valid_from=timezone.localdate() - timedelta(days=1))


def test_the_nearest_area_decides_and_a_right_is_never_shortened() -> None:
    today = timezone.localdate()
    rows = [LocalLength(code, area, n, today, None) for code, area, n in
            (("decide", "51", 50), ("decide", "511421", 30), ("ask_review", "51", 3), ("decide", "511681", 90))]  # fmt: skip
    terms = LocalTerms({code: [row for row in rows if row.rule == code] for code in ("decide", "ask_review")})
    now = timezone.now()
    assert terms.term(DECIDE, "511421004", now) == Days(30)
    assert terms.term(DECIDE, "5114", now) == Days(50)
    assert terms.term(DECIDE, "511681", now) == Days(
        60
    )  # a table rewritten by hand still cannot exceed the law
    assert terms.term(ASK_REVIEW, "511421", now) == ASK_REVIEW.term
