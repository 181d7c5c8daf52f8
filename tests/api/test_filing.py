"""Filing over the API: anyone may, nothing but emptiness is refused, and it costs twelve statements."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support.cast import Cast

FILING = {
    "text": "我们十二个人在视高做木工，六月完工，工资到现在没有发。",
    "place": "511421",
    "name": "张三丰",
    "phone": "13800005678",
    "demands": ["发工资", "以后按月发"],
}
NOT_ROWS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def file(client: Client, data: Any, **headers: str) -> Any:
    return client.post("/api/v1/filings", json.dumps(data), "application/json", headers=headers)


def test_filing_costs_at_most_twelve_statements(cast: Cast, client: Client):
    file(client, FILING)
    with CaptureQueriesContext(connection, ) as spent:
        assert file(client, FILING).status_code == 201
    rows = [one["sql"] for one in spent if not one["sql"].startswith(NOT_ROWS)]
    assert len(rows) <= 12, "\n".join(rows)
