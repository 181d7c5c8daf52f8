"""Serving 送达: only a recorded delivery starts the petitioner's clocks, from the day it happened (条例 第三十二条、第三十五条).

By hand, by post, by leaving it with a witness when it is refused; by public notice only after another way failed, and
then not before the notice has run. Every way leaves its facts, and all but the petitioner's own opening a 送达回证.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from sunshine.foundation.calendar.rules import SHANGHAI, last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Refused, lawful
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.jobs import wake
from sunshine.foundation.procedure.perform import load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.following import follow
from sunshine.petitions.models import Delivery
from tests.foundation.papers.test_rendering import text_of
from tests.support.cast import Case, Cast, build

ISSUED = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
LATER = datetime(2026, 3, 9, 10, tzinfo=SHANGHAI)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast as it stood at the beginning of 2026, whose holidays are known."""
    with time_machine.travel(datetime(2026, 1, 5, 9, tzinfo=SHANGHAI), tick=False):
        return build()


@pytest.fixture
def case(cast: Cast) -> Case:
    """An opinion issued on 2 March 2026 and, a week later, still not served."""
    with time_machine.travel(ISSUED, tick=False):
        return cast.bring_to("issued")


def act(cast: Cast, case: Case, move: str, now: datetime = LATER, **facts: Any) -> Any:
    texts: dict[str, str] = {
        k: facts.pop(k) for k in ("receiver", "place", "tracking", "reason", "witness") if k in facts
    }
    given = Given({"paper": str(case.handling.answer), **facts}, texts)
    return perform(case.filing.pk, move, cast.handler, given, now=now)


def due(case: Case, rule: str) -> date:
    return last_day(Duty.objects.get(subject=case.filing.pk, rule=rule).due_at)


def test_clocks_run_from_the_day_it_was_received_not_from_the_entry(cast: Cast, case: Case):
    act(cast, case, "deliver", method="hand", day="2026-03-04", receiver="张三丰", relation="self")
    assert due(case, "ask_review") == due(case, "rate") == date(2026, 4, 3)
    assert case.stage("handling") == case.stage("petition") == "answered"
    assert not Duty.objects.filter(rule="deliver", state="open").exists()


@pytest.mark.parametrize("day", ["2026-03-01", "2026-03-10"])
def test_no_delivery_before_the_paper_or_after_today(cast: Cast, case: Case, day: str):
    with pytest.raises(Refused):
        act(cast, case, "deliver", method="hand", day=day)
    assert not Delivery.objects.exists()


def test_posting_is_not_delivery(cast: Cast, case: Case):
    act(cast, case, "send_paper", day="2026-03-05", tracking="EMS 1234567890")
    assert case.stage("filing") == "registered"
    assert not Duty.objects.filter(subject=case.filing.pk, rule__in=["rate", "ask_review"]).exists()
    assert "EMS 1234567890" in [entry.text for entry in follow(case.filing.pk).timeline(proven=True)]
    with pytest.raises(Refused):  # signed for before it was posted
        act(cast, case, "deliver", method="post", day="2026-03-04")
    act(cast, case, "deliver", method="post", day="2026-03-07")
    assert due(case, "rate") == date(2026, 4, 7)  # 6 April 2026 is a holiday
    assert list(Delivery.objects.order_by("id").values_list("state", flat=True)) == ["sent", "served"]


def form_errors(cast: Cast, case: Case, move: str, **data: Any) -> set[str]:
    snapshot = load(case.filing.pk, cast.handler, lock=False)
    asked = ask(
        procedure("filing").by_code[move], snapshot, cast.handler,
        {"paper": str(case.handling.answer), "day": str(timezone.localdate()), **data},
    )  # fmt: skip
    return set() if asked.is_valid() else set(asked.form.errors)


def test_leaving_it_needs_the_refusal_and_who_saw_it(cast: Cast, case: Case):
    assert form_errors(cast, case, "deliver", method="left") == {"reason", "witness"}
    assert form_errors(cast, case, "deliver", method="left", reason="拒绝签收", witness="社区李明") == set()
    assert form_errors(cast, case, "deliver", method="hand", day="") == {"day"}
    tomorrow = str(timezone.localdate() + timedelta(days=1))
    assert form_errors(cast, case, "deliver", method="hand", day=tomorrow) == {"day"}


def test_public_notice_only_after_another_way_failed(cast: Cast, case: Case):
    codes = {move.code for move in lawful(load(case.filing.pk, cast.handler, lock=False), cast.handler)}
    assert {"deliver", "send_paper", "fail_delivery"} <= codes
    assert "announce" not in codes
    with pytest.raises(Refused):
        act(cast, case, "announce", day="2026-03-06", place="县政府网站")


def announced(cast: Cast, case: Case) -> None:
    act(cast, case, "fail_delivery", method="post", day="2026-03-05", reason="原址查无此人")
    act(cast, case, "announce", day="2026-03-06", place="县政府网站")


def test_a_notice_takes_effect_when_it_has_run_and_not_before(cast: Cast, case: Case):
    announced(cast, case)
    assert not Duty.objects.filter(rule="deliver", state="open").exists()  # the unit has done its part
    notice = Duty.objects.get(rule="announced")
    # Thirty days after 6 March is 5 April 2026, Qingming; the 6th is a day off in its place.
    assert last_day(notice.due_at) == date(2026, 4, 7)
    wake(notice.due_at - timedelta(seconds=1))
    assert not Delivery.objects.filter(state="served").exists()
    wake(notice.due_at)
    served = Delivery.objects.get(state="served")
    assert (served.method, served.day) == ("notice", date(2026, 4, 7))
    assert due(case, "ask_review") == date(2026, 5, 7)
    assert case.stage("petition") == "answered"


def test_opening_it_meanwhile_is_the_delivery(cast: Cast, case: Case):
    announced(cast, case)
    with time_machine.travel(datetime(2026, 3, 20, 9, tzinfo=SHANGHAI), tick=False):
        cast.open_opinion(case)
    assert Delivery.objects.get(state="served").method == "online"
    assert not Duty.objects.filter(rule="announced", state="open").exists()
    assert due(case, "rate") == date(2026, 4, 20)  # the 19th is a Sunday


def test_the_receipt_of_service_says_how_and_who_saw_it(cast: Cast, case: Case):
    act(
        cast, case, "deliver", method="left", day="2026-03-06", receiver="", reason="当面拒绝签收", witness="社区工作人员李明",
        place="本人住处门口", view="disagree",
    )  # fmt: skip
    said = text_of(pdf(Paper.objects.get(kind="service")))
    number = Paper.objects.get(kind="opinion").number
    for fact in (
        "送达回证",
        "留置送达",
        "2026年3月6日",
        "当面拒绝签收",
        "社区工作人员李明",
        "不同意",
        "张三丰",
        number,
    ):
        assert fact in said


def test_an_opening_needs_no_receipt_of_service(cast: Cast, case: Case):
    cast.open_opinion(case)
    assert not Paper.objects.filter(kind="service").exists()


def test_a_hidden_name_is_not_on_the_receipt_of_service(cast: Cast):
    case = cast.bring_to("issued", cast.file(visibility="bureau"))
    act(cast, case, "deliver", now=timezone.now(), method="hand")
    assert "张三丰" not in text_of(pdf(Paper.objects.get(kind="service")))


def test_nobody_but_the_issuing_unit_serves_it(cast: Cast, case: Case):
    for who in (cast.sorter, cast.head, cast.window):
        codes = {move.code for move in lawful(load(case.filing.pk, who, lock=False), who)}
        assert codes.isdisjoint({"deliver", "send_paper", "fail_delivery", "announce"})
