"""Removing sealed bytes no row names: what a crash between store and database, or an erasure, left behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import connection
from django.utils import timezone

from sunshine.foundation.ledger.stores import UNFINISHED, Held, name_of, store
from sunshine.foundation.ledger.vault import blob_columns

OLD_ENOUGH = timedelta(days=1)  # a step may still be about to name what is younger
BATCH = 1000
MANY, SHARE = 100, 0.1  # more than this, and more than this share of all, is no litter but a wrong database


class TooMany(Exception):
    """So much is named by no row that the database is more likely wrong than the store."""


def sweep(*, even_many: bool = False) -> int:
    """Remove orphans older than a day; returns how many. Raises TooMany, having removed nothing, and StoreFailed."""
    orphans, all_of_them = _orphans(timezone.now() - OLD_ENOUGH)
    if len(orphans) > max(MANY, SHARE * all_of_them) and not even_many:
        raise TooMany(
            f"{len(orphans)} of {all_of_them} files are named by no row. Is this the right database, and not an older"
            " copy of it? If it is: sunshine sweep --even-many"
        )
    for one in orphans:
        store().clear(one)
    return len(orphans)


def _orphans(before: datetime) -> tuple[list[Held], int]:
    found, met, held = [], 0, store().held()
    while batch := list(islice(held, BATCH)):
        met += len(batch)
        old = [one for one in batch if one.at < before]
        ours = [one for one in old if one.pk and one.name == name_of(one.pk)]
        named = set(_named([one.pk for one in ours if one.pk]))
        found += [one for one in ours if one.pk not in named]
        found += [one for one in old if one.name.endswith(UNFINISHED)]
    return found, met


def _named(pks: list[UUID]) -> Iterator[UUID]:
    """Those of these ids that a row with a key has."""
    with connection.cursor() as cursor:
        for column in blob_columns():
            cursor.execute(
                f"SELECT {column.pk} FROM {column.table} WHERE {column.pk} = ANY(%s) AND {column.name} IS NOT NULL",  # noqa: S608
                [pks],
            )
            yield from (pk for (pk,) in cursor.fetchall())
