"""Filing over the API: anyone may, nothing but emptiness is refused, and it costs three statements at most (条例 第二十二条)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sunshine.foundation.files.models import Attachment
from sunshine.foundation.files.store import read
from sunshine.foundation.ledger.models import Bar, Subject
from sunshine.foundation.ledger.queries import words_at
from sunshine.petitions.models import Filing
from tests.api.conftest import Program, problem
from tests.support.cast import Cast

FILING = {
    "text": "我们十二个人在视高做木工，六月完工，工资到现在没有发。",
    "place": "511421",
    "name": "张三丰",
    "phone": "13800005678",
    "demands": ["发工资", "以后按月发"],
}
NOT_ROWS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
KEY = "3f0c7f0e-0001-4000-8000-000000000000"


def test_filing_costs_at_most_three_statements(cast: Cast, anyone: Program):
    anyone.post("filings", FILING)
    with CaptureQueriesContext(connection) as spent:
        assert anyone.post("filings", FILING).status_code == 201
    rows = [one["sql"] for one in spent if not one["sql"].startswith(NOT_ROWS)]
    assert len(rows) <= 3, "\n".join(rows)


def test_answer_says_number_code_bureau_and_due_date(cast: Cast, anyone: Program):
    told = anyone.post("filings", FILING).json()
    filing = Filing.objects.get(number=told["number"])
    assert told["number"].startswith("SC511421-")
    assert len(told["code"].replace(" ", "")) == 12
    assert (told["petition"], told["filing"]) == (str(filing.petition_id), str(filing.pk))
    assert told["bureau"]["name"] == "仁寿县信访局"
    assert told["bureau"]["phone"]
    assert told["due"] > told["registered_at"][:10]
    assert told["set_aside"] == []


def test_officer_registers_a_visit(cast: Cast, officer: Callable[[str], Program]):
    told = officer("window").post("filings", FILING | {"channel": "visit", "people": 3}).json()
    filing = Filing.objects.get(number=told["number"])
    assert (filing.channel, filing.people) == ("visit", 3)


def test_stranger_cannot_pass_for_a_visit(cast: Cast, anyone: Program):
    told = anyone.post("filings", FILING | {"channel": "visit"}).json()
    assert Filing.objects.get(number=told["number"]).channel == "web"


def test_wrong_token_is_not_taken_for_anyone(cast: Cast):
    response = Program({"Authorization": "Bearer sun_wrong"}).post("filings", FILING)
    assert problem(response)["type"].endswith("#credential")
    assert response["WWW-Authenticate"] == "Bearer"


def test_files_come_in_as_a_form(cast: Cast, anyone: Program):
    photo = SimpleUploadedFile("../../照片.txt", "证据".encode())
    program = SimpleUploadedFile("notice.pdf", b"MZ\x90\x00" + bytes(64))
    told = anyone.upload("filings", FILING | {"files": [photo, program]}).json()
    kept = {row.state for row in Attachment.objects.filter(subject=told["filing"])}
    assert kept == {"kept", "set_aside"}


ODD = [
    {"place": "nowhere"},
    {"phone": "call me"},
    {"phone": {"home": 1}},
    {"purpose": ["report"]},
    {"people": 10**40},
    {"visibility": None, "id_number": "\x00\x00"},
    {"name": "ཀ" + "\u0f71" * 90},
    {"name": "𠮷" * 300, "demands": "ꆈꌠꁱꂷ"},
    {"name": "\ud800", "accused": "\udfff"},
    {"demands": [1, {"a": []}]},
    {"demands": ["拆\n迁"] * 40},
    {"unheard_of": {"x": 1}},
    {"text": "字" * 1_000_000},
    {"text": True},
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: "-".join(odd))
def test_odd_field_never_blocks_a_filing(cast: Cast, anyone: Program, odd: dict[str, Any]):
    response = anyone.post("filings", FILING | odd)
    assert response.status_code == 201, response.content


def test_what_was_set_aside_is_named_and_kept(cast: Cast, anyone: Program):
    told = anyone.post("filings", FILING | {"phone": {"home": "0833"}, "place": "火星"}).json()
    assert told["set_aside"] == ["phone", "place"]
    kept = words_at(told["filing"], 1)["aside"]
    assert "0833" in kept
    assert "火星" in kept


def test_empty_filing_is_told_what_to_write(cast: Cast, anyone: Program):
    assert "text" in problem(anyone.post("filings", {"text": "  "}))["errors"]


def test_same_request_gives_the_same_filing(cast: Cast, anyone: Program):
    first = anyone.post("filings", FILING, **{"Idempotency-Key": KEY}).json()
    again = anyone.post("filings", FILING, **{"Idempotency-Key": KEY}).json()
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert first | {"repeated": True} == again
    assert Filing.objects.count() == 1


def test_other_body_under_the_same_key_is_refused(cast: Cast, anyone: Program):
    anyone.post("filings", FILING, **{"Idempotency-Key": KEY})
    response = anyone.post("filings", FILING | {"text": "别的事"}, **{"Idempotency-Key": KEY})
    assert (response.status_code, problem(response)["type"]) == (422, "/api/v1/docs#mismatch")


def test_strangers_must_use_keys_that_cannot_meet(cast: Cast, anyone: Program):
    assert "Idempotency-Key" in problem(anyone.post("filings", FILING, **{"Idempotency-Key": "1"}))["errors"]


def test_report_is_sealed_and_kept_from_the_accused(cast: Cast, anyone: Program):
    told = anyone.post("filings", FILING | {"purpose": "report", "accused": "视高街道办事处"}).json()
    assert Subject.objects.get(pk=told["petition"]).sealed
    assert Bar.objects.get(root=told["petition"]).unit == cast.units["rs-shigao"]


def test_everybody_accused_still_gets_a_number(cast: Cast, anyone: Program):
    """The discipline organ registers then; its number comes from the same series and never meets another."""
    first = anyone.post("filings", FILING | {"place": "510000"})
    accused = FILING | {"place": "510000", "accused": "四川省人民政府"}
    second = anyone.post("filings", accused)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json()["bureau"]["name"] == "四川省纪委监委"
    assert first.json()["number"] != second.json()["number"]


def test_file_outlives_a_commit_whose_answer_was_lost(
    own_cast: Cast, anyone: Program, monkeypatch: pytest.MonkeyPatch
):
    commit, sent = type(connection.connection).commit, {"text": FILING["text"]}

    def lose_the_answer(done: Any) -> None:
        monkeypatch.undo()
        commit(done)
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    def send() -> Any:
        file = SimpleUploadedFile("考勤表.txt", "六月：二十六天".encode())
        return anyone.upload("filings", sent | {"files": file}, **{"Idempotency-Key": KEY})

    anyone.client.raise_request_exception = False
    monkeypatch.setattr(type(connection.connection), "commit", lose_the_answer)
    assert send().status_code == 500
    assert send().json()["repeated"] is True
    assert read(Attachment.objects.get()) == "六月：二十六天".encode()
