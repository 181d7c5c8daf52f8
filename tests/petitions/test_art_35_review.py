"""条例 第三十五条: whoever does not agree with an opinion asks the organ one level up, within 30 days of receiving it.

It answers within 30 days: it upholds the opinion, varies it, or revokes it and has the matter handled anew.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine

from sunshine.foundation.calendar.rules import SHANGHAI, last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Bar, Subject
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Refused, lawful
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.jobs import wake
from sunshine.foundation.procedure.perform import load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.foundation.procedure.verify import verify
from sunshine.petitions.following import follow
from sunshine.petitions.models import Review
from sunshine.petitions.procedure.moves import at_work
from tests.foundation.papers.test_rendering import text_of
from tests.support.cast import Case, Cast, build
from tests.support.reviews import Reviewed, delivered

DELIVERED = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast as it stood at the beginning of 2026, whose holidays are known."""
    with time_machine.travel(datetime(2026, 1, 5, 9, tzinfo=SHANGHAI), tick=False):
        return build()


@pytest.fixture
def matter(cast: Cast) -> Reviewed:
    """An opinion delivered on 2 March 2026."""
    with time_machine.travel(DELIVERED, tick=True):
        return delivered(cast)


def on(day: str) -> time_machine.travel:
    return time_machine.travel(datetime.fromisoformat(f"{day}T10:00:00+08:00"), tick=True)


def owed(case: Case) -> dict[str, str]:
    """Which open duty whose unit owes, but for carrying out; the petitioner's rights are nobody's."""
    rows = Duty.objects.filter(subject__root=case.petition, state="open").exclude(rule="execute")
    return {duty.rule: duty.unit.code if duty.unit else "" for duty in rows.select_related("unit")}


def test_the_organ_one_level_up_owes_an_answer_in_thirty_days(matter: Reviewed) -> None:
    with on("2026-03-20"):
        matter.ask()
    assert owed(matter.case) == {"rate": "", "review": "ms-labour"}  # the right to ask was used
    duty = Duty.objects.get(rule="review")
    assert last_day(duty.due_at) == date(2026, 4, 20)  # 19 April 2026 is a Sunday
    assert (matter.review.level, matter.review.handling_id) == ("review", matter.handling.pk)
    assert matter.case.stage("petition") == "answered"
    assert "眉山市人力资源和社会保障局" in str(Message.objects.filter(move="ask_review").get().context)


def test_asked_on_the_last_day_it_is_in_time_and_the_day_after_it_is_not(matter: Reviewed) -> None:
    with on("2026-04-02"), pytest.raises(Refused) as told:
        matter.ask()
    assert "2026-04-01" in str(told.value.words)
    assert "窗口" in str(told.value.words)
    assert not Review.objects.exists()
    with on("2026-04-01"):
        matter.ask()


def test_a_letter_that_came_in_time_is_entered_later(matter: Reviewed) -> None:
    wake(datetime(2026, 4, 3, tzinfo=SHANGHAI))
    assert not Duty.objects.filter(rule="ask_review", state="open").exists()
    with on("2026-04-07"):
        matter.ask(matter.cast.window, day="2026-03-31")
    assert last_day(Duty.objects.get(rule="review").due_at) == date(2026, 4, 30)


def test_a_good_reason_for_being_late_is_entered_by_an_officer_alone(matter: Reviewed) -> None:
    with on("2026-05-06"):
        with pytest.raises(Refused):
            matter.ask(excuse="住院")
        matter.ask(matter.cast.window, excuse="3月10日至5月5日住院，有出院证明。")
    assert Review.objects.exists()


def test_one_request_against_one_opinion(matter: Reviewed) -> None:
    with on("2026-03-20"):
        matter.ask()
        with pytest.raises(Refused):
            matter.ask()


@pytest.mark.parametrize("who", ["handler", "head", "city_handler", "housing", "leader"])
def test_nobody_else_asks_for_the_petitioner(matter: Reviewed, who: str) -> None:
    with on("2026-03-20"), pytest.raises((Refused, LookupError)):
        matter.ask(getattr(matter.cast, who))


def test_nothing_to_ask_before_the_opinion_has_arrived(cast: Cast) -> None:
    case = cast.bring_to("issued")
    offered = {m.code for m in lawful(load(case.filing.pk, case.petitioner, lock=False), case.petitioner)}
    assert "ask_review" not in offered


def test_the_organ_on_the_accused_side_is_passed_over(matter: Reviewed) -> None:
    """The city's labour bureau is complained of as well: the city's government looks at it."""
    Bar.objects.create(root_id=matter.case.petition, unit=matter.cast.units["ms-labour"])
    handling = Subject.objects.get(pk=matter.handling.pk)
    assert handling.unit == matter.cast.units["rs-labour"]
    with on("2026-03-20"):
        matter.ask()
    assert owed(matter.case)["review"] == "ms-gov"


def test_upheld_and_open_to_the_final_review_from_its_delivery(matter: Reviewed) -> None:
    with on("2026-03-20"):
        matter.ask()
    with on("2026-04-10"):
        matter.propose("uphold")
        assert owed(matter.case) == {"rate": "", "review": "ms-labour", "countersign": "ms-labour"}
        matter.confirm()
    assert owed(matter.case) == {"rate": "", "deliver": "ms-labour"}
    with on("2026-04-13"):
        matter.open()
    assert owed(matter.case) == {"rate": "", "ask_final_review": ""}
    assert last_day(Duty.objects.get(rule="ask_final_review").due_at) == date(2026, 5, 13)
    assert matter.case.stage("review") == "answered"
    assert not list(verify())


def test_the_paper_says_who_asked_what_was_found_and_where_to_go_on(matter: Reviewed) -> None:
    with on("2026-03-20"):
        matter.reviewed("uphold")
    said = text_of(pdf(Paper.objects.get(kind="review")))
    number = Paper.objects.get(kind="opinion").number
    for words in (
        "复查意见书", "申请人：张三丰", "被申请人：仁寿县人力资源和社会保障局", "欠的不止这些，六月没有算。", "经核，考勤表还有六月。",
        "原意见漏算六月工资。", "《保障农民工工资支付条例》第三条", number, "维持", "眉山市人民政府", "请求复核", "30日内",
    ):  # fmt: skip
        assert words in said, words


def test_varied_the_new_answer_stands_and_shows_only_once_it_arrived(matter: Reviewed) -> None:
    case = matter.case
    with on("2026-03-20"):
        matter.ask()
        matter.propose("vary", outcome="refuse")
        matter.confirm()
        assert [line.opinion for line in follow(case.filing.pk).demands] == ["已责令补发。"]
        matter.open()
        (line,) = follow(case.filing.pk).demands
    assert (line.opinion, str(line.outcome)) == ("连六月一起补发。", "不予支持")
    assert "以下列答复代替原答复" in text_of(pdf(Paper.objects.get(kind="review")))


def test_served_by_the_unit_that_reviewed_and_nobody_else(matter: Reviewed) -> None:
    with on("2026-03-20"):
        matter.ask()
        matter.propose("uphold")
        matter.confirm()
        given = Given({"paper": str(matter.review.answer), "method": "hand", "day": "2026-03-20"})
        with pytest.raises(Refused):
            perform(matter.case.filing.pk, "deliver", matter.cast.handler, given)
        perform(matter.case.filing.pk, "deliver", matter.cast.city_handler, given)
    service = text_of(pdf(Paper.objects.get(kind="service")))
    assert "信访事项复查意见书" in service
    assert "眉山市人力资源和社会保障局" in service


@pytest.mark.parametrize("who", ["handler", "sorter", "leader", "gov_handler"])
def test_nobody_but_the_reviewing_organ_decides(matter: Reviewed, who: str) -> None:
    with on("2026-03-20"):
        matter.ask()
        with pytest.raises((Refused, LookupError)):
            matter.propose("uphold", getattr(matter.cast, who))


def test_pressing_for_progress_reaches_the_reviewing_organ(matter: Reviewed) -> None:
    with on("2026-03-20"):
        matter.ask()
        perform(matter.case.filing.pk, "urge", matter.case.petitioner, Given())
    assert owed(matter.case)["reply_urge"] == "ms-labour"
    assert [one.kind for one in at_work(load(matter.case.petition, matter.cast.sorter, lock=False))] == [
        "review"
    ]


def test_the_form_offers_only_what_can_be_asked(matter: Reviewed) -> None:
    snapshot = load(matter.case.filing.pk, matter.case.petitioner, lock=False)
    move = procedure("filing").by_code["ask_review"]
    asked = ask(
        move, snapshot, matter.case.petitioner, {"paper": str(matter.handling.answer), "words": "不对"}
    )
    assert asked.is_valid()
    assert set(asked.form.fields) == {"paper", "words", "files"}
    officers = ask(move, load(matter.case.filing.pk, matter.cast.window, lock=False), matter.cast.window)
    assert {"day", "excuse"} <= set(officers.form.fields)


def test_late_the_page_does_not_fall_silent(matter: Reviewed) -> None:
    """An organ without anybody above it on this site: told where to go instead."""
    unit = matter.cast.units["rs-labour"]
    type(unit).objects.filter(pk=unit.pk).update(review_organ=None, line=None, parent=None)
    directory.forget()
    with on("2026-03-20"), pytest.raises(Refused) as told:
        matter.ask()
    assert "直接向它的上一级机关" in str(told.value.words)


def test_a_corrected_day_of_delivery_moves_the_right_to_go_on(matter: Reviewed) -> None:
    with on("2026-03-20"):
        matter.reviewed("uphold")
    with on("2026-03-25"):
        given = Given(
            {"day": "2026-03-23", "filing": str(matter.case.filing.pk)}, {"reason": "签收单写的是23日"}
        )
        perform(matter.review.pk, "correct_delivery", matter.cast.city_handler, given)
        matter.confirm()
    due = last_day(Duty.objects.get(rule="ask_final_review").due_at)
    assert due == date(2026, 4, 22)
    assert due - date(2026, 3, 23) == timedelta(days=30)
