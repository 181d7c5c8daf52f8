"""The figures of docs/operations.md, computed from the settings in force: codes cannot be walked, however many try."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from django.utils import timezone

from sunshine.petitions import onetime
from sunshine.petitions.querycode import ALPHABET, LENGTH
from sunshine.petitions.tries import FACTOR, FAR, HOUR, NEAR, NETWORK, WARY, Budget

NOW = timezone.now()
DAY = timedelta(days=1)
CODES: int = len(ALPHABET) ** LENGTH


def tries_in(span: timedelta, budget: Budget) -> int:
    """How many wrong tries the most patient machine gets in so long a time, trying again the moment it may."""
    at, since, last, wrong = NOW, NOW, NOW, 0
    for tried in count():
        if since + budget.span <= at:
            since, wrong = at, 0
        closed = budget.closed_until(wrong, since, last)
        if closed and closed > at:
            at = closed
            if since + budget.span <= at:
                since, wrong = at, 0
        if at >= NOW + span:
            return tried
        last, wrong = at, wrong + 1
    raise AssertionError


def years(tries_a_day: float) -> float:
    """How long until half of all codes are tried, which is when a walker may expect to have met one."""
    return CODES / 2 / tries_a_day / 365


def test_one_network_gets_some_thirty_tries_a_day_at_one_number():
    assert tries_in(DAY, NEAR) == 34
    assert tries_in(DAY, WARY) == 24


def test_a_million_networks_walk_one_number_for_millions_of_years():
    until_wary = FAR.free + 1_000_000 * tries_in(DAY, WARY)
    assert years(until_wary) > 10_000_000


def test_a_million_networks_at_all_numbers_still_need_tens_of_thousands_of_years():
    """A try is at one number: how many filings there are helps nobody who knows no code."""
    assert years(1_000_000 * tries_in(DAY, NETWORK)) > 50_000


def test_operations_state_these_very_figures():
    """Whoever changes a budget changes the page that operators and the public read."""
    stated = " ".join(Path("docs/operations.md").read_text().split())
    one = years(FAR.free + 1_000_000 * tries_in(DAY, WARY))
    everywhere = years(1_000_000 * tries_in(DAY, NETWORK))
    for words in (
        f"{CODES / 1e17:.1f} × 10¹⁷",
        f"{tries_in(DAY, NEAR)} tries a day",
        f"some {one / 1e6:.0f} million years at one number",
        f"some {round(everywhere, -3):,.0f} years at all numbers",
        f"in {100 * FACTOR.free * 2 / 10_000:.1f} % of cases",
        f"| {FAR.free} | one number from all networks",
        f"| {NETWORK.free} | all numbers from one network",
        f"| {FACTOR.free} | the last four of one filing",
    ):
        assert words in stated, words


def test_last_four_of_a_stolen_receipt_are_met_by_chance_only():
    """Two numbers of ten thousand open it; after these tries only a new code does."""
    chance = FACTOR.free * 2 / 10_000
    assert chance <= 0.004
    assert FACTOR.span >= timedelta(days=30)


def test_recovery_codes_cannot_be_guessed():
    a_year = 365 * onetime.A_DAY * onetime.WRONG / 10**onetime.DIGITS
    assert a_year < 0.0001


@pytest.mark.parametrize(
    ("wrong", "seconds"), [(5, 30), (6, 60), (7, 120), (11, 1920), (12, 3600), (500, 3600)]
)
def test_waits_double_up_to_an_hour(wrong: int, seconds: int):
    closed = NEAR.closed_until(wrong, NOW, NOW)
    assert closed == NOW + timedelta(seconds=seconds)


def test_nothing_is_closed_before_it_is_used_up_or_after_its_day():
    late: datetime = NOW + DAY - HOUR / 2
    assert NEAR.closed_until(NEAR.free - 1, NOW, NOW) is None
    assert NEAR.closed_until(500, NOW, late) == NOW + DAY
