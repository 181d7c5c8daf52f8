"""Number and code open one's own filing and nothing else; guessing is stopped, in plain words (条例 第二十一条)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from sunshine.foundation.ledger.queries import words_at, words_of
from sunshine.petitions.models import Tries
from sunshine.petitions.querycode import current_code
from sunshine.petitions.recovery import renew
from sunshine.petitions.tries import FACTOR, FAR, NEAR
from tests.support.cast import Case, Cast


def code(case: Case) -> str:
    return words_at(case.filing.pk, 1)["code"]


def current(case: Case) -> str:
    return current_code(words_of(case.petition), case.filing.pk)


def typed(case: Case, shown: str, factor: str = "") -> dict[str, str]:
    return {"number": case.filing.number, "code": shown, "factor": factor}


def trace(client: Client, case: Case, shown: str, factor: str = "") -> Any:
    return client.post("/progress/", typed(case, shown, factor))


def test_code_may_be_typed_as_people_type(cast: Cast, client: Client):
    case = cast.file()
    number, shown = case.filing.number.lower().replace("-", " - "), code(case).lower()
    spaced = f" {shown[:4]} {shown[4:8]}-{shown[8:]}　"
    assert client.post("/progress/", {"number": number, "code": spaced}).status_code == 302


STRANGER: dict[str, Any] = {"REMOTE_ADDR": "203.0.113.7"}
OWNER: dict[str, Any] = {"REMOTE_ADDR": "198.51.100.4"}


def test_after_five_wrong_codes_one_waits_longer_each_time(cast: Cast, client: Client):
    case = cast.file()
    for _ in range(NEAR.free):
        assert "对不上" in trace(client, case, "WRONG").content.decode()
    waits = []
    for _ in range(3):
        closed = trace(client, case, code(case))
        assert (closed.status_code, "试错太多次了" in closed.content.decode()) == (422, True)
        near = Tries.objects.filter(wrong__gte=NEAR.free)[0]
        until = NEAR.closed_until(near.wrong, near.since, near.last)
        assert until
        waits.append(until - near.last)
        Tries.objects.update(last=F("last") - waits[-1])
        assert "对不上" in trace(client, case, "WRONG").content.decode()
    assert [wait.total_seconds() for wait in waits] == [30, 60, 120]


def test_no_stranger_locks_the_owner_out(cast: Cast, client: Client):
    case = cast.file()
    for n in range(30):
        for _ in range(NEAR.free):
            client.post("/progress/", typed(case, "WRONG"), REMOTE_ADDR=f"203.0.113.{n}")
    assert client.post("/progress/", typed(case, code(case)), **STRANGER).status_code == 422
    assert client.post("/progress/", typed(case, code(case)), **OWNER).status_code == 302


def test_once_many_networks_tried_each_has_one_try_an_hour(cast: Cast, client: Client):
    case = cast.file()
    client.post("/progress/", typed(case, "WRONG"))
    Tries.objects.update(wrong=FAR.free)  # of the number, and of this network
    new: dict[str, Any] = {"REMOTE_ADDR": "203.0.113.9"}
    assert "对不上" in client.post("/progress/", typed(case, "WRONG"), **new).content.decode()
    assert "试错太多" in client.post("/progress/", typed(case, "WRONG"), **new).content.decode()
    assert client.post("/progress/", typed(case, code(case)), **OWNER).status_code == 302


def test_browser_that_proved_it_before_has_a_count_of_its_own(cast: Cast):
    case, owner, stranger = cast.file(), Client(), Client()
    owner.post("/progress/", typed(case, code(case), "5678"))
    for _ in range(NEAR.free):
        stranger.post("/progress/", typed(case, "WRONG"))
    assert stranger.post("/progress/", typed(case, code(case))).status_code == 422
    owner.cookies.pop("sessionid")  # days later, from the same network
    assert owner.post("/progress/", typed(case, code(case))).status_code == 302


def test_unknown_numbers_are_answered_and_counted_alike(cast: Cast, client: Client):
    case = cast.file()
    unknown = {"number": "SC511421-2026-999999", "code": "WRONG"}
    for _ in range(NEAR.free):
        pages = [client.post("/progress/", data) for data in (typed(case, "WRONG"), unknown)]
        said = [page.content.decode().split("errors", 1)[1].split("</div>", 1)[0] for page in pages]
        assert said[0] == said[1]
    assert {client.post("/progress/", data).status_code for data in (typed(case, "WRONG"), unknown)} == {422}


def test_what_is_counted_names_neither_number_nor_network(cast: Cast, client: Client):
    case = cast.file()
    client.post("/progress/", typed(case, "WRONG"), **STRANGER)
    kept = " ".join(Tries.objects.values_list("key", flat=True))
    assert Tries.objects.count() == 3
    assert not [word for word in (case.filing.number, "203.0.113.7") if word in kept]


def test_last_four_are_tried_few_times_ever(cast: Cast, client: Client):
    """Who holds the code may not walk the ten thousand last fours, however patient; a new code starts anew."""
    case = cast.file()
    trace(client, case, code(case))
    prove = f"/progress/{case.filing.pk}/prove/"
    for _ in range(FACTOR.free):
        page = client.post(prove, {"factor": "0000"}, follow=True)
        assert "后四位对不上" in page.content.decode()
        Tries.objects.update(last=F("last") - timedelta(hours=2))
    page = client.post(prove, {"factor": "5678"}, follow=True)
    assert "试错太多次了" in page.content.decode()
    assert "要打开文书、评价" in client.get(f"/progress/{case.filing.pk}/").content.decode()
    renew(case.filing.pk, case.petitioner)
    trace(client, case, current(case))
    client.post(prove, {"factor": "5678"})
    assert "要打开文书、评价" not in client.get(f"/progress/{case.filing.pk}/").content.decode()


def test_code_alone_opens_no_words_of_the_answer(cast: Cast, client: Client):
    case = cast.bring_to("rated")
    trace(client, case, code(case))
    assert "已责令补发" not in client.get(f"/progress/{case.filing.pk}/").content.decode()
    trace(client, case, code(case), "5678")
    assert "已责令补发" in client.get(f"/progress/{case.filing.pk}/").content.decode()


def test_who_looked_is_told_only_with_the_last_four(cast: Cast, client: Client):
    case = cast.file()
    client.force_login(cast.posts["sorter"].officer)
    client.post(f"/desk/subjects/{case.filing.pk}/unmask/", {"purpose": "contact", "words": "约他来谈"})
    citizen = Client()
    trace(citizen, case, code(case))
    page = citizen.get(f"/progress/{case.filing.pk}/").content.decode()
    assert "有 1 次" in page
    assert "约他来谈" not in page
    trace(citizen, case, code(case), "5678")
    assert "约他来谈" in citizen.get(f"/progress/{case.filing.pk}/").content.decode()


@pytest.mark.parametrize("path", ["", "prove/", "sheet/"])
def test_without_the_code_one_is_asked_for_it(cast: Cast, client: Client, path: str):
    case = cast.file()
    if path == "sheet/":
        assert client.get(f"/receipt/{case.filing.pk}/sheet/")["Location"] == "/progress/"
        return
    response = (
        client.post(f"/progress/{case.filing.pk}/{path}")
        if path
        else client.get(f"/progress/{case.filing.pk}/")
    )
    assert response["Location"] == "/progress/"
