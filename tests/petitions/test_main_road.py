"""The main road: registered, sorted, forwarded, signed, accepted, answered, delivered, rated (条例 第二十一条至第二十三条、第三十二条、第三十四条)."""

from __future__ import annotations

from typing import Any

from sunshine.foundation.duties.models import Duty
from sunshine.petitions.models import Demand, Rating
from tests.support.cast import Cast


def open_duties(root: Any) -> set[str]:
    return set(Duty.objects.filter(subject__root=root, state="open").values_list("rule", flat=True))


def test_it_works(cast: Cast) -> None:
    case = cast.bring_to("rated")
    assert (case.stage("petition"), case.stage("filing"), case.stage("handling")) == ("answered",) * 3
    assert Demand.objects.get(petition=case.petition).outcome == "support"
    assert dict(Rating.objects.values_list("handling", "value")) == {None: 0, case.handling.pk: 0}


def test_every_stage_is_owed_by_somebody(cast: Cast) -> None:
    case = cast.file()
    expected = [
        (None, {"forward"}),
        (cast.sort, {"forward"}),
        (cast.forward, {"notice"}),
        (cast.sign, {"notice"}),
        (cast.accept, {"decide"}),
        (cast.propose, {"decide", "countersign"}),
        (cast.confirm, {"deliver", "execute"}),
        (cast.open_opinion, {"execute", "rate", "ask_review"}),
    ]
    for act, owed in expected:
        if act:
            act(case)
        assert open_duties(case.petition) == owed
