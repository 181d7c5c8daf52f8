"""New rows of any tables in one statement: the rows go as one JSON value, the database takes them apart.

One value is quoted and sent instead of one for every column, and one plan made instead of one for every table, which
together are most of what registering costs (docs/decisions/0015).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import orjson
from django.db import connection
from django.db.models import AutoField, Model

from sunshine.foundation.prepared import planned

Values = Mapping[str, Any]  # one row, by attribute
Tables = dict[type[Model], list[Values]]


def insert(tables: Tables) -> None:
    """Insert the rows of every table; what the database fills in is left to it. Foreign keys are checked at commit."""
    models = tuple(model for model, rows in tables.items() if rows)
    given = [_as_json([_by_column(model, row) for row in tables[model]]) for model in models]
    with planned() as cursor:
        cursor.execute(_statement(models), given)


def _by_column(model: type[Model], row: Values) -> dict[str, Any]:
    return {column: row[name] if name in row else default() for name, column, default in columns(model)}


@cache
def columns(model: type[Model]) -> Sequence[tuple[str, str, Callable[[], Any]]]:
    """The attributes written, their columns and their defaults."""
    fields = (
        f for f in model._meta.concrete_fields if not f.has_db_default() and not isinstance(f, AutoField)
    )
    return [(field.attname, str(field.column), field.get_default) for field in fields]


@cache
def _statement(models: Sequence[type[Model]]) -> str:
    parts = [f"part{n} AS ({_part(model)})" for n, model in enumerate(models[:-1])]
    return (f"WITH {', '.join(parts)} " if parts else "") + _part(models[-1])


def _part(model: type[Model]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for _, column, _ in columns(model))
    return f"INSERT INTO {table} ({names}) SELECT {names} FROM json_populate_recordset(NULL::{table}, %s)"  # noqa: S608


def _as_json(rows: Sequence[Values]) -> str:
    return orjson.dumps(rows, default=_as_hex).decode()


def _as_hex(value: bytes | memoryview) -> str:
    """How the database reads bytes, which JSON has no word for."""
    return f"\\x{value.hex()}"
