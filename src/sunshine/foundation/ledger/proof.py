"""What every ``verify`` stands on: one moment, rows in order, streams read side by side. Memory never grows with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction

BATCH = 2000
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not agree, and where. ``subject`` is empty where no one subject is concerned."""

    subject: str
    seq: int | None
    what: str

    def __str__(self) -> str:
        place = f"subject {self.subject}" + (f" step {self.seq}" if self.seq else "")
        return f"{place if self.subject else 'ledger'}: {self.what}"


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads inside see the record as it is at one moment, while others go on writing."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def rows(query: str) -> Iterator[Row]:
    """The rows of a query, fetched in batches."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while batch := cursor.fetchmany(BATCH):
            yield from batch


def side_by_side(*streams: Iterator[Row]) -> Iterator[tuple[str, list[list[Row]]]]:
    """For each key, in order, the rows of every stream that begin with it. Streams come ordered by that first column."""
    groups = [groupby(stream, key=itemgetter(0)) for stream in streams]
    heads = [next(group, None) for group in groups]
    while any(heads):
        key = min(head[0] for head in heads if head)
        yield key, [list(head[1]) if head and head[0] == key else [] for head in heads]
        heads = [
            next(group, None) if head and head[0] == key else head
            for head, group in zip(heads, groups, strict=True)
        ]
