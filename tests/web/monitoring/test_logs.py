"""One line a request, with an id to ask by, and not a word of what anybody said in any of them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sunshine.foundation.offices import tokens
from sunshine.petitions.models import Filing
from sunshine.web.monitoring.logs import WordlessFormatter, configuration
from tests.support.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db

NAME, PHONE, ID, WORDS, HOME = "欧阳若兰", "13987654321", "511421198507150027", "鹅黄色的围墙", "梧桐巷九号"
PRIVATE = (NAME, PHONE, PHONE[-8:], ID, ID[-8:], WORDS, HOME, PASSWORD)


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """Everything logged by anybody at any level that is on, in the form the site logs it."""
    written, handler = StringIO(), logging.StreamHandler()
    handler.setStream(written)
    handler.setFormatter(WordlessFormatter())
    levels = {name: one.get("level") for name, one in configuration(json=True)["loggers"].items()}
    before = {name: logging.getLogger(name).level for name in levels}
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level or logging.NOTSET)
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def records(lines: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_one_line_a_request(client: Client, lines: StringIO):
    response = client.get("/how/")
    (line,) = records(lines)
    assert line["logger"] == "sunshine.request"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/how/", 200)
    assert line["request_id"] == response["X-Request-ID"]
    assert line["ms"] > 0
    assert line["time"].endswith("+08:00")


def test_officer_is_a_role_and_a_post(cast: Cast, lines: StringIO):
    token = tokens.issue(cast.posts["sorter"], "test")
    Client().get("/api/v1/duties", headers={"Authorization": f"Bearer {token}"})
    (line,) = records(lines)
    assert (line["actor"], line["post"]) == ("sorter", str(cast.posts["sorter"].pk))
    assert "某sorter" not in lines.getvalue()
    assert line["statements"] > 0


def test_strangers_cannot_write_into_the_log(client: Client, lines: StringIO, settings):
    client.get("/how/", headers={"X-Request-ID": f"tel-{PHONE}"})
    assert PHONE not in lines.getvalue()
    settings.SUNSHINE_BEHIND_PROXY = True
    assert (
        client.get("/how/", headers={"X-Request-ID": "0123456789abcdef"})["X-Request-ID"]
        == "0123456789abcdef"
    )
    assert client.get("/how/", headers={"X-Request-ID": 'a"}\n{'})["X-Request-ID"] != 'a"}\n{'


def _addresses(patterns: list[URLPattern | URLResolver], spaces: str = "") -> Iterator[str]:
    """The address of every page and operation, with what people could put into it."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _addresses(one.url_patterns, f"{one.namespace}:" if one.namespace else spaces)
        elif one.name:
            keys = {name: _value(part) for name, part in one.pattern.converters.items()}
            yield reverse(spaces + one.name, kwargs=keys)


def _value(converter: Any) -> Any:
    wanted = type(converter).__name__
    if wanted == "UUIDConverter":
        return "0190a0b0-0000-7000-8000-139876543210"
    return 13987654321 if wanted == "IntConverter" else PHONE


def _form() -> dict[str, Any]:
    return {
        "text": f"{WORDS}，电话{PHONE}", "name": NAME, "phone": PHONE, "id_number": ID, "address": HOME,
        "place": "511421", "demands": WORDS, "number": PHONE, "code": PHONE, "factor": ID[-4:], "login": NAME,
        "password": PASSWORD, "q": f"{NAME} {PHONE}", "purpose": WORDS, "stage_seq": PHONE, "paper": ID,
        "files": SimpleUploadedFile(f"{NAME}的{WORDS}.txt", WORDS.encode()),
    }  # fmt: skip


def test_nothing_personal_that_is_sent_anywhere_is_logged(cast: Cast, client: Client, lines: StringIO):
    client.raise_request_exception = False
    for address in _addresses(get_resolver().url_patterns):
        client.get(address, {"q": NAME, "phone": PHONE, "words": WORDS})
        client.post(address, _form())
        client.post(address, json.dumps({"text": WORDS, "name": NAME, "phone": PHONE}), "application/json")
        client.get(
            address, headers={"X-Query-Code": PHONE, "Authorization": f"Bearer {ID}", "User-Agent": NAME}
        )
    assert Filing.objects.exists()
    assert len(records(lines)) > 100
    assert {secret for secret in PRIVATE if secret in lines.getvalue()} == set()


def test_query_code_and_number_are_not_logged(cast: Cast, client: Client, lines: StringIO):
    answer = client.post(
        "/api/v1/filings", json.dumps({"text": WORDS, "place": "511421"}), "application/json"
    ).json()
    client.get(f"/api/v1/filings/{answer['number']}", headers={"X-Query-Code": answer["code"]})
    client.post("/trace/", {"number": answer["number"], "code": answer["code"]}, follow=True)
    for secret in (answer["number"], answer["code"], answer["code"].replace("-", "")):
        assert secret not in lines.getvalue()


def test_fault_of_ours_is_told_without_quoting(
    client: Client, lines: StringIO, monkeypatch: pytest.MonkeyPatch, cast: Cast
):
    def fail(*args: object, **kw: object) -> None:
        try:
            raise OperationalError(f"Key (phone)=({PHONE}) already exists.")
        except OperationalError as error:
            raise IntegrityError(f"Failing row contains ({NAME}).") from error

    monkeypatch.setattr("sunshine.channels.public.render", fail)
    client.raise_request_exception = False
    response = client.get("/how/")
    told, line = records(lines)
    assert response.status_code == line["status"] == 500
    assert line["request_id"] in response.content.decode()
    assert told["request_id"] == line["request_id"]
    assert [one["type"] for one in told["exception"]] == [
        "django.db.utils.IntegrityError", "django.db.utils.OperationalError",
    ]  # fmt: skip
    assert "test_logs.py" in told["exception"][0]["at"][-1]
    assert not [secret for secret in PRIVATE if secret in lines.getvalue()]


def test_fault_in_the_api_is_a_problem_with_the_id(client: Client, monkeypatch: pytest.MonkeyPatch):
    def fail(request: HttpRequest) -> None:
        raise RuntimeError(NAME)

    monkeypatch.setattr("sunshine.petitions.api.actor_of", fail)
    client.raise_request_exception = False
    response = client.post("/api/v1/filings", json.dumps({"text": WORDS}), "application/json")
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["request"] == response["X-Request-ID"]


def test_libraries_messages_keep_their_template_only(lines: StringIO):
    logging.getLogger("axes").warning("Repeated failure by %s", NAME, extra={"form": {"phone": PHONE}})
    job = {"id": 7, "task_name": "send", "task_kwargs": {"to": PHONE}, "attempts": 2}
    logging.getLogger("procrastinate.worker").error(
        f"send({PHONE})", extra={"action": "job_error", "job": job}
    )
    axes, queue = records(lines)
    assert axes["message"] == "Repeated failure by %s"
    assert (queue["message"], queue["task"], queue["job"]) == ("job_error", "send", 7)
    assert PHONE not in lines.getvalue()
    assert NAME not in lines.getvalue()
