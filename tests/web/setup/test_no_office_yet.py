"""A site on which no organ has been set up takes nothing, and says so to people and to programs."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from sunshine.petitions.models import Filing

WORDS = {"text": "六月的工资没有发。", "place": "511421"}


@pytest.fixture(autouse=True)
def _nobody_here(db: None) -> None:
    """Divisions and holidays alone."""


def test_whoever_files_reads_that_nothing_was_taken_and_where_to_turn() -> None:
    told = Client().post("/file/", WORDS)
    assert told.status_code == 503
    assert "您写的内容也没有提交" in told.content.decode()
    assert "12345" in told.content.decode()
    assert not Filing.objects.exists()


def test_a_program_is_told_as_programs_are() -> None:
    told = Client().post("/api/v1/filings", json.dumps(WORDS), content_type="application/json")
    assert (told.status_code, told.headers["Content-Type"]) == (503, "application/problem+json")
    assert json.loads(told.content)["type"].endswith("#not-set-up")
    assert not Filing.objects.exists()
