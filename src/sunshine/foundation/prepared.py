"""Queries of fixed shape, compiled once: what Django spends on wording one again is most of what a page costs.

Only for queries that depend on nothing but the values given: whatever else goes into one when it is first asked stays.
Values are ids, or lists of ids or words for the lookup ``any``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Self, TypeVar
from uuid import UUID

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Lookup, Model, QuerySet

M = TypeVar("M", bound=Model)
Row = Any  # a tuple, whose length and types the query knows


@Field.register_lookup
class IsAny(Lookup):
    """``field__any=[…]``: like ``in``, but one parameter however long the list."""

    lookup_name = "any"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [value]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*left_params, *right_params]


class _Planned(psycopg.Cursor[Row]):
    """Has the database keep each statement parsed and planned for as long as the connection lives."""

    def execute(self, query: Any, params: Any = None, **kw: Any) -> Self:
        return super().execute(query, params, **{**kw, "prepare": True})


def planned() -> CursorWrapper:
    """A cursor for statements of fixed shape whose best plan does not depend on the values: found by id, or inserted.

    Never for lists: what is quick for one county is slow for another, so those are planned with their values.
    """
    connection.ensure_connection()
    make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return make(_Planned(connection.connection))  # type: ignore[arg-type]  # the stubs know a cursor only as wrapped


class Prepared:
    """A query of tuples; call it with its values to get the rows."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build, self.__doc__ = build, build.__doc__
        self._compiled: tuple[str, Sequence[Any], Any, Any] | None = None

    def __call__(self, *values: UUID | list[UUID] | list[str] | None) -> list[Row]:
        sql, places, compiler, converters = self._compiled or self._compile(values)
        with planned() as cursor:
            cursor.execute(sql, [values[at] if given else at for given, at in places])
            rows: list[Row] = cursor.fetchall()
        return list(map(tuple, compiler.apply_converters(rows, converters))) if converters else rows

    def _compile(self, values: Sequence[Any]) -> tuple[str, Sequence[Any], Any, Any]:
        marks = [[UUID(int=n)] if isinstance(value, list) else UUID(int=n) for n, value in enumerate(values)]
        compiler = self._build(*marks).query.get_compiler("default")
        sql, params = compiler.as_sql()
        places = [(True, marks.index(value)) if value in marks else (False, value) for value in params]
        converters = compiler.get_converters([one[0] for one in compiler.select])
        self._compiled = sql, places, compiler, converters
        return self._compiled


def prepared(build: Callable[..., QuerySet[Any, Any]]) -> Prepared:
    """Decorate a function of ids and lists of ids that returns a ``values_list``."""
    return Prepared(build)


@cache
def columns(model: type[Model], path: str = "") -> Sequence[str]:
    """What to ask for to ``make`` rows of a model, ``path`` (``officer__``) leading to it."""
    return [path + field.attname for field in model._meta.concrete_fields]


def make(model: type[M], row: Row) -> M:
    """The model's object from the values of its ``columns``."""
    return model.from_db("default", columns(model), row)
