"""Rating 评价 (条例 第二十一条): by the petitioner alone, with reasons; the dissatisfied are called from another level; silence is silence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from sunshine.channels.held import PROVEN
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.offices import tokens
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.jobs import wake
from sunshine.foundation.procedure.perform import Unseen, perform
from sunshine.foundation.procedure.verify import verify
from sunshine.petitions.casepage import case as case_page
from sunshine.petitions.desk import work
from sunshine.petitions.models import Callback, Rating
from sunshine.petitions.procedure import rating
from sunshine.petitions.procedure.rating import picked
from tests.access.conftest import OFFICERS
from tests.support.cast import Case, Cast


@pytest.fixture(autouse=True)
def nobody_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids are random; where a sample is meant, the test says so."""
    monkeypatch.setattr(rating, "picked", lambda pk: False)


def browser(case: Case) -> Client:
    client = Client()
    session = client.session
    session["filings"] = {str(case.filing.pk): PROVEN}
    session.save()
    return client


def rate(case: Case, bureau: int, unit: int, *reasons: str, words: str = "") -> Any:
    row = f"handling-{case.handling.pk}"
    told = {
        "bureau": str(bureau), "words": words, f"{row}-unit": str(unit), f"{row}-reasons": list(reasons),
        "bureau_reasons": list(reasons),
    }  # fmt: skip
    return browser(case).post(f"/progress/{case.filing.pk}/rate/", told)


def page(case: Case) -> str:
    return browser(case).get(f"/progress/{case.filing.pk}/").content.decode()


def test_reasons_are_kept_for_the_dissatisfied_alone(cast: Cast):
    case = cast.bring_to("delivered")
    assert rate(case, 0, 3, "unmet", "beside", words="一次也没有来过。").status_code == 302
    bureau, unit = (
        Rating.objects.order_by("handling_id").exclude(handling=None),
        Rating.objects.get(handling=None),
    )
    assert [one.reasons for one in bureau] == [["unmet", "beside"]]
    assert unit.reasons == []
    assert "没有和我见面" in page(case)


def test_a_rating_needs_no_reason(cast: Cast):
    case = cast.bring_to("delivered")
    assert rate(case, 3, 3).status_code == 302
    assert Rating.objects.count() == 2


def test_the_dissatisfied_are_called_from_the_level_above_never_by_the_rated(cast: Cast):
    case = cast.bring_to("delivered")
    rate(case, 0, 3)
    duty = Duty.objects.get(rule="call_back")
    assert (duty.unit, Callback.objects.get().why) == (cast.units["ms-bureau"], "dissatisfied")
    assert [line.petition for line in work(cast.city_sorter, {}).lines] == [case.petition]
    for who in (cast.handler, cast.head, cast.sorter, cast.bureau_head):
        assert "call_back" not in {one.rule for one in case_page(who, case.petition).duties}


def test_the_satisfied_are_not_called_unless_their_ratings_id_is_picked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    case = cast.bring_to("delivered")
    rate(case, 0, 1)
    assert not Callback.objects.exists()
    monkeypatch.setattr(rating, "picked", lambda pk: True)
    rate(case, 0, 0)
    assert Callback.objects.get().why == "sample"


def test_at_least_one_in_twenty_is_picked_and_the_same_ones_always():
    ids = [uuid4() for _ in range(20_000)]
    assert sum(map(picked, ids)) >= len(ids) / 20
    assert [picked(one) for one in ids] == [picked(one) for one in ids]


def test_a_call_back_records_and_never_changes_the_rating(cast: Cast):
    case = cast.bring_to("delivered")
    rate(case, 0, 3)
    before = list(Rating.objects.order_by("id").values_list("id", "value"))
    call = Callback.objects.get()
    said = Given({"outcome": "reached", "said": "satisfied"}, {"words": "说昨天钱到了。"})
    perform(call.pk, "log_call_back", cast.city_sorter, said)
    call.refresh_from_db()
    assert (call.said, list(Rating.objects.order_by("id").values_list("id", "value"))) == (
        "satisfied",
        before,
    )
    assert Duty.objects.filter(subject__root=case.petition, rule="call_back", state="open").count() == 0
    assert list(verify()) == []


@pytest.mark.parametrize("who", OFFICERS)
def test_nobody_at_a_desk_rates_by_planner_page_or_api(cast: Cast, who: str):
    case = cast.bring_to("delivered")
    told = Given({"bureau": 0}, rows={str(case.handling.pk): Given({"unit": 0})})
    with pytest.raises((Refused, Unseen)):
        perform(case.filing.pk, "rate", getattr(cast, who), told)
    client = browser(case)  # the clerk who registered a visit holds its code in the browser
    client.force_login(cast.posts[who].officer)
    data = {"bureau": "0", f"handling-{case.handling.pk}-unit": "0"}
    assert client.post(f"/progress/{case.filing.pk}/rate/", data).status_code == 403
    assert client.post(f"/desk/subjects/{case.filing.pk}/rate/", data).status_code in {403, 404, 409}
    token = tokens.issue(cast.posts[who], "test")
    body = {"bureau": 0, "rows": {str(case.handling.pk): {"unit": 0}}}
    answer = client.post(
        f"/api/v1/filings/{case.filing.number}/rate", body, "application/json",
        headers={"Authorization": f"Bearer {token}"},
    )  # fmt: skip
    assert answer.status_code == 401
    assert not Rating.objects.exists()


def test_by_api_with_code_and_last_four_and_reasons_as_a_list(cast: Cast, client: Client):
    case = cast.bring_to("delivered")
    body = {"bureau": 3, "bureau_reasons": ["slow", "manner"], "rows": {str(case.handling.pk): {"unit": 0}}}
    proof = {"X-Query-Code": words_at(case.filing.pk, 1)["code"], "X-Factor": "5678"}
    address = f"/api/v1/filings/{case.filing.number}/rate"
    assert client.post(address, body, "application/json", headers=proof).status_code == 200
    assert Rating.objects.get(handling=None).reasons == ["slow", "manner"]


def test_silence_is_a_state_of_its_own(cast: Cast):
    """Waiting, then 未评价: on the petitioner's page and at the desk; there is no row that could be counted."""
    case = cast.bring_to("delivered")
    assert {str(line.state) for line in case_page(cast.handler, case.petition).ratings} == {"待评价"}
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        wake(timezone.now())
        lines = case_page(cast.handler, case.petition).ratings
        shown = page(case)
    assert [(str(line.state), line.tone) for line in lines] == [("未评价", "quiet")] * 2
    assert ("未评价" in shown, "不算满意" in shown) == (True, True)
    assert not Rating.objects.exists()


def test_a_rating_keeps_its_network_only_as_a_keyed_digest(cast: Cast):
    case = cast.bring_to("delivered")
    rate(case, 0, 0)
    marks = {bytes(one.network or b"") for one in Rating.objects.all()}
    assert len(marks) == 1
    assert marks != {b""}
    assert b"127.0.0.1" not in marks.pop()
