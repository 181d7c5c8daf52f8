"""Rotating the master key: every data key is wrapped anew, in small batches, while everybody goes on working.

A data key lies in a column of the row it belongs to, wrapped for that row's id. Rooms name such columns with ``wraps``.
What has been done is told by the rows themselves, so a rotation that was killed is simply begun again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from time import sleep
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from sunshine.foundation.ledger.keyring import SEALING_BYTES, Keyring, alone, keyring
from sunshine.foundation.ledger.keyring import replace as write_keyring
from sunshine.foundation.ledger.sealing import rewrap

BATCH = 500
SETTLED = timedelta(minutes=10)  # no filing takes longer: after that nothing new comes under the former key


class KeysRefused(Exception):
    """What was asked would make something unreadable, or cannot be done here; the text says what to do instead."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of wrapped data keys; ``blobs`` says that each opens sealed bytes in the store under its row's id."""

    table: str
    name: str
    pk: str
    blobs: bool


_columns: dict[str, Column] = {}


def wraps(table: str, name: str = "key", pk: str = "id", *, blobs: bool = False) -> None:
    """Declare a column that holds data keys made by ``new_key``, or by ``blobs.put``, for the id of their row."""
    _columns[f"{table}.{name}"] = Column(table, name, pk, blobs)


@dataclass(frozen=True, slots=True)
class Boxes:
    """Secrets sealed under the master key itself. ``renew`` seals again those not under the current key."""

    usage: Callable[[], Mapping[str, int]]
    renew: Callable[[], int]


_boxes: list[Boxes] = []


def holds(boxes: Boxes) -> None:
    """Declare a place where secrets lie that ``sealing.boxed`` sealed and that outlive a rotation."""
    _boxes.append(boxes)


def blob_columns() -> list[Column]:
    """The columns whose rows name sealed bytes in the store."""
    return [column for column in _columns.values() if column.blobs]


wraps("ledger_subject")


def usage() -> Mapping[str, int]:
    """How many data keys each master key wraps, every declared column together. Reads the tables whole."""
    found: dict[str, int] = {}
    for column in _columns.values():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT convert_from(substring({column.name} FROM 1 FOR position('\\x00'::bytea IN {column.name}) - 1),"  # noqa: S608
                f" 'UTF8'), count(*) FROM {column.table} WHERE {column.name} IS NOT NULL GROUP BY 1"
            )
            for key_id, count in cursor.fetchall():
                found[key_id] = found.get(key_id, 0) + count
    for boxes in _boxes:
        for key_id, count in boxes.usage().items():
            found[key_id] = found.get(key_id, 0) + count
    return found


def add_key(path: Path) -> str:
    """Add a key to the keyring in this file, not yet used by anybody; returns its id."""
    with alone(path):
        ring = keyring()
        key_id = f"k{1 + max((int(i[1:]) for i in ring.sealing if i[1:].isdigit()), default=0)}"
        sealing = {**ring.sealing, key_id: token_bytes(SEALING_BYTES)}
        write_keyring(path, replace(ring, sealing=sealing, created={**ring.created, key_id: timezone.now()}))
    return key_id


def use_key(path: Path, key_id: str) -> None:
    """Let everything new be wrapped by this key. Raises KeysRefused for an unknown one."""
    with alone(path):
        ring = keyring()
        if key_id not in ring.sealing:
            raise KeysRefused(f"there is no key {key_id}; `sunshine keys` lists them")
        if key_id != ring.current:
            write_keyring(path, replace(ring, current=key_id, switched=timezone.now()))


def retire_key(path: Path, key_id: str) -> None:
    """Take a key out of the keyring for good. Raises KeysRefused while anything may still need it."""
    with alone(path):
        ring = keyring()
        _check_unused(ring, key_id, timezone.now())
        sealing = {known: key for known, key in ring.sealing.items() if known != key_id}
        created = {known: at for known, at in ring.created.items() if known != key_id}
        write_keyring(path, replace(ring, sealing=sealing, created=created))


def _check_unused(ring: Keyring, key_id: str, now: datetime) -> None:
    if key_id not in ring.sealing:
        raise KeysRefused(f"there is no key {key_id}; `sunshine keys` lists them")
    if key_id == ring.current:
        raise KeysRefused(
            f"{key_id} is the current key; make another one current with `sunshine keys rotate`"
        )
    if ring.switched and now < ring.switched + SETTLED:
        until = timezone.localtime(ring.switched + SETTLED)
        raise KeysRefused(
            f"a filing begun before the switch may still bring something under {key_id}; try after {until:%H:%M}"
        )
    left = usage().get(key_id, 0)
    if left:
        raise KeysRefused(f"{left} data keys are still wrapped by {key_id}; run `sunshine keys rotate`")


def rotate() -> Iterator[int]:
    """Wrap every data key by the current master key; yields how many each batch did, until none is left."""
    for boxes in _boxes:
        yield boxes.renew()
    while any(_left(column) for column in _columns.values()):
        done = 0
        for column in _columns.values():
            last: UUID | None = UUID(int=0)
            while last is not None:
                batch, last = _batch(column, last)
                done += batch
                yield batch
        if not done:  # the rest is locked by people at work
            sleep(0.2)


def _left(column: Column) -> bool:
    current = keyring().current.encode() + b"\0"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS(SELECT FROM {column.table} WHERE substring({column.name} FROM 1 FOR %s) <> %s)",  # noqa: S608
            [len(current), current],
        )
        return bool(cursor.fetchone()[0])


def _batch(column: Column, last: UUID) -> tuple[int, UUID | None]:
    """Rewrap the next rows in the order of their ids; returns how many, and where to go on.

    It never waits for a lock, so it cannot be part of a deadlock; and it writes a key only where the old one still is,
    so an erasure that came between is not undone.
    """
    current = keyring().current.encode() + b"\0"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column.pk}, {column.name} FROM {column.table} WHERE {column.pk} > %s AND {column.name} IS NOT NULL"  # noqa: S608
            f" AND substring({column.name} FROM 1 FOR %s) <> %s ORDER BY {column.pk} LIMIT %s"
            " FOR NO KEY UPDATE SKIP LOCKED",
            [last, len(current), current, BATCH],
        )
        rows = [(pk, bytes(wrapped)) for pk, wrapped in cursor.fetchall()]
        if not rows:
            return 0, None
        renewed = [rewrap(pk, wrapped) for pk, wrapped in rows]
        cursor.execute(
            f"UPDATE {column.table} AS t SET {column.name} = n.renewed"  # noqa: S608
            " FROM unnest(%s::uuid[], %s::bytea[], %s::bytea[]) AS n(pk, old, renewed)"
            f" WHERE t.{column.pk} = n.pk AND t.{column.name} = n.old",
            [[pk for pk, _ in rows], [old for _, old in rows], renewed],
        )
        return cursor.rowcount, rows[-1][0]
