"""Recall 撤回: whoever put an act before the second person may take it back, and goes on from what was written."""

from __future__ import annotations

import pytest

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.offices.actors import acting_in
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.perform import load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.foundation.procedure.verify import verify
from sunshine.petitions.models import Demand
from tests.petitions.test_teamwork import hire
from tests.support.cast import Case, Cast


def open_rules(case: Case) -> set[str]:
    return set(Duty.objects.filter(subject__root=case.petition, state="open").values_list("rule", flat=True))


def test_taken_back_the_proposal_falls_and_its_words_stay_on_record(cast: Cast) -> None:
    case = cast.bring_to("proposed")
    step = perform(case.handling.pk, "recall", cast.handler).step
    assert (step.move, step.phase) == ("recall", "recalled")
    assert open_rules(case) == {"decide"}
    assert words_at(case.handling.pk, step.seq - 1)["findings"] == "经查，工资确未发放。"
    with pytest.raises(Refused, match="没有等待审签"):
        perform(case.handling.pk, "confirm", cast.head)
    assert list(verify()) == []


@pytest.mark.parametrize("how", ["recall", "send_back"])
def test_the_form_is_filled_in_again_with_what_was_written(cast: Cast, how: str) -> None:
    case = cast.bring_to("proposed")
    if how == "recall":
        perform(case.handling.pk, "recall", cast.handler)
    else:
        perform(case.handling.pk, "send_back", cast.head, Given(texts={"reason": "依据写到条"}))
    asked = ask(
        procedure("handling").by_code["issue_opinion"],
        load(case.handling.pk, cast.handler, lock=False),
        cast.handler,
    )
    assert asked.form["findings"].value() == "经查，工资确未发放。"
    [row] = asked.rows
    assert (row.form["opinion"].value(), row.form["outcome"].value()) == ("已责令补发。", "support")


def test_after_it_was_issued_nothing_old_is_filled_in_anywhere(cast: Cast) -> None:
    case = cast.bring_to("proposed")
    perform(case.handling.pk, "recall", cast.handler)
    cast.propose(case, "explain")
    cast.confirm(case)
    assert Demand.objects.get(petition=case.petition).outcome == "explain"
    assert load(case.handling.pk, cast.handler, lock=False).fallen is None


def test_only_its_author_takes_it_back(cast: Cast) -> None:
    case, li = cast.bring_to("proposed"), hire(cast, "李娜")
    with pytest.raises(Refused, match="提出的人"):
        perform(case.handling.pk, "recall", acting_in(li, li.officer))
    with pytest.raises(Refused):
        perform(case.handling.pk, "recall", cast.head)


def test_once_signed_there_is_nothing_to_take_back(cast: Cast) -> None:
    case = cast.bring_to("issued")
    with pytest.raises(Refused, match="没有等待审签"):
        perform(case.handling.pk, "recall", cast.handler)
