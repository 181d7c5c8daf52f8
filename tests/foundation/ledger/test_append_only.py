"""What was recorded stays: neither the application nor the owner can change, remove or empty it."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from tests.support.cast import Cast

TABLES = ("ledger_step", "ledger_content")
CHANGES = ("UPDATE {} SET seq = seq + 1", "DELETE FROM {}", "TRUNCATE {} CASCADE")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
def test_application_is_refused(cast: Cast, table: str, change: str):
    cast.file()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(change.format(table))


@pytest.mark.parametrize("table", TABLES)
def test_owner_is_refused_by_the_trigger(
    own_cast: Cast, owner_connection: psycopg.Connection[Any], table: str
):
    own_cast.file()
    for change in CHANGES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
            owner_connection.execute(change.format(table))
