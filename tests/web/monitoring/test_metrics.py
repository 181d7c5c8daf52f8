"""Figures count routes and statuses, name nobody, and are not for strangers."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from sunshine.web.monitoring import metrics
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ask_again() -> None:
    metrics.figures.forget()


def figures(client: Client) -> dict[str, float]:
    lines = client.get("/metrics").content.decode().splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def test_requests_are_counted_by_route_and_status(client: Client):
    name = 'sunshine_requests_total{method="GET",route="/how/",status="200"}'
    before = figures(client).get(name, 0)
    client.get("/how/")
    assert figures(client)[name] == before + 1


def test_addresses_nobody_has_are_one_label(client: Client):
    client.get("/progress/SC511421-2026-000001/")
    client.get("/13800005678/")
    found = figures(client)
    assert not [name for name in found if re.search(r"\d{6}", name)]
    assert found['sunshine_requests_total{method="GET",route="unknown",status="404"}'] >= 1


def test_odd_methods_are_one_label(client: Client):
    client.generic("SPIT138", "/how/")
    assert figures(client)['sunshine_requests_total{method="OTHER",route="/how/",status="405"}'] >= 1


def test_record_is_told_in_totals(client: Client, cast: Cast):
    cast.bring_to("sorted")
    found = figures(client)
    assert found["sunshine_filings"] == 1
    assert found["sunshine_duties_open"] == 1
    assert found["sunshine_duties_overdue"] == 0
    assert found["sunshine_jobs_waiting"] >= 1


def test_another_machine_reads_no_figures(client: Client):
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404


def test_what_a_proxy_forwards_is_not_this_machine(client: Client):
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404


def test_token_opens_figures_from_anywhere(client: Client, settings):
    settings.SUNSHINE_METRICS_TOKEN = "t0ken"
    assert client.get("/metrics").status_code == 404
    right = client.get("/metrics", headers={"Authorization": "Bearer t0ken"}, REMOTE_ADDR="203.0.113.7")
    assert right.status_code == 200
    assert client.get("/metrics", headers={"Authorization": "Bearer t0kem"}).status_code == 404
