"""条例 第三十六条: whoever does not agree with a review asks the organ above that one, for the last time."""

from __future__ import annotations

import pytest

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.models import Post, Role
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Refused, lawful
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import load, perform
from sunshine.foundation.procedure.verify import verify
from sunshine.petitions.matter import Matter
from sunshine.petitions.models import Review
from tests.foundation.papers.test_rendering import text_of
from tests.petitions.test_teamwork import away
from tests.support.cast import Cast
from tests.support.reviews import Reviewed, delivered, hired


@pytest.fixture
def matter(cast: Cast) -> Reviewed:
    """An opinion that reached its petitioner."""
    return delivered(cast)


def ended(matter: Reviewed) -> bool:
    known: Matter = load(matter.case.petition, matter.cast.sorter, lock=False).matter
    return known.ended_by(matter.handling.pk, matter.case.filing.pk) is not None


def test_one_level_higher_still_and_then_it_has_come_to_its_end(matter: Reviewed) -> None:
    matter.reviewed("uphold")
    assert not ended(matter)
    matter.finally_reviewed("uphold")
    held = Review.objects.order_by("pk").values_list("level", "subject__unit__code")
    assert list(held) == [("review", "ms-labour"), ("final", "ms-gov")]
    assert ended(matter)
    assert set(Duty.objects.filter(state="open").values_list("rule", flat=True)) == {"rate", "execute"}
    offered = {
        m.code
        for m in lawful(
            load(matter.case.filing.pk, matter.case.petitioner, lock=False), matter.case.petitioner
        )
    }
    assert offered.isdisjoint({"ask_review", "ask_final_review"})
    assert not list(verify())


def test_the_paper_says_that_it_is_final(matter: Reviewed) -> None:
    matter.reviewed("uphold")
    matter.finally_reviewed("uphold")
    said = text_of(pdf(Paper.objects.get(kind="final_review")))
    for words in (
        "复核意见书",
        "被申请人：眉山市人力资源和社会保障局",
        "第三十六条",
        "不再受理",
        "维持《信访事项复查意见书》",
    ):
        assert words in said, words
    assert "请求复核" not in said


def test_no_final_review_without_a_review(matter: Reviewed) -> None:
    with pytest.raises(Refused):
        perform(
            matter.case.filing.pk, "ask_final_review", matter.case.petitioner,
            Given({"paper": str(matter.handling.answer)}, {"words": "不服"}),
        )  # fmt: skip


def test_a_review_that_revoked_is_not_reviewed_again(matter: Reviewed) -> None:
    matter.reviewed("revoke")
    assert not Duty.objects.filter(rule="ask_final_review").exists()
    with pytest.raises(Refused):
        matter.ask(move="ask_final_review")


def second_post(cast: Cast, who: str, unit: str, role: Role) -> Actor:
    """Somebody known by what they did below, in a post of the organ above."""
    officer = cast.posts[who].officer
    post = Post.objects.create(officer=officer, unit=cast.units[unit], role=role, title="兼")
    return acting_in(post, officer)


@pytest.mark.parametrize("who", ["handler", "head"])
def test_whoever_handled_or_signed_below_decides_nothing_above(matter: Reviewed, who: str) -> None:
    """In another post of theirs, since they were promoted (条例 第二十八条)."""
    above = second_post(matter.cast, who, "ms-labour", Role.HANDLER)
    signing = second_post(matter.cast, who, "ms-labour", Role.HEAD)
    matter.ask()
    with pytest.raises(Refused, match="回避"):
        matter.propose("uphold", above)
    matter.propose("uphold")
    with pytest.raises(Refused, match="回避"):
        matter.confirm(signing)
    matter.confirm()


def test_nor_in_the_name_of_an_absent_colleague(matter: Reviewed) -> None:
    above = second_post(matter.cast, "handler", "ms-labour", Role.HANDLER)
    post = Post.objects.get(officer=above.officer, unit=matter.cast.units["ms-labour"])
    away(matter.cast, matter.cast.posts["city_handler"], post, matter.cast.city_handler)
    matter.ask()
    with pytest.raises(Refused, match="回避"):
        matter.propose("uphold", above)


def test_whoever_reviewed_has_no_part_in_the_final_review(matter: Reviewed) -> None:
    matter.reviewed("uphold")
    matter.ask(move="ask_final_review")
    for who in ("city_handler", "city_head", "handler"):
        above = second_post(matter.cast, who, "ms-gov", Role.HANDLER)
        assert not [m for m in lawful(load(matter.review.pk, above, lock=False), above) if not m.by_system]
    matter.propose("uphold", matter.gov_handler)


def test_a_colleague_who_had_no_part_takes_it_over(matter: Reviewed) -> None:
    other = hired(matter.cast, "city_colleague", "ms-labour", Role.HANDLER)
    matter.ask()
    matter.propose("uphold", other)
    matter.confirm()
    assert Subject.objects.get(pk=matter.review.pk).stage == "issued"
