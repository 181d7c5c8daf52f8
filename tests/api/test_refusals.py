"""Whatever Django itself refuses under /api/ is a problem too: a method, an address, a host, a type, a size."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.api.conftest import Program, problem

pytestmark = pytest.mark.django_db


def test_wrong_method_is_a_problem_that_names_the_right_ones(client: Client):
    response = client.delete("/api/v1/filings")
    assert problem(response)["type"].endswith("#method")
    assert response.status_code == 405
    assert response["Allow"] == "POST"


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "PROPFIND"])
@pytest.mark.parametrize(
    ("path", "allowed"), [("filings", "POST"), ("search", "GET"), ("handovers/1", "GET")]
)
def test_no_method_is_answered_in_plain_text(client: Client, method: str, path: str, allowed: str):
    response = client.generic(method, f"/api/v1/{path}")
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert response["Allow"] == allowed


def test_unknown_address_is_a_problem(client: Client):
    assert problem(client.get("/api/v2/filings"))["status"] == 404
    assert problem(client.get("/api/nowhere"))["status"] == 404


def test_other_types_are_not_read_as_json(client: Client):
    sent = json.dumps({"text": "路灯坏了"})
    for kind in ("text/xml", "application/octet-stream", "text/plain"):
        refused = problem(client.generic("POST", "/api/v1/filings", sent, kind))
        assert (refused["status"], refused["type"]) == (415, "/api/v1/docs#unsupported")


def test_json_with_a_charset_is_read(client: Client):
    response = client.generic(
        "POST", "/api/v1/filings", json.dumps({"text": ""}), "application/json; charset=utf-8"
    )
    assert problem(response)["status"] == 422


def test_body_that_is_no_text_is_malformed(anyone: Program):
    assert problem(anyone.post("filings", b"\xff\xfe{"))["status"] == 400


def test_text_beyond_the_limit_is_too_large(anyone: Program, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert problem(anyone.post("filings", {"text": "长" * 1000}))["status"] == 413


def test_foreign_host_is_a_problem(client: Client):
    assert problem(client.get("/api/v1/openapi.json", headers={"host": "elsewhere.example"}))["status"] == 400


def test_pages_keep_speaking_to_people(client: Client):
    assert client.get("/nowhere/")["Content-Type"].startswith("text/html")
