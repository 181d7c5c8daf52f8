"""The other carrier: the rows of many lives by COPY. The same rows as ``write`` makes, each written once, in its last state.

It writes families it was told whole, from their first step on: a simulated past, an imported one. Nothing is queued;
whoever tells a past says with ``also`` what became of its messages and by what words it is found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import JSONField, Model
from psycopg.types.json import Jsonb

from sunshine.foundation.ledger.chain import GENESIS
from sunshine.foundation.ledger.models import Content, Step
from sunshine.foundation.procedure.history import History
from sunshine.foundation.procedure.insert import Tables, columns
from sunshine.foundation.procedure.plan import Number
from sunshine.foundation.procedure.rows import Change, Heads, Keys, lay_out, sealed_words
from sunshine.foundation.procedure.write import take_block

ONCE = frozenset({Step, Content})  # never changed, so never looked up

Also = Callable[["Told"], None]


@dataclass
class Told:
    """The rows of one history as it leaves them."""

    history: History
    keys: Keys = field(default_factory=Keys)
    tables: dict[type[Model], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    _at: dict[tuple[type[Model], Any], dict[str, Any]] = field(default_factory=dict)

    def add(self, tables: Tables) -> None:
        for model, rows in tables.items():
            own = self.tables[model]
            for given in rows:
                row = dict(given)
                own.append(row)
                if model not in ONCE:
                    self._at[model, row.get(_key(model))] = row

    def change(self, change: Change) -> None:
        """Raises KeyError for a row that this history did not begin."""
        if change.where is None:
            for key in change.keys:
                self._at[change.model, key] |= change.values
            return
        for row in self.tables[change.model]:
            if all(row.get(name) == value for name, value in change.where.items()):
                row |= change.values


@cache
def _key(model: type[Model]) -> str:
    assert model._meta.pk is not None
    return model._meta.pk.attname


def tell(history: History, also: Iterable[Also] = ()) -> Told:
    """All rows of a history, sealed and chained; every number in it must have been given."""
    told, heads = Told(history), _Genesis()
    for plan, request in history.acts:
        history.mint.turn(plan.now)
        laid = lay_out(plan, request, told.keys, sealed_words(plan, told.keys), heads)
        told.add(laid.new)
        for change in laid.changes:
            told.change(change)
    for more in also:
        more(told)
    return told


class _Genesis(Heads):
    """Every chain begins at the same place."""

    def __missing__(self, subject: UUID) -> bytes:
        return GENESIS


Counter = tuple[UUID, str, int]  # unit, series, year
Asked = tuple[datetime, Number]


def asked_numbers(histories: Iterable[History]) -> list[Asked]:
    """The numbers these histories still need, each with the moment it was taken."""
    return [
        (plan.now, number)
        for history in histories
        for plan, _ in history.acts
        for number in plan.numbers
        if not number.value
    ]


def give_numbers(asked: Sequence[Asked]) -> None:
    """Give every number its value, in the order of time."""
    values = take_values([(at, counter_of(number)) for at, number in asked])
    for (_, number), value in zip(asked, values, strict=True):
        number.value = value


def counter_of(number: Number) -> Counter:
    """The counter a number is taken from."""
    return number.unit, number.series, number.year


def take_values(asked: Sequence[tuple[datetime, Counter]]) -> list[int]:
    """A value for each moment and counter, in the order given: one block a counter, so that no number is left out."""
    by_counter: dict[Counter, list[int]] = defaultdict(list)
    for place in sorted(range(len(asked)), key=lambda place: asked[place][0]):
        by_counter[asked[place][1]].append(place)
    values = [0] * len(asked)
    for counter in sorted(
        by_counter, key=str
    ):  # always in the same order, so that two of us never wait for each other
        for value, place in enumerate(by_counter[counter], take_block(counter, len(by_counter[counter]))):
            values[place] = value
    return values


def copy(many: Sequence[Told]) -> None:
    """Write all rows of these histories inside the caller's transaction, table by table."""
    for model in dict.fromkeys(model for told in many for model in told.tables):
        _copy(model, (row for told in many for row in told.tables.get(model, ())))


def _copy(model: type[Model], rows: Iterable[Mapping[str, Any]]) -> None:
    wanted = columns(model)
    names = ", ".join(connection.ops.quote_name(column) for _, column, _ in wanted)
    table = connection.ops.quote_name(model._meta.db_table)
    wrap = {name for name, _, _ in wanted if isinstance(model._meta.get_field(name), JSONField)}
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as into,
    ):
        into.set_types(_types(model))
        for row in rows:
            into.write_row([
                (_json(row[name]) if name in wrap else row[name]) if name in row else default()
                for name, _, default in wanted
            ])  # fmt: skip


def _json(value: Any) -> Jsonb:
    return Jsonb(value, orjson.dumps)


@cache
def _types(model: type[Model]) -> list[str]:
    """What PostgreSQL calls the columns' types; a text's length is checked by the table itself."""
    by_column = {field.column: field.db_type(connection) or "" for field in model._meta.concrete_fields}
    return [_SHORT.get(kind := by_column[column].partition("(")[0], kind) for _, column, _ in columns(model)]


_SHORT = {
    "timestamp with time zone": "timestamptz",
    "integer": "int4",
    "smallint": "int2",
    "bigint": "int8",
    "integer[]": "int4[]",
    "boolean": "bool",
}
