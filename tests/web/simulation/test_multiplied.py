"""The bench's many petitions: each life written several times, every copy one of its own and as whole as the first."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from django.utils import timezone

from bench.multiply import Multiplying
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.queries import words_named
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.search.index import index
from sunshine.foundation.search.models import Entry
from sunshine.petitions.models import Filing
from sunshine.web.demo.staff import appoint
from sunshine.web.simulation.run import simulate

LIVES, TIMES = 12, 3


@pytest.fixture
def multiplied(db: None) -> None:
    appoint()
    simulate(LIVES, 120, 4, timezone.now(), processes=0, crew=partial(Multiplying, times=TIMES))


def test_every_copy_is_proved_like_a_petition_of_its_own(multiplied: None) -> None:
    assert list(problems()) == []
    assert Filing.objects.count() == LIVES * TIMES
    stages = Counter(Subject.objects.filter(kind="petition").values_list("stage", flat=True))
    assert not [stage for stage, count in stages.items() if count % TIMES]


def test_every_copy_opens_with_the_words_of_the_first(multiplied: None) -> None:
    titles = Counter(words_named(Filing.objects.values_list("pk", flat=True), "title").values())
    assert titles.total() == LIVES * TIMES
    assert not [title for title, count in titles.items() if count % TIMES]


def test_every_copy_is_found_by_its_own_number(multiplied: None) -> None:
    for entry in Entry.objects.order_by("?")[:6]:
        written = set(entry.tokens)
        index(entry.root_id)
        assert written == set(Entry.objects.get(pk=entry.pk).tokens)
