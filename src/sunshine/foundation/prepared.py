"""Queries of fixed shape, compiled once: what Django spends on wording one again is most of what reading a family costs.

Only for queries that depend on nothing but the ids given: whatever else goes into one when it is first asked stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

Rows = list[tuple[Any, ...]]


class Prepared:
    """A query of tuples; call it with its ids to get the rows. The ids must be what tells one asking from another."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build, self.__doc__ = build, build.__doc__
        self._compiled: tuple[str, Sequence[Any], Any, Any] | None = None

    def __call__(self, *ids: UUID) -> Rows:
        sql, places, compiler, converters = self._compiled or self._compile(len(ids))
        with connection.cursor() as cursor:
            cursor.execute(sql, [ids[at] if own else at for own, at in places])
            rows: Rows = cursor.fetchall()
        return list(map(tuple, compiler.apply_converters(rows, converters))) if converters else rows

    def _compile(self, count: int) -> tuple[str, Sequence[Any], Any, Any]:
        marks = [UUID(int=n + 1) for n in range(count)]
        compiler = self._build(*marks).query.get_compiler("default")
        sql, params = compiler.as_sql()
        places = [(True, marks.index(value)) if value in marks else (False, value) for value in params]
        converters = compiler.get_converters([one[0] for one in compiler.select])
        self._compiled = sql, places, compiler, converters
        return self._compiled


def prepared(build: Callable[..., QuerySet[Any, Any]]) -> Prepared:
    """Decorate a function of ids that returns a ``values_list``."""
    return Prepared(build)
