"""Number and code open one's own filing and nothing else; guessing is stopped, in plain words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sunshine.foundation.ledger.queries import words_at
from sunshine.petitions.credentials import MOST, SPAN
from sunshine.petitions.models import Guesses
from tests.support.cast import Case, Cast


def code(case: Case) -> str:
    return words_at(case.filing.pk, 1)["code"]


def trace(client: Client, case: Case, typed: str, factor: str = "") -> Any:
    return client.post("/progress/", {"number": case.filing.number, "code": typed, "factor": factor})


def test_code_may_be_typed_as_people_type(cast: Cast, client: Client):
    case = cast.file()
    number, shown = case.filing.number.lower().replace("-", " - "), code(case).lower()
    typed = f" {shown[:4]} {shown[4:8]}-{shown[8:]}　"
    assert client.post("/progress/", {"number": number, "code": typed}).status_code == 302


def test_ten_wrong_codes_lock_the_number_for_an_hour(cast: Cast, client: Client):
    case = cast.file()
    for _ in range(MOST):
        assert "对不上" in trace(client, case, "WRONG").content.decode()
    locked = trace(client, case, code(case))
    assert (locked.status_code, "试错太多次" in locked.content.decode()) == (422, True)
    assert "之后再试" in locked.content.decode()
    Guesses.objects.update(since=timezone.now() - SPAN)
    assert trace(client, case, code(case)).status_code == 302


def test_wrong_last_four_count_too(cast: Cast, client: Client):
    case = cast.file()
    trace(client, case, code(case))
    prove = f"/progress/{case.filing.pk}/prove/"
    for _ in range(MOST):
        page = client.post(prove, {"factor": "0000"}, follow=True)
        assert "后四位对不上" in page.content.decode()
    client.post(prove, {"factor": "5678"})
    assert "要打开文书、评价" in client.get(f"/progress/{case.filing.pk}/").content.decode()


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
