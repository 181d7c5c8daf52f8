"""Moves over the API: the table's own verbs, each refusal told in a way a program can act on."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.procedure.table import procedures
from tests.api.conftest import Program, problem
from tests.support.cast import Case, Cast

Officers = Callable[[str], Program]


@pytest.fixture
def case(cast: Cast) -> Case:
    return cast.file()


def sorting(case: Case, stage_seq: int = 1, **more: Any) -> dict[str, Any]:
    rows = {str(pk): {"klass": "demand", "branch": "31.6", "category": "0402"} for pk in case.demands}
    return {"stage_seq": stage_seq, "rows": rows, **more}


def test_every_move_of_the_table_has_its_operation(anyone: Program):
    document = anyone.get("openapi.json").json()
    for table in procedures():
        for move in table.moves:
            if not (move.opening or move.apart or move.by_system):
                operation = document["paths"][f"/api/v1/{table.kind}s/{{id}}/{move.code}"]["post"]
                assert operation["x-law"] == move.law
                shown = operation["requestBody"]["content"]["application/json"]["schema"]["properties"]
                files = {name for name in move.facts.base_fields if name == "files"}
                assert move.facts.base_fields.keys() - files <= shown.keys()


def test_sorting_tells_where_the_matter_stands_now(case: Case, officer: Officers):
    made = officer("sorter").post(f"petitions/{case.petition}/sort", sorting(case)).json()
    assert (made["move"], made["stage"], made["stage_seq"], made["seq"]) == ("sort", "sorted", 2, 2)
    assert not made["repeated"]


def test_second_sorter_is_told_who_was_first(cast: Cast, case: Case, officer: Officers):
    officer("sorter").post(f"petitions/{case.petition}/sort", sorting(case))
    response = officer("sorter").post(f"petitions/{case.petition}/sort", sorting(case))
    told = problem(response)
    assert (response.status_code, told["type"]) == (409, "/api/v1/docs#conflict")
    assert told["by"] == "仁寿县信访局 某sorter"
    assert told["what"] == "甄别"
    assert told["when"]


def test_repeat_returns_the_first_step(case: Case, officer: Officers):
    sorter, key = officer("sorter"), {"Idempotency-Key": "k"}
    first = sorter.post(f"petitions/{case.petition}/sort", sorting(case), **key).json()
    again = sorter.post(f"petitions/{case.petition}/sort", sorting(case), **key).json()
    assert again == first | {"repeated": True}
    other = sorter.post(f"petitions/{case.petition}/sort", sorting(case, note="改"), **key)
    assert problem(other)["type"].endswith("#mismatch")
    assert Step.objects.filter(subject=case.petition, move="sort").count() == 1


def test_stage_seq_is_asked_for_where_it_matters(case: Case, officer: Officers):
    body = sorting(case)
    del body["stage_seq"]
    assert "stage_seq" in problem(officer("sorter").post(f"petitions/{case.petition}/sort", body))["errors"]


@pytest.mark.parametrize(
    ("who", "status"),
    [("window", 403), ("stranger", 404), ("handler", 404), ("system_admin", 404), ("auditor", 404)],
)
def test_others_cannot_sort(case: Case, officer: Officers, who: str, status: int):
    response = officer(who).post(f"petitions/{case.petition}/sort", sorting(case))
    assert (response.status_code, problem(response)["status"]) == (status, status)


def test_nobody_moves_without_a_credential(case: Case, anyone: Program):
    assert anyone.post(f"petitions/{case.petition}/sort", sorting(case)).status_code == 401


def test_unlawful_stage_is_a_refusal(cast: Cast, case: Case, officer: Officers):
    response = officer("sorter").post(f"petitions/{case.petition}/forward", sorting(case))
    assert (response.status_code, problem(response)["type"]) == (409, "/api/v1/docs#refused")


def test_unlawful_destination_is_the_contents_fault(cast: Cast, officer: Officers):
    case = cast.file(purpose="report", accused="视高街道办事处")
    cast.sort(case, "report")
    rows = {str(pk): {"unit": str(cast.units["rs-shigao"].pk)} for pk in case.demands}
    response = officer("sorter").post(f"petitions/{case.petition}/forward", {"stage_seq": 2, "rows": rows})
    assert response.status_code == 422
    assert "检举控告一律不能转给被反映的单位" in str(problem(response))


def test_move_of_another_kind_is_not_found(case: Case, officer: Officers):
    assert officer("sorter").post(f"handlings/{case.petition}/sign", {"stage_seq": 1}).status_code in {
        403,
        404,
    }
    assert officer("handler").post("handlings/not-an-id/sign", {"stage_seq": 1}).status_code == 404
    assert officer("sorter").post(f"petitions/{case.petition}/abolish", {}).status_code == 404


BAD = [
    {"rows": {"x": {"klass": "demand"}}},
    {"rows": []},
    {"rows": {"\ud800": 1}},
    {"rows": "x" * 100_000},
    {"note": {"deep": [[[1]]]}},
    {"note": ["a"]},
    {"unknown": 1},
    {"stage_seq": "1"},
    {"stage_seq": True},
    {"stage_seq": 1.5},
    {"files": ["x"]},
]


@pytest.mark.parametrize("bad", BAD, ids=str)
def test_bad_fields_are_named(case: Case, officer: Officers, bad: dict[str, Any]):
    response = officer("sorter").post(f"petitions/{case.petition}/sort", sorting(case) | bad)
    assert (response.status_code, bool(problem(response)["errors"])) == (422, True)


@pytest.mark.parametrize("field", ["klass", "branch", "category"])
@pytest.mark.parametrize("value", ["nonsense", "\x00", "\ud800", "字" * 100_000, 7, None, [], {}])
def test_bad_rows_are_named_by_their_key(case: Case, officer: Officers, field: str, value: Any):
    body = sorting(case)
    key = str(case.demands[0])
    body["rows"][key][field] = value
    response = officer("sorter").post(f"petitions/{case.petition}/sort", body)
    assert response.status_code == 422
    assert f"rows.{key}.{field}" in problem(response)["errors"]


UNREADABLE = [
    "{",
    "[]",
    '"text"',
    "NaN",
    '{"note": Infinity}',
    b"\xff\xfe",
    "[" * 100_000,
    '{"note":' * 900 + "1" + "}" * 900,
    '{"stage_seq": ' + "9" * 5000 + "}",
    "",
]


@pytest.mark.parametrize("body", UNREADABLE, ids=lambda body: str(body[:12]))
def test_unreadable_bodies_are_refused(case: Case, officer: Officers, body: Any):
    response = officer("sorter").post(f"petitions/{case.petition}/sort", body or "x")
    assert (response.status_code, problem(response)["type"]) == (400, "/api/v1/docs#malformed")


def test_words_of_a_megabyte_are_taken(case: Case, officer: Officers):
    body = sorting(case, note="字" * 350_000)
    assert officer("sorter").post(f"petitions/{case.petition}/sort", body).status_code == 200


def test_cookies_of_a_browser_do_not_matter(case: Case, officer: Officers):
    """A token request is no form of a page: no CSRF token is asked for, and no session is used."""
    program = officer("sorter")
    program.client.handler.enforce_csrf_checks = True
    assert program.post(f"petitions/{case.petition}/sort", sorting(case)).status_code == 200


def test_unknown_address_is_a_problem_too(anyone: Program):
    assert problem(anyone.get("nothing/here"))["status"] == 404
    assert problem(anyone.post("nothing", {}))["status"] == 404


def test_revoked_token_is_no_credential(cast: Cast, case: Case, officer: Officers):
    program = officer("sorter")
    cast.posts["sorter"].tokens.update(revoked_at="2020-01-01T00:00:00Z")
    assert program.post(f"petitions/{case.petition}/sort", sorting(case)).status_code == 401


def test_second_signature_over_the_api(cast: Cast, officer: Officers):
    case = cast.bring_to("proposed")
    path = f"handlings/{case.handling.pk}/confirm"
    seen = Subject.objects.get(pk=case.handling.pk).stage_seq
    assert officer("handler").post(path, {"stage_seq": seen}).status_code == 403
    assert officer("head").post(path, {"stage_seq": seen - 1}).status_code == 409
    made = officer("head").post(path, {"stage_seq": seen}).json()
    assert (made["move"], made["stage"], made["pending"]) == ("issue_opinion", "issued", False)


def test_handler_cannot_confirm_by_being_a_petitioner(cast: Cast, anyone: Program):
    case = cast.bring_to("proposed")
    response = anyone.post(f"handlings/{case.handling.pk}/confirm", {}, **{"X-Query-Code": "ABCDABCDABCD"})
    assert response.status_code == 401


def test_openapi_document_is_whole(anyone: Program):
    document = anyone.get("openapi.json").json()
    text = json.dumps(document)
    assert document["openapi"].startswith("3.")
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert "application/problem+json" in operation["responses"]["422"]["content"], path
    for reference in text.split('"#/components/schemas/')[1:]:
        assert reference.split('"')[0] in document["components"]["schemas"]
