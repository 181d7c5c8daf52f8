"""条例 第二十二条: what is passed on is passed on in writing, to the organ and to the petitioner."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.offices.actors import acting_in
from sunshine.foundation.offices.models import Post, Role
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Unseen, perform
from sunshine.petitions.opening import opened
from tests.foundation.papers.test_rendering import text_of
from tests.petitions.settled import LATER, kept
from tests.petitions.test_art_19_repeats import join
from tests.petitions.test_art_22_destinations import spread
from tests.support.cast import Cast


def facts(paper: Paper) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(words_at(paper.subject_id, paper.seq)["paper"])
    return told


def printed(kind: str) -> str:
    return "".join(text_of(pdf(Paper.objects.get(kind=kind))).split())


def test_forwarding_is_told_to_the_organ_and_to_the_petitioner(cast: Cast) -> None:
    case = cast.file()
    cast.sort(case)
    cast.forward(case, note="请一并核实。")
    slip, notice = printed("transfer"), printed("transfer_notice")
    for words in (
        "信访事项转送单",
        "仁寿县人力资源和社会保障局：",
        "第二十二条",
        "5个工作日",
        "请一并核实",
        "张三丰",
    ):
        assert words in slip
    assert "报告期限" not in slip, "nothing is to be reported on what was only forwarded"
    for words in (
        "信访事项转送告知书",
        "张三丰：",
        "仁寿县人力资源和社会保障局",
        "028-00000000",
        "第二十三条",
        case.filing.number,
    ):
        assert words in notice
    assert {one.unit_id for one in Paper.objects.all()} == {cast.units["rs-bureau"].pk}


def test_what_is_assigned_names_the_day_of_the_report_and_what_is_kept_stays_with_the_bureau(
    cast: Cast,
) -> None:
    spread(cast)
    slip, notice = Paper.objects.get(kind="transfer"), Paper.objects.get(kind="transfer_notice")
    assert facts(slip)["report_by"] == LATER
    assert facts(slip)["demands"] == ["发清工资"], "only what goes to this organ"
    assert "信访事项交办函" in printed("transfer")
    places = [(one["demand"], one["organ"]) for one in facts(notice)["places"]]
    assert places == [("发清工资", "仁寿县人力资源和社会保障局"), ("建议工地装考勤机", "仁寿县信访局")]
    assert len(facts(notice)["next"]) == 2


@pytest.mark.parametrize("visibility", ["bureau", "anonymous"])
def test_no_paper_repeats_the_words_of_who_is_not_to_be_known(cast: Cast, visibility: str) -> None:
    name: dict[str, Any] = {} if visibility == "bureau" else {"name": "", "phone": ""}
    cast.bring_to("forwarded", cast.file(visibility=visibility, **name))
    for kind in ("transfer", "transfer_notice"):
        said = printed(kind)
        assert "木工" not in said
        assert "张三丰" not in said
        assert ("反映欠薪，要求补发。" if visibility == "bureau" else "第1项诉求") in said


def test_the_petitioner_opens_the_notice_and_not_the_slip(cast: Cast) -> None:
    case = cast.bring_to("forwarded")
    slip, notice = Paper.objects.get(kind="transfer"), Paper.objects.get(kind="transfer_notice")
    assert opened(case.filing.pk, notice.pk)
    with pytest.raises(Unseen):
        opened(case.filing.pk, slip.pk)


def test_the_organ_opens_its_slip_and_strangers_do_not(cast: Cast, client: Client) -> None:
    cast.bring_to("forwarded")
    address = f"/desk/papers/{Paper.objects.get(kind='transfer').pk}/"
    for who, status in {"handler": 200, "sorter": 200, "stranger": 404, "housing": 404}.items():
        client.force_login(cast.posts[who].officer)
        assert client.get(address).status_code == status, who


def test_what_was_kept_and_goes_on_after_all_is_told_again(cast: Cast) -> None:
    case = kept(cast)
    perform(case.handling.pk, "hand_on", cast.sorter, Given({"unit": str(cast.units["rs-labour"].pk)}))
    slip = Paper.objects.get(kind="transfer")
    assert facts(slip)["organ"] == "仁寿县信访局", "whoever passes it on, not whoever gets it"
    told = [
        facts(one)["places"][0]["organ"]
        for one in Paper.objects.filter(kind="transfer_notice").order_by("issued_at")
    ]
    assert told == ["仁寿县信访局", "仁寿县人力资源和社会保障局"]


def test_a_bureau_that_hands_a_matter_down_says_that_the_days_run_on(cast: Cast) -> None:
    case = cast.file(place="511400")
    perform(case.petition, "hand_down", cast.city_sorter, Given({"unit": str(cast.units["rs-bureau"].pk)}))
    slip = Paper.objects.get(kind="transfer")
    assert (facts(slip)["organ"], facts(slip)["to"]) == ("眉山市信访局", "仁寿县信访局")
    assert "不重新起算" in printed("transfer")
    assert "不重新起算" in printed("transfer_notice")


def test_an_organ_that_takes_up_what_it_registered_itself_writes_itself_no_slip(cast: Cast) -> None:
    officer, unit = cast.posts["housing"].officer, cast.units["rs-labour"]
    post = Post.objects.create(officer=officer, unit=unit, role=Role.SORTER, title="办信")
    sorter = acting_in(post, officer)
    case = cast.file(sorter, channel="letter")
    cast.sort(case, by=sorter)
    cast.forward(case, by=sorter)
    assert {one.kind for one in Paper.objects.all()} == {"transfer_notice"}


def test_who_was_joined_to_a_matter_does_not_open_what_another_filer_was_given(cast: Cast) -> None:
    first, again = cast.bring_to("accepted"), cast.file()
    join(cast, again, first)
    notice, decided = Paper.objects.get(kind="transfer_notice"), Paper.objects.get(kind="notice")
    assert opened(first.filing.pk, notice.pk)
    assert opened(again.filing.pk, decided.pk), "what is answered is for both"
    with pytest.raises(Unseen):
        opened(again.filing.pk, notice.pk)
