"""撤销、重新办理: an opinion that a review revoked is given anew by the organ that gave it, within the days set.

It may not come to the same conclusion on the same facts and reasons, and it can be reviewed like the first.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine

from sunshine.foundation.calendar.rules import SHANGHAI, last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.intake import Asked, ask
from sunshine.foundation.procedure.perform import load
from sunshine.foundation.procedure.table import procedure
from sunshine.foundation.procedure.verify import verify
from sunshine.petitions.following import follow
from sunshine.petitions.models import Demand, Handling
from tests.foundation.papers.test_rendering import text_of
from tests.support.cast import Cast, build
from tests.support.reviews import Reviewed, delivered


@pytest.fixture
def matter(db: None) -> Reviewed:
    """An opinion revoked on 20 March 2026, to be given anew within 30 days."""
    with time_machine.travel(datetime(2026, 1, 5, 9, tzinfo=SHANGHAI), tick=False):
        cast: Cast = build()
    with time_machine.travel(datetime(2026, 3, 20, 10, tzinfo=SHANGHAI)):
        matter = delivered(cast)
        matter.reviewed("revoke")
    return matter


def test_the_organ_that_decided_has_it_again_with_a_clock_of_its_own(matter: Reviewed) -> None:
    first, second = Handling.objects.filter(petition=matter.case.petition).order_by("pk")
    assert matter.handling == second
    assert second.subject.unit == first.subject.unit == matter.cast.units["rs-labour"]
    assert (second.subject.stage, second.branch) == ("accepted", "31.6")
    duty = Duty.objects.get(rule="rehandle")
    assert (duty.subject_id, last_day(duty.due_at)) == (second.pk, date(2026, 4, 20))  # the 19th is a Sunday
    assert not Duty.objects.filter(rule="notice", subject=second.pk).exists()
    assert Demand.objects.get(petition=matter.case.petition).outcome == ""
    assert (matter.case.stage("petition"), matter.case.stage("filing")) == ("handling", "registered")
    assert not list(verify())


def test_the_petitioner_sees_who_has_it_now_and_no_answer(matter: Reviewed) -> None:
    followed = follow(matter.case.filing.pk)
    (holder,) = followed.holders
    assert holder.unit == matter.cast.units["rs-labour"].pk
    assert holder.duty
    assert holder.duty.rule == "rehandle"
    assert [line.opinion for line in followed.demands] == [""]
    assert followed.progress == 3


def form(matter: Reviewed, **said: str) -> Asked:
    """The opinion as the handler would fill it in."""
    snapshot = load(matter.handling.pk, matter.cast.handler, lock=False)
    key = matter.case.demands[0]
    row = {"outcome": "support", "opinion": said.pop("opinion", "连六月一起补发。"), "basis": "条例"}
    data = {"findings": "重新核对。", "new": "新调取了考勤表。"} | said
    data |= {f"demand-{key}-{name}": value for name, value in row.items()}
    return ask(procedure("handling").by_code["issue_opinion"], snapshot, matter.cast.handler, data)


def test_it_says_what_was_newly_found(matter: Reviewed) -> None:
    assert form(matter).is_valid()
    assert form(matter, new="").faults


@pytest.mark.parametrize("same", [{"findings": "经查，工资确未发放。"}, {"opinion": "已责令 补发。\n"}])
def test_the_revoked_words_are_refused(matter: Reviewed, same: dict[str, str]) -> None:
    """White space makes no difference."""
    asked = form(matter, **same)
    assert not asked.is_valid()
    assert "一字不差" in str(asked.faults)


def test_a_first_opinion_is_not_asked_what_is_new(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    snapshot = load(case.handling.pk, cast.handler, lock=False)
    asked = ask(procedure("handling").by_code["issue_opinion"], snapshot, cast.handler)
    assert "new" not in asked.form.fields


def test_the_new_opinion_names_the_review_and_opens_the_same_rights(matter: Reviewed) -> None:
    with time_machine.travel(datetime(2026, 4, 10, 10, tzinfo=SHANGHAI)):
        matter.redo()
    said = text_of(pdf(Paper.objects.filter(kind="opinion").latest("issued_at")))
    for words in (
        "眉山市人力资源和社会保障局于2026年3月20日作出《信访事项复查意见书》",
        "撤销原处理意见",
        "重新办理中新查明：新调取了六月的考勤表。",
    ):
        assert words in said, words
    assert matter.case.stage("petition") == "answered"
    assert {"rate", "ask_review"} <= set(Duty.objects.filter(state="open").values_list("rule", flat=True))
    assert not list(verify())


def test_it_can_be_reviewed_again_by_the_same_organ(matter: Reviewed) -> None:
    with time_machine.travel(datetime(2026, 4, 10, 10, tzinfo=SHANGHAI)):
        matter.redo()
        matter.reviewed("uphold")
        matter.finally_reviewed("uphold")
    assert Subject.objects.filter(kind="review", unit=matter.cast.units["ms-labour"]).count() == 2
    assert not list(verify())


def test_the_paper_of_the_review_sets_the_days(matter: Reviewed) -> None:
    said = text_of(pdf(Paper.objects.get(kind="review")))
    assert "由仁寿县人力资源和社会保障局自本意见作出之日起30日内重新作出处理意见" in said
    assert "不得以同样的事实和理由" in said
