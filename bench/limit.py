"""The limit: the very rows a filing leaves behind, inserted by bare prepared SQL with nothing around it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from bench.accounting import cpu_ms
from bench.driver import Told
from sunshine.web.launcher.postgres import Postgres

TABLES = (
    "ledger_subject", "petitions_petition", "petitions_filing", "petitions_demand", "ledger_content", "duties_duty",
    "ledger_step", "notices_message",
)  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """The rows of one table that one filing wrote, but for what the database fills in itself."""

    table: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]


def newest_filing(line: psycopg.Connection[Any]) -> list[Rows]:
    """What the last filing wrote, table by table."""
    root = line.execute(
        "SELECT root_id FROM ledger_subject WHERE kind = 'petition' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert root is not None
    family = [pk for (pk,) in line.execute("SELECT id FROM ledger_subject WHERE root_id = %s", root)]
    return [_rows(line, table, family) for table in TABLES]


def _rows(line: psycopg.Connection[Any], table: str, family: list[UUID]) -> Rows:
    names = {name for (name,) in line.execute(
        "SELECT column_name::text FROM information_schema.columns WHERE table_name = %s", [table]
    )}  # fmt: skip
    by = "id" if table == "ledger_subject" else "filing_id" if table == "petitions_demand" else "subject_id"
    asked = sql.SQL("SELECT * FROM {} WHERE {} = ANY(%s)").format(sql.Identifier(table), sql.Identifier(by))
    with line.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(asked, [family]).fetchall()
    return Rows(table, sorted(names - {"tx"}), found)


def measure(postgres: Postgres, owner: str, seconds: float) -> Told:
    """Insert copies, one transaction each, over one connection, as fast as it goes."""
    assert postgres.server is not None
    with psycopg.connect(owner) as line:
        rows = newest_filing(line)
        line.commit()
        before, begun, done = cpu_ms([postgres.server.pid]), time.monotonic(), 0
        own = time.process_time()
        times: list[float] = []
        while time.monotonic() < begun + seconds:
            at = time.monotonic()
            _copy(line, rows, done)
            line.commit()
            times.append((time.monotonic() - at) * 1000)
            done += 1
        spent = cpu_ms([postgres.server.pid]) - before + (time.process_time() - own) * 1000
    times.sort()
    lasted = time.monotonic() - begun
    return Told(done, done / lasted, spent / done, times[done // 2], times[int(done * 0.95)])


def _copy(line: psycopg.Connection[Any], rows: Sequence[Rows], n: int) -> None:
    fresh: dict[UUID, UUID] = {}
    with line.cursor() as cursor:
        for one in rows:
            statement = _insert(one)
            for row in one.rows:
                cursor.execute(
                    statement, [_fresh(one.table, name, row[name], fresh, n) for name in one.columns]
                )


_KEPT = ("unit_id", "post_id", "officer_id", "place_id", "accused_id")


def _fresh(table: str, name: str, value: Any, fresh: dict[UUID, UUID], n: int) -> Any:
    if name == "number":
        return f"BENCH-{table[:3]}-{n}"
    if name == "request_key":
        return None
    if isinstance(value, UUID) and name not in _KEPT:
        return fresh.setdefault(value, uuid4())
    return Jsonb(value) if isinstance(value, dict | list) else value


def _insert(one: Rows) -> sql.Composed:
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(one.table),
        sql.SQL(", ").join(map(sql.Identifier, one.columns)),
        sql.SQL(", ").join(sql.Placeholder() * len(one.columns)),
    )
