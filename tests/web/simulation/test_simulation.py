"""A simulated past: whole, in a province's proportions, the same again for the same seed, and never among real petitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.queries import words_named
from sunshine.foundation.memory import forget_all
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.search.index import index
from sunshine.foundation.search.models import Entry
from sunshine.petitions.models import Filing, Petition, Rating
from sunshine.web.demo.staff import appoint
from sunshine.web.simulation.arrivals import Arrival, arrivals
from sunshine.web.simulation.case import Case
from sunshine.web.simulation.places import Places, survey
from sunshine.web.simulation.run import simulate
from sunshine.web.simulation.voices.hot import ISSUES
from tests.support.cast import Cast

NOW = timezone.localtime().replace(hour=16, minute=0)
LIVES = 150


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo's organs and officers and some simulated petitions, rolled back after these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_all()
        appoint()
        simulate(LIVES, 365, 4, NOW, processes=0)
        yield
        transaction.set_rollback(True)
    forget_all()


@pytest.fixture
def coming(province: None) -> list[Arrival]:
    return arrivals(6000, 365, NOW, survey(1))


@pytest.fixture
def places(province: None) -> Places:
    return survey(1)


def test_the_record_is_whole_and_nothing_is_left_to_the_worker(province: None) -> None:
    assert list(problems()) == []
    assert Filing.objects.count() == LIVES
    assert not ProcrastinateJob.objects.exists()
    assert not Message.objects.filter(settled_at=None).exists()
    assert not Duty.objects.filter(state="open", wake_at__lt=NOW).exists()
    assert not Paper.objects.exclude(sm3="").exists()  # typeset when somebody first opens them


def test_lives_are_lived_to_their_ends_by_all_sides(province: None) -> None:
    stages = Counter(Subject.objects.filter(kind="petition").values_list("stage", flat=True))
    assert stages["answered"] > LIVES * 0.6
    assert stages["handling"] > LIVES * 0.05
    moves = Counter(Step.objects.values_list("move", flat=True))
    assert {
        "sort",
        "accept",
        "guide",
        "contact",
        "urge",
        "reply_urge",
        "remind",
        "overdue",
        "lapse",
        "rate",
    } <= set(moves)
    assert moves["overdue"] < moves["accept"]
    assert Step.objects.latest("at").at < NOW


def test_lists_run_in_the_order_of_time(province: None) -> None:
    corrected = Step.objects.filter(move="correct_registered").values("subject__root")
    entered = Petition.objects.exclude(pk__in=corrected)
    by_id = list(entered.order_by("pk").values_list("registered_at", flat=True))
    assert by_id == sorted(by_id)
    for bureau, year in Counter((n[:8], n[9:13]) for n in Filing.objects.values_list("number", flat=True)):
        ours = Filing.objects.filter(number__startswith=f"{bureau}-{year}").order_by("pk")
        counted = [int(number[-6:]) for number in ours.values_list("number", flat=True)]
        assert counted == list(range(1, len(counted) + 1))


def test_most_who_rate_are_satisfied_and_many_are_silent(province: None) -> None:
    values = Counter(Rating.objects.exclude(handling=None).values_list("value", flat=True))
    assert values[3] < 0.15 * values.total()
    assert values.total() < 0.8 * Subject.objects.filter(kind="handling", stage="answered").count()


def test_matters_are_found_by_the_entry_the_index_would_make(province: None) -> None:
    for root in Petition.objects.order_by("?").values_list("pk", flat=True)[:5]:
        written = Entry.objects.get(pk=root)
        index(root)
        assert sorted(written.tokens) == sorted(Entry.objects.get(pk=root).tokens)


def test_the_same_seed_tells_the_same_again(province: None) -> None:
    first, second = _told(), _told()
    assert first == second
    assert len(first) == 25


def _told() -> list[tuple[datetime, str]]:
    """When and with what words people came, in a past told and taken back."""
    before = set(Filing.objects.values_list("pk", flat=True))
    with transaction.atomic():
        simulate(25, 90, 11, NOW, processes=0)
        texts = words_named(set(Filing.objects.values_list("pk", flat=True)) - before, "text")
        steps = Step.objects.filter(subject__in=texts).order_by("at", "move").values_list("at", "move")
        told = sorted((Filing.objects.get(pk=pk).registered_at, text) for pk, text in texts.items())
        assert len(steps) > 100
        transaction.set_rollback(True)
    return told


def test_channels_and_levels_are_those_of_the_province(coming: list[Arrival]) -> None:
    channels = Counter(one.channel for one in coming if one.hot is None)
    assert channels["web"] / channels.total() == pytest.approx(0.628, abs=0.02)
    levels = Counter(one.level for one in coming if one.hot is None)
    assert [levels[n] / levels.total() for n in range(3)] == pytest.approx([0.1, 0.4, 0.5], abs=0.02)
    assert 0.02 < sum(one.again for one in coming) / len(coming) < 0.09


def test_the_week_and_the_day_have_a_rhythm(coming: list[Arrival]) -> None:
    days = Counter(timezone.localtime(one.at).weekday() for one in coming)
    assert days[0] > 1.5 * days[6]
    visits = [timezone.localtime(one.at).hour for one in coming if one.channel == "visit"]
    assert min(visits) >= 9
    assert max(visits) <= 17
    evening = [one for one in coming if one.channel == "web" and timezone.localtime(one.at).hour >= 18]
    assert len(evening) > 0.2 * len(coming) * 0.6


def test_a_hot_issue_flares_in_one_place_in_many_voices(coming: list[Arrival], places: Places) -> None:
    for n, issue in enumerate(ISSUES):
        ours = [one for one in coming if one.hot == n]
        assert len(ours) > 50
        assert {one.place for one in ours} == {issue.place}
        assert max(one.at for one in ours) - min(one.at for one in ours) <= timedelta(days=issue.days + 4)
        texts = {Case(one, places, Random(one.voice)).filed().texts["text"] for one in ours}
        assert len(texts) > 0.97 * len(ours)


def test_no_two_texts_are_alike(coming: list[Arrival], places: Places) -> None:
    texts = [Case(one, places, Random(one.voice)).filed().texts["text"] for one in coming[:2000]]
    assert len(set(texts)) > 0.998 * len(texts)
    assert min(map(len, texts)) < 25
    assert max(map(len, texts)) > 250
    assert not any("{" in text for text in texts)


@pytest.mark.django_db
def test_a_database_with_petitions_of_its_own_is_refused(cast: Cast) -> None:
    cast.file()
    with pytest.raises(CommandError, match="of its own"):
        call_command("simulate", petitions=1)


@pytest.mark.django_db
def test_nothing_is_simulated_outside_demo_mode(settings: Any) -> None:
    settings.SUNSHINE_DEMO = False
    with pytest.raises(CommandError, match="demo mode"):
        call_command("simulate", petitions=1)
    assert directory().units == {} or not Filing.objects.exists()
