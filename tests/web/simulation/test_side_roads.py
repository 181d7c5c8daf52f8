"""The simulated past walks every road there is, in lawful shares, and every act on them is lawful."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction

from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.memory import forget_all
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.procedure.table import procedures
from sunshine.foundation.search.index import index
from sunshine.foundation.search.models import Entry
from sunshine.petitions.interval_models import PauseRule
from sunshine.petitions.models import Filing, Review
from sunshine.web.demo.staff import appoint
from sunshine.web.simulation.run import simulate
from sunshine.web.simulation.shares import Shares

NOW = datetime(2026, 3, 2, 16, tzinfo=SHANGHAI)  # always the same, and so are the lives
LIVES = 500
EVENTFUL = Shares(
    handed_down=0.7, kept=0.8, handed_on=0.4, level_refused=0.9, assigned=0.3, named=0.3, corrected=0.1,
    day_corrected=0.2, code_renewed=0.05, looked_up=0.05, called=0.1, spread=0.1, pressed_early=0.1,
    counted_first=0.1, objects=0.15, objection_withdrawn=0.3, simple=0.4, simple_turned=0.2, full_wanted=0.3,
    asks_help=0.2, help_released=0.3, inquiry=0.3, meeting=0.3, hearing=0.12, mediation=0.15, paused=0.5,
    extends=1.0, recalled=0.1, sent_back=0.2, day_served_corrected=0.3, interested=0.06, asks_recusal=0.06,
    withdrawn=0.06, unanswered_call=0.4, represented=1.0,
    reviewed={"support": 0.1, "explain": 0.7, "refuse": 0.7}, varied=0.3, revoked=0.3, goes_on=0.8, review_heard=0.4,
    soon_again=0.25, part=0.3, retaliation=0.3, ended_again=0.1,
    undelivered=0.3, urgent=0.1, not_urgent=0.3, further_wanted=0.5, conference=0.15, conference_off=0.25, task_lifted=0.2,
    task_late=0.4, entrusted=0.9, excluded=0.6, words_opened=0.9,
)  # fmt: skip
# What a past told by seed does not do, and why.
NOT_WALKED: Mapping[str, str] = {
    "designate": "no organ ends in the demo",
    "open_original": "a simulated petitioner brings no files",
    "bind_case_file": "an officer's own copy, bound by a job of the day it is asked for",
    "open_case_file": "there is none to open",
    "begin": "erasure is by administrators, and leaves nothing to look at",
    "erase": "as above",
}


@pytest.fixture(scope="module")
def eventful(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A past in which every road is walked often, in a province one city of which lets the term stand still for appraisals."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_all()
        appoint()
        for term in ("decide", "review"):
            PauseRule.objects.create(
                kind="appraisal", term=term, division_id="511400", basis="《某市信访办法》第十条",
                valid_from=date(2020, 1, 1),
            )  # fmt: skip
        yield simulate(LIVES, 365, 4, NOW, processes=0, shares=EVENTFUL)
        transaction.set_rollback(True)
    forget_all()


def made_by_people() -> set[tuple[str, str]]:
    """Every move of a matter's tables that somebody makes, by kind."""
    return {
        (table.kind, move.code)
        for table in procedures()
        for move in table.moves
        if not move.by_system and move.code not in NOT_WALKED
    }


def test_every_move_a_person_can_make_is_made(eventful: Any) -> None:
    steps = Step.objects.values_list("subject__kind", "move", "phase")
    walked = {
        (kind, {"returned": "send_back", "recalled": "recall"}.get(phase, move))
        for kind, move, phase in steps
    }
    confirmed = {
        (kind, "confirm")
        for kind, facts in Step.objects.values_list("subject__kind", "facts")
        if "proposal" in facts
    }
    assert made_by_people() - walked - confirmed == set()


def test_the_record_is_whole_and_hardly_anything_was_tried_in_vain(eventful: Any) -> None:
    assert eventful.refused < Step.objects.count() * 0.01
    assert list(problems()) == []


def test_a_joined_filing_is_found_and_told_with_what_it_was_joined_to(eventful: Any) -> None:
    joined = Filing.objects.exclude(home=None)
    assert joined.filter(deliveries__state="served").exists()
    for root in {*joined.values_list("home", flat=True), *joined.values_list("petition", flat=True)}:
        written = set(Entry.objects.get(pk=root).tokens)
        index(root)
        assert written == set(Entry.objects.get(pk=root).tokens)


def test_who_was_through_with_all_reviews_is_told_by_which_opinion(eventful: Any) -> None:
    ended = Review.objects.filter(level="final").exclude(answer=None)
    assert ended.exists()
    again = Paper.objects.filter(kind="no_more")
    assert again.exists()
    numbers = set(Paper.objects.filter(pk__in=ended.values("answer")).values_list("number", flat=True))
    for paper in again:
        said = words_at(paper.subject_id, paper.seq)["paper"]
        assert any(number in said for number in numbers)


def test_a_report_of_retaliation_is_out_of_sight_of_whom_it_is_about(eventful: Any) -> None:
    assert Counter(Subject.objects.filter(kind="petition", sealed=True).values_list("stage", flat=True))
    reports = Step.objects.filter(move="register", facts__given__has_key="complained_of")
    assert reports.exists()
    for step in reports:
        family = Subject.objects.filter(root=step.subject.root)
        assert not family.filter(unit__in=step.facts["given"]["complained_of"]).exists()
        assert Filing.objects.filter(number=step.facts["given"]["follows"]).exists()
