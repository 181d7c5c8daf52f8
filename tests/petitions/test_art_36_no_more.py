"""条例 第三十六条: after a final review the same person's same facts and reasons are not taken up again; new ones are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.perform import perform
from tests.foundation.papers.test_rendering import text_of
from tests.petitions.settled import NO_MORE, do, faults, owed, paper
from tests.support.cast import Case, Cast
from tests.support.reviews import delivered, ended


def said(first: Case, **fields: str) -> dict[str, Any]:
    return NO_MORE | {"number": first.filing.number} | fields


def again(cast: Cast, **fields: Any) -> Case:
    """The next petition of the same person, as far as its organ has signed for it."""
    return cast.bring_to("signed", cast.file(**fields))


def test_the_paper_names_the_final_review_as_it_is_on_record(cast: Cast) -> None:
    matter = ended(cast)
    case = again(cast)
    do(case, "refuse_for_good", cast.handler, said(matter.case, final_number="眉复核〔1999〕1号"))
    perform(case.handling.pk, "confirm", cast.head)
    final = Paper.objects.get(kind="final_review")
    document, words = paper(case, "no_more")
    assert json.loads(words)["organ"] == "仁寿县人力资源和社会保障局"
    told = (final.number, matter.case.filing.number, "眉山市人民政府", "第三十六条", "相同。", "新的事实")
    assert not [one for one in told if one not in words]
    assert "1999" not in words, "what an officer types is not what was decided"
    assert owed(case) == {("deliver", "rs-labour")}
    assert "不再受理" in text_of(pdf(document))


@pytest.mark.parametrize("missing", ["number", "same_facts", "same_reasons"])
def test_nothing_without_the_matter_and_the_comparison(cast: Cast, missing: str) -> None:
    matter = ended(cast)
    assert missing in faults(again(cast), "refuse_for_good", cast.handler, said(matter.case, **{missing: ""}))


def test_only_after_a_final_review_that_reached_its_petitioner(cast: Cast) -> None:
    matter = delivered(cast)
    matter.reviewed("uphold")
    case = again(cast)
    assert "number" in faults(case, "refuse_for_good", cast.handler, said(matter.case))
    matter.ask(move="ask_final_review")
    matter.propose("uphold", matter.gov_handler)
    matter.confirm(matter.gov_head)
    assert "number" in faults(case, "refuse_for_good", cast.handler, said(matter.case)), (
        "issued, not delivered"
    )
    matter.open()
    assert faults(case, "refuse_for_good", cast.handler, said(matter.case)) == {}


def test_a_revoked_answer_is_no_end(cast: Cast) -> None:
    matter = delivered(cast)
    matter.reviewed("uphold")
    matter.finally_reviewed("revoke")
    assert "number" in faults(again(cast), "refuse_for_good", cast.handler, said(matter.case))


def test_another_person_is_not_refused_for_what_somebody_else_was_told(cast: Cast) -> None:
    matter = ended(cast)
    other = again(cast, name="李四", phone="13900001111")
    assert "不是同一个人" in str(faults(other, "refuse_for_good", cast.handler, said(matter.case)))


@pytest.mark.parametrize("number", ["SC511421-2026-999999", "nonsense"])
def test_a_number_that_is_none(cast: Cast, number: str) -> None:
    matter = ended(cast)
    found = faults(again(cast), "refuse_for_good", cast.handler, said(matter.case, number=number))
    assert "没有这个编号" in str(found)


def test_a_matter_out_of_sight_is_not_told_from_none(cast: Cast) -> None:
    matter = ended(cast)
    case = cast.file()
    cast.sort(case)
    cast.forward(case, "rs-housing")
    housing: Actor = cast.housing
    perform(case.handling.pk, "sign", housing)
    assert "没有这个编号" in str(faults(case, "refuse_for_good", housing, said(matter.case)))
