"""条例 第二十二条: each demand goes its own way, and each way ends with somebody who owes something or a reason on paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.offices.actors import acting_in
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Post, Role, Unit
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Unseen, perform
from sunshine.petitions.following import follow
from sunshine.petitions.models import Handling
from sunshine.petitions.opening import opened
from tests.petitions.settled import AWAY, CONTACT, LATER, REPLY, do, faults, kept, owed, paper
from tests.support.cast import Case, Cast

REPORT = CONTACT | {"process": "约谈双方。", "result": "发清了。", "execution": "当场付清。", "view": "agree"}


def spread(cast: Cast) -> Case:
    """Two demands of one letter, one assigned to the labour bureau, one kept."""
    case = cast.file(demands="发清工资\n建议工地装考勤机")
    first, second = map(str, case.demands)
    rows = {
        first: Given({"klass": "demand", "branch": "31.6"}),
        second: Given({"klass": "advice", "branch": "29"}),
    }
    perform(case.petition, "sort", cast.sorter, Given(rows=rows))
    assign = Given({"how": "assign", "unit": str(cast.units["rs-labour"].pk), "report_by": LATER})
    perform(
        case.petition, "forward", cast.sorter, Given(rows={first: assign, second: Given({"how": "keep"})})
    )
    return case


def handling(case: Case, unit: str) -> Handling:
    return Handling.objects.get(petition=case.petition, subject__unit__code=unit)


def test_demands_of_one_letter_go_different_ways(cast: Cast) -> None:
    case = spread(cast)
    assert owed(case) == {("notice", "rs-labour"), ("report_back", "rs-labour"), ("settle", "rs-bureau")}
    due = Duty.objects.get(rule="report_back").due_at
    assert timezone.localdate(due - timedelta(seconds=1)).isoformat() == LATER


def test_the_fifteen_days_do_not_begin_again_for_what_is_kept(cast: Cast) -> None:
    case = cast.file()
    due = Duty.objects.get(rule="forward").due_at
    cast.sort(case, "advice")
    rows = {str(pk): Given({"how": "keep"}) for pk in case.demands}
    perform(case.petition, "forward", cast.sorter, Given(rows=rows))
    assert Duty.objects.get(rule="settle").due_at == due


def test_an_assigned_matter_is_reported_back_and_the_report_is_between_organs(cast: Cast) -> None:
    case = spread(cast)
    here = handling(case, "rs-labour")
    perform(here.pk, "sign", cast.handler)
    with pytest.raises(Refused):
        perform(here.pk, "report_back", cast.handler, Given({"view": "none"}))
    do(case, "guide", cast.handler, {"route": "RS02", "reason": "属于劳动监察。"} | CONTACT, here)
    do(case, "report_back", cast.handler, REPORT, here)
    assert "report_back" not in {rule for rule, _unit in owed(case)}
    document, said = paper(case, "report")
    assert "仁寿县信访局" in said
    assert "发清了。" in said
    assert document.pk not in {one.id for one in follow(case.filing.pk).papers}
    with pytest.raises(Unseen):
        opened(case.filing.pk, document.pk)
    with pytest.raises(Refused):
        perform(here.pk, "report_back", cast.handler, Given({"view": "none"}))


def test_an_answer_at_once_is_told_served_and_rated(cast: Cast) -> None:
    case = kept(cast, purpose="inquiry", demands="到哪里办居住证")
    do(case, "reply", cast.sorter, REPLY)
    assert owed(case) == {("deliver_bureau", "rs-bureau")}
    _document, said = paper(case, "reply")
    assert "派出所" in said
    cast.open_opinion(case)
    assert (case.stage("petition"), case.stage("filing")) == ("answered", "answered")
    perform(case.filing.pk, "rate", case.petitioner, Given({"bureau": 0}))
    assert not Duty.objects.filter(rule="ask_review").exists(), "there is no review of an answer at once"


def test_a_bureau_serves_its_own_answer_by_hand(cast: Cast) -> None:
    case = kept(cast)
    do(case, "reply", cast.sorter, REPLY)
    said = {"paper": str(case.handling.answer), "method": "hand", "day": str(timezone.localdate())}
    perform(case.filing.pk, "deliver", cast.sorter, Given(said, {"receiver": "张三丰"}))
    assert Paper.objects.filter(kind="service", unit__code="rs-bureau").exists()


def test_a_bureau_never_answers_on_the_merits(cast: Cast) -> None:
    case = kept(cast, "demand")
    with pytest.raises(Refused, match="有权处理"):
        perform(case.handling.pk, "reply", cast.sorter, Given({"about": "own"}, {"answer": "不对"}))


@pytest.mark.parametrize("klass", ["report", "litigation"])
def test_reports_and_what_is_at_court_are_never_kept(cast: Cast, klass: str) -> None:
    with pytest.raises(Refused, match="不能留在信访局"):
        kept(cast, klass)


def test_what_is_at_court_goes_to_the_organs_of_law(cast: Cast) -> None:
    case = cast.file()
    cast.sort(case, "litigation")
    police = Unit.objects.create(
        code="rs-police", name="仁寿县公安局", name_en="police", short="仁寿公安", kind="department",
        division_id="511421", parent=cast.units["rs-gov"],
    )  # fmt: skip
    cast.units["rs-police"] = police
    directory.forget()
    with pytest.raises(Refused, match="政法机关"):
        cast.forward(case)
    assert cast.forward(case, "rs-police").subject.unit == police


def test_filing_without_action_needs_a_ground_a_second_person_and_a_paper(cast: Cast) -> None:
    case = kept(cast)
    assert "ground" in faults(case, "file_away", cast.sorter, AWAY | {"ground": "boring"})
    assert "number" in faults(case, "file_away", cast.sorter, AWAY | {"ground": "repeat"})
    assert "number" in faults(case, "file_away", cast.sorter, AWAY | {"ground": "repeat", "number": "SC1"})
    do(case, "file_away", cast.sorter, AWAY)
    assert case.stage("handling") == "kept", "nothing happens before the second person"
    with pytest.raises(Forbidden):
        perform(case.handling.pk, "confirm", cast.sorter)
    perform(case.handling.pk, "confirm", cast.bureau_head)
    assert case.stage("handling") == "filed"
    _document, said = paper(case, "filed")
    assert "随时补充内容" in said
    assert owed(case) == {("deliver_bureau", "rs-bureau")}
    cast.open_opinion(case)
    assert case.stage("petition") == "answered"


def test_what_was_kept_can_still_go_to_the_organ_with_the_power(cast: Cast) -> None:
    case = kept(cast, "demand")
    do(case, "file_away", cast.sorter, AWAY)
    perform(case.handling.pk, "send_back", cast.bureau_head, Given(texts={"reason": "这是求决，请转。"}))
    do(case, "hand_on", cast.sorter, {"unit": str(cast.units["rs-labour"].pk)})
    assert owed(case) == {("notice", "rs-labour")}
    perform(case.handling.pk, "sign", cast.handler)


def test_pressing_reaches_the_bureau_that_keeps_a_demand(cast: Cast) -> None:
    case = kept(cast)
    perform(case.filing.pk, "urge", case.petitioner)
    assert ("reply_urge_bureau", "rs-bureau") in owed(case)
    perform(case.petition, "reply_urge", cast.sorter, Given(texts={"words": "明天答复。"}))


def test_an_organ_that_registered_a_matter_itself_has_fifteen_days_from_then(cast: Cast) -> None:
    officer, unit = cast.posts["housing"].officer, cast.units["rs-labour"]
    post = Post.objects.create(officer=officer, unit=unit, role=Role.SORTER, title="办信")
    sorter = acting_in(post, officer)
    case = cast.file(sorter, channel="letter")
    due = Duty.objects.get(rule="forward").due_at
    cast.sort(case, by=sorter)
    rows = {str(pk): Given({"how": "keep"}) for pk in case.demands}
    with pytest.raises(Refused, match="本机关"):
        perform(case.petition, "forward", sorter, Given(rows=rows))
    cast.forward(case, by=sorter)
    assert Duty.objects.get(rule="notice").due_at == due


def test_a_matter_goes_down_to_the_county_with_its_running_term(cast: Cast) -> None:
    case = cast.file(place="511400")
    due = Duty.objects.get(rule="forward").due_at
    with pytest.raises(Refused, match="下级"):
        perform(
            case.petition, "hand_down", cast.city_sorter, Given({"unit": str(cast.units["hy-bureau"].pk)})
        )
    perform(case.petition, "hand_down", cast.city_sorter, Given({"unit": str(cast.units["rs-bureau"].pk)}))
    duty = Duty.objects.get(rule="forward", state="open")
    assert (duty.due_at, duty.unit_id) == (due, cast.units["rs-bureau"].pk)
    assert set(Subject.objects.filter(root=case.petition).values_list("unit__code", flat=True)) == {
        "rs-bureau"
    }
    with pytest.raises(Forbidden):
        perform(
            case.petition, "hand_down", cast.city_sorter, Given({"unit": str(cast.units["rs-bureau"].pk)})
        )
    cast.sort(case)
    cast.forward(case)
    assert Step.objects.filter(subject=case.filing.pk, move="forwarded").count() == 2


def test_strangers_settle_nothing(cast: Cast) -> None:
    case = kept(cast)
    for who in (cast.handler, cast.city_sorter, cast.stranger, case.petitioner):
        with pytest.raises((Forbidden, Unseen)):
            perform(case.handling.pk, "file_away", who, Given({"ground": "thanks"}))


def test_those_above_see_what_was_filed_and_nobody_chooses_the_sample(cast: Cast, client: Client) -> None:
    case = kept(cast)
    do(case, "file_away", cast.sorter, AWAY)
    perform(case.handling.pk, "confirm", cast.bureau_head)
    shown = _page(client, cast, "city_sorter")
    assert case.filing.number in shown
    assert "只表示感谢" in shown
    assert "某sorter提出，某bureau_head审签" in shown
    drawn = str(case.handling.pk).endswith("0")
    assert (case.filing.number in _page(client, cast, "city_sorter", "?drawn=yes")) == drawn
    assert case.filing.number not in _page(client, cast, "stranger")
    assert case.filing.number not in _page(client, cast, "city_sorter", "?what=refuse")


def _page(client: Client, cast: Cast, who: str, query: str = "") -> str:
    client.force_login(cast.posts[who].officer, backend=settings.AUTHENTICATION_BACKENDS[1])
    return str(client.get(f"/desk/petitions/filed/{query}").content.decode())
