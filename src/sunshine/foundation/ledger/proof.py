"""What every ``verify`` stands on: one moment, and families read a share at a time. Memory never grows with them.

A room proves what lies inside families with a ``FAMILY`` check in its ``verify.py``, and whatever else with ``verify()``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection, transaction

BATCH = 2000
FAMILIES = 300  # read together
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
def one_moment(snapshot: str = "") -> Iterator[None]:
    """All reads inside see the record as it is at one moment, perhaps another session's, while others go on writing."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                if snapshot:
                    cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
        yield


def rows(query: str) -> Iterator[Row]:
    """The rows of a query, fetched in batches."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while batch := cursor.fetchmany(BATCH):
            yield from batch


class Head(NamedTuple):
    """What the row of a subject says."""

    root: str
    subject: str
    kind: str
    seq: int
    head: bytes
    stage: str
    stage_seq: int
    pending: int | None
    key: bytes | None


class Told(NamedTuple):
    """A step, and the values its hash is over (all from ``said``'s beginning to the facts) as they are chained."""

    subject: str
    seq: int
    move: str
    phase: str
    stage: str
    at: str
    said: Row
    facts: dict[str, Any]
    prev: bytes
    hash: bytes


@dataclass(slots=True)
class Family:
    """Every row of one family: its subjects, their steps in order, their sealed words, and what one room asked for."""

    root: str
    heads: list[Head] = field(default_factory=list)
    steps: list[Told] = field(default_factory=list)
    contents: list[Row] = field(default_factory=list)  # root, subject, seq, name, sealed
    more: list[list[Row]] = field(default_factory=list)  # in the order of the checks


@dataclass(frozen=True, slots=True)
class FamilyCheck:
    """What one room proves of each family.

    ``rows`` selects, from its table as ``t`` joined to the subjects as ``s``, the rows it wants beside, which ``check`` is
    handed. ``lost`` selects subject, sequence number and complaint of rows whose subject is missing.
    """

    check: Callable[[Family, Sequence[Row]], Iterator[Problem]]
    table: str = ""
    rows: str = ""
    lost: str = ""


Share = tuple[str | None, str | None]  # roots from the first on, before the second; an empty end is open
EVERYTHING: Share = (None, None)


def shares() -> list[Share]:
    """All families in shares of so many, in order."""
    marks = "SELECT id::text FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM ledger_subject WHERE id = root_id) r"
    with connection.cursor() as cursor:
        cursor.execute(f"{marks} WHERE n %% %s = 0 ORDER BY id", [FAMILIES])
        bounds = [mark for (mark,) in cursor.fetchall()]
    return list(pairwise([None, *bounds, None]))


def prove(share: Share, checks: Sequence[FamilyCheck]) -> Iterator[Problem]:
    """Everything these checks find in the families of a share, family by family."""
    for family in _families(share, [check for check in checks if check.rows]):
        more = iter(family.more)
        for check in checks:
            yield from check.check(family, next(more) if check.rows else ())


def kin_of(family: Family) -> list[Family]:
    """The families that members of this one came from or went to, and their kin in turn. Most have none."""
    known, waiting = {family.root: family}, [family]
    while waiting:
        named = {root for step in waiting.pop().steps for root in step.facts.get("kin", ())}
        for root in sorted(named - known.keys()):
            known[root] = _family(root)
            waiting.append(known[root])
    return list(known.values())[1:]


def _family(root: str) -> Family:
    following = str(UUID(int=UUID(root).int + 1))
    return next(_families((root, following), ()), Family(root))


def lost(checks: Sequence[FamilyCheck]) -> Iterator[Problem]:
    """Rows that belong to no family any more, because their subject was taken away."""
    for check in checks:
        if check.lost:
            for subject, seq, what in rows(check.lost):
                yield Problem(subject, seq, what)


HEADS = "s.root_id::text, s.id::text, s.kind, s.seq, s.head, s.stage, s.stage_seq, s.pending_seq, s.key"
# UUIDs and times travel as text: millions of them would cost more to build than the chain to check.
STEPS = """
s.root_id::text, p.subject_id::text, p.seq, p.move, p.phase, p.stage, p.actor, coalesce(p.officer_id::text, ''),
coalesce(p.post_id::text, ''), coalesce(p.unit_id::text, ''),
replace(to_char(p.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US+00:00"'), '.000000', ''),
p.audience, p.facts, p.prev, p.hash
"""
CONTENTS = "s.root_id::text, c.subject_id::text, c.seq, c.name, c.sealed"


_WAYS = ("hashjoin", "mergejoin", "seqscan")
_BY_INDEX = ";".join(f"SET LOCAL enable_{way} = off" for way in _WAYS)
_AS_EVER = ";".join(f"SET LOCAL enable_{way} TO DEFAULT" for way in _WAYS)


def _families(share: Share, checks: Sequence[FamilyCheck]) -> Iterator[Family]:
    found: dict[str, Family] = {}
    with connection.cursor() as cursor:
        # A share is a few hundred subjects of perhaps millions: whatever is read whole for it is read in vain.
        cursor.execute(_BY_INDEX)
        for head in _read(cursor, share, HEADS, "", "s.root_id, s.id"):
            found.setdefault(head[0], Family(head[0], more=[[] for _ in checks])).heads.append(Head(*head))
        for root, steps in _grouped(
            cursor, share, STEPS, "JOIN ledger_step p ON p.subject_id = s.id", "1, 2, 3"
        ):
            found[root].steps = [_told(row) for row in steps]
        for root, contents in _grouped(
            cursor, share, CONTENTS, "JOIN ledger_content c ON c.subject_id = s.id", "1, 2, 3"
        ):
            found[root].contents = contents
        for n, check in enumerate(checks):
            for root, own in _grouped(
                cursor, share, check.rows, f"JOIN {check.table} t ON t.subject_id = s.id", "1"
            ):
                found[root].more[n] = own
        cursor.execute(_AS_EVER)
    yield from found.values()


def _told(row: Row) -> Told:
    return Told(
        row[1], row[2], row[3], row[4], row[5], row[10], row[1:12], orjson.loads(row[12]), row[13], row[14]
    )


def _grouped(
    cursor: Any, share: Share, columns: str, join: str, order: str
) -> Iterator[tuple[str, list[Row]]]:
    for root, own in groupby(_read(cursor, share, columns, join, order), itemgetter(0)):
        yield root, list(own)


def _read(cursor: Any, share: Share, columns: str, join: str, order: str) -> list[Row]:
    bounds = [(sign, root) for sign, root in zip((">=", "<"), share, strict=True) if root]
    within = " AND ".join(f"s.root_id {sign} %s::uuid" for sign, _ in bounds) or "true"
    query = f"SELECT {columns} FROM ledger_subject s {join} WHERE {within} ORDER BY {order}"  # noqa: S608
    cursor.execute(query, [root for _, root in bounds])
    found: list[Row] = cursor.fetchall()
    return found
