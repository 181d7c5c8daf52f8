"""Two-person acts: proposed by one, decided by another in the named role, sent back with a reason (条例 第三十二条)."""

from __future__ import annotations

import pytest

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.offices.actors import acting_in
from sunshine.foundation.offices.models import Post, Role
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform
from sunshine.petitions.models import Demand
from tests.support.cast import Cast


def open_rules(case: object) -> set[str]:
    return set(Duty.objects.filter(subject__root=case.petition, state="open").values_list("rule", flat=True))  # type: ignore[attr-defined]


def test_only_the_head_of_the_unit_decides(cast: Cast):
    case = cast.bring_to("proposed")
    for actor in (cast.handler, cast.city_handler, cast.bureau_head, cast.sorter):
        with pytest.raises((Forbidden, LookupError)):
            perform(case.handling.pk, "confirm", actor)


def test_nobody_signs_their_own_proposal_even_as_head(cast: Cast):
    case = cast.bring_to("proposed")
    both = cast.posts["handler"].officer
    head = Post.objects.create(officer=both, unit=cast.units["rs-labour"], role=Role.HEAD, title="副局长")
    with pytest.raises(Refused, match="自己"):
        perform(case.handling.pk, "confirm", acting_in(head, both))


def test_sent_back_falls_and_can_be_proposed_again(cast: Cast):
    case = cast.bring_to("proposed")
    assert "countersign" in open_rules(case)
    done = perform(case.handling.pk, "send_back", cast.head, Given(texts={"reason": "依据写到条"}))
    assert (done.step.phase, words_at(case.handling.pk, done.step.seq)["reason"]) == (
        "returned",
        "依据写到条",
    )
    assert open_rules(case) == {"decide"}
    cast.propose(case, "explain")
    cast.confirm(case)
    assert Demand.objects.get(petition=case.petition).outcome == "explain"


def test_confirmed_step_is_the_heads_and_names_the_proposer(cast: Cast):
    case = cast.bring_to("proposed")
    step = cast.confirm(case).step
    assert step.officer_id == cast.head.officer
    assert step.facts["proposal"] == {"seq": 4, "officer": str(cast.handler.officer)}


def test_nothing_waits_nothing_to_sign(cast: Cast):
    case = cast.bring_to("accepted")
    with pytest.raises(Refused, match="没有等待审签"):
        perform(case.handling.pk, "confirm", cast.head)
