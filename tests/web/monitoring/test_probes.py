"""Probes ask without host, session or TLS, get JSON without secrets, and a silent worker closes no door."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.test import Client

from sunshine.foundation.ledger.stores import StoreFailed
from sunshine.foundation.offices.directory import Directory
from sunshine.web.monitoring import health, metrics

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ask_again() -> None:
    metrics.figures.forget()


@pytest.fixture(autouse=True)
def one_organ(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Directory({UUID(int=1): Mock()})
    monkeypatch.setattr(health, "directory", lambda: book)


@pytest.fixture
def worker() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def test_alive_process_answers_whatever_host_is_asked(
    client: Client, django_assert_num_queries: Any, settings
):
    settings.SECURE_SSL_REDIRECT = True
    with django_assert_num_queries(0):
        response = client.get("/healthz", headers={"host": "10.0.0.7:8000"})
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert response["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("worker")
def test_everything_in_place_is_ready(client: Client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok", "database": "ok", "migrations": "ok", "keys": "ok", "organs": "ok", "files": "ok", "worker": "ok",
    }  # fmt: skip


@pytest.mark.usefixtures("worker")
def test_second_look_costs_one_statement(client: Client, django_assert_num_queries: Any):
    client.get("/readyz")
    with django_assert_num_queries(1):
        client.get("/readyz")


def test_without_worker_the_door_stays_open(client: Client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert "sunshine worker" in response.json()["worker"]


def test_worker_that_fell_silent_is_told(client: Client):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '10 minutes')"
        )
    assert client.get("/readyz").json()["worker"] != "ok"


@pytest.mark.usefixtures("worker")
def test_bucket_that_does_not_answer_is_told_and_closes_no_door(
    client: Client, settings, monkeypatch: pytest.MonkeyPatch
):
    class Silent:
        def size(self, pk: object) -> None:
            raise StoreFailed("the bucket did not tell of a file: TimeoutError")

    settings.SUNSHINE_FILES = "s3://files"
    monkeypatch.setattr(health, "store", Silent)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["files"] == "unreachable"


def test_without_keys_no_filing_can_be_taken(client: Client, monkeypatch: pytest.MonkeyPatch):
    def none() -> None:
        raise ImproperlyConfigured("no usable keys in /srv/secret/keys.json")

    monkeypatch.setattr(health, "keyring", none)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["keys"] == "unreachable"
    assert b"secret" not in response.content


def test_without_database_no_filing_can_be_taken(client: Client, monkeypatch: pytest.MonkeyPatch):
    def gone(*args: object) -> None:
        raise OperationalError("connection to server at 10.1.2.3 failed")

    monkeypatch.setattr(connection, "cursor", gone)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == "unreachable"
    assert b"10.1.2.3" not in response.content


@pytest.mark.parametrize("probe", ["/healthz", "/readyz", "/metrics"])
def test_probes_change_nothing(client: Client, probe: str):
    assert client.post(probe).status_code == 405


def test_site_without_any_organ_takes_no_filing_yet(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(health, "directory", lambda: Directory({}))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "sunshine init" in response.json()["organs"]
