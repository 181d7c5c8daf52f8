"""The simulated past walks the side roads too, in small shares, and every act on them is lawful."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.memory import forget_all
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.petitions.models import Review
from sunshine.web.demo.staff import appoint
from sunshine.web.simulation import side_roads
from sunshine.web.simulation.run import simulate
from tests.web.simulation.test_simulation import NOW

LIVES = 120


@pytest.fixture
def eventful(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A past in which the side roads are walked often, so that few lives show all of them."""
    monkeypatch.setattr(side_roads, "OBJECTS", 0.3)
    monkeypatch.setattr(side_roads, "ASKS_HELP", 0.4)
    monkeypatch.setattr(side_roads, "EXTENDS", 1.0)
    monkeypatch.setattr(side_roads, "REVIEWED", dict.fromkeys(side_roads.REVIEWED, 0.6))
    monkeypatch.setattr(side_roads, "GOES_ON", 1.0)
    forget_all()
    with transaction.atomic():
        appoint()
        yield simulate(LIVES, 365, 4, NOW, processes=0)
        transaction.set_rollback(True)
    forget_all()


def test_every_side_road_is_walked_and_the_record_is_whole(eventful: Any) -> None:
    moves = Counter(Step.objects.filter(phase="").values_list("move", flat=True))
    walked = {
        "object", "refuse_objection", "ask_assistance", "answer_assistance", "extend", "ask_review", "uphold", "vary",
        "ask_final_review",
    }  # fmt: skip
    assert walked <= set(moves), moves
    assert Review.objects.filter(level="final").exclude(answer=None).exists()
    assert eventful.refused < LIVES * 0.05
    assert list(problems()) == []
