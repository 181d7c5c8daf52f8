"""Many petitions for the bench: simulated lives, each written several times over.

    python -m bench.multiply LIVES TIMES

A copy has ids, numbers, keys, seals and chains of its own, so that it opens, is found and is proved like any other; only
what it tells is told again. That leaves out the planning, which is most of what a simulated life costs.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from random import Random
from typing import Any
from uuid import UUID

import django

django.setup()

import orjson  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Model  # noqa: E402
from django.utils import timezone  # noqa: E402

from sunshine.foundation.ledger.chain import GENESIS, link_hash  # noqa: E402
from sunshine.foundation.ledger.models import Content, Step, Subject  # noqa: E402
from sunshine.foundation.ledger.sealing import content_place, new_key, seal, unseal  # noqa: E402
from sunshine.foundation.notices.models import Message  # noqa: E402
from sunshine.foundation.papers.models import Paper  # noqa: E402
from sunshine.foundation.procedure.bulk import Told, copy  # noqa: E402
from sunshine.foundation.procedure.plan import Number  # noqa: E402
from sunshine.foundation.search.models import Entry  # noqa: E402
from sunshine.foundation.search.tokens import pieces, tokens  # noqa: E402
from sunshine.petitions.models import Filing  # noqa: E402
from sunshine.web.simulation.crew import Asking, Crew, Written  # noqa: E402
from sunshine.web.simulation.places import Places  # noqa: E402
from sunshine.web.simulation.run import simulate  # noqa: E402

ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
FRESH = 62  # bits of a UUIDv7 that say nothing of its time or order
Rows = list[dict[str, Any]]
Tables = Mapping[type[Model], Rows]


@dataclass(frozen=True, slots=True)
class Shape:
    """A row, and what of it is this life's own: ids by column, and texts cut where an id or a number stands."""

    row: Mapping[str, Any]
    ids: Sequence[tuple[str, UUID]]
    texts: Sequence[tuple[str, Sequence[str], bool]]  # the last says whether it is JSON


@dataclass
class Original:
    """A life as it was told, with its sealed words in plain."""

    told: Told

    @cached_property
    def ids(self) -> set[UUID]:
        """Every id that belongs to this life alone."""
        found: set[UUID] = set()
        for model, rows in self.told.tables.items():
            assert model._meta.pk is not None
            name = model._meta.pk.attname
            found.update(row[name] for row in rows if isinstance(row.get(name), UUID))
        return found

    @cached_property
    def numbers(self) -> list[Number]:
        return [number for plan, _ in self.told.history.acts for number in plan.numbers]

    @cached_property
    def filed(self) -> list[str]:
        """The numbers its petitioners hold."""
        return [row["number"] for row in self.told.tables.get(Filing, ())]

    @cached_property
    def codes(self) -> list[str]:
        """By which its papers are verified."""
        return [row["code"] for row in self.told.tables.get(Paper, ())]

    @cached_property
    def shapes(self) -> Mapping[type[Model], Sequence[Shape]]:
        """All rows, ready to be written again."""
        signs = [number.text for number in self.numbers] + self.codes
        own = re.compile("(" + "|".join([ID, *map(re.escape, signs)]) + ")")
        return {model: [self._shape(row, own) for row in rows] for model, rows in self.told.tables.items()}

    def _shape(self, row: Mapping[str, Any], own: re.Pattern[str]) -> Shape:
        ids = [(name, value) for name, value in row.items() if isinstance(value, UUID) and value in self.ids]
        texts = []
        for name, value in row.items():
            is_json = isinstance(value, dict)
            if is_json or isinstance(value, str):
                parts = own.split(orjson.dumps(value).decode() if is_json else value)
                texts += [(name, parts, is_json)] if len(parts) > 1 else []
        return Shape(row, ids, texts)

    @cached_property
    def words(self) -> list[bytes]:
        """What each sealed content says, in the order of the rows."""
        return [
            unseal(self.told.keys.of(row["subject_id"]), row["sealed"], _place(row))
            for row in self.told.tables.get(Content, ())
        ]

    @cached_property
    def messages(self) -> list[bytes]:
        """What each message says, in the order of the rows."""
        rows = self.told.tables.get(Message, ())
        return [unseal(self.told.keys.of(row["subject_id"]), row["body"], row["id"].bytes) for row in rows]


def _place(row: Mapping[str, Any]) -> bytes:
    return content_place(row["subject_id"], row["seq"], row["name"])


@dataclass
class Again:
    """One copy of a life. ``values`` are its numbers, in the order of the original's."""

    original: Original
    values: Sequence[int]
    dice: Random
    keys: dict[UUID, bytes] = field(default_factory=dict)

    def told(self) -> Told:
        """All its rows."""
        made = Told(self.original.told.history)
        for model, shapes in self.original.shapes.items():
            made.tables[model] = [self._row(shape) for shape in shapes]
        heads = self._chained(made.tables[Step])
        self._keyed(made.tables[Subject], heads)
        self._sealed(made.tables)
        self._found(made.tables[Entry])
        return made

    @cached_property
    def _ids(self) -> dict[UUID, UUID]:
        return {
            one: UUID(int=(one.int >> FRESH) << FRESH | self.dice.getrandbits(FRESH))
            for one in self.original.ids
        }

    @cached_property
    def _numbers(self) -> dict[str, str]:
        pairs = zip(self.original.numbers, self.values, strict=True)
        return {one.text: one.pattern.format(n=value, year=one.year) for one, value in pairs}

    @cached_property
    def _signs(self) -> dict[str, str]:
        """What every text of this life's own becomes."""
        codes = {code: f"{self.dice.getrandbits(64):016x}" for code in self.original.codes}
        return {str(old): str(new) for old, new in self._ids.items()} | self._numbers | codes

    def _row(self, shape: Shape) -> dict[str, Any]:
        row = dict(shape.row)
        for name, old in shape.ids:
            row[name] = self._ids[old]
        for name, parts, is_json in shape.texts:
            said = "".join([self._signs.get(part, part) for part in parts])
            row[name] = orjson.loads(said) if is_json else said
        return row

    def _chained(self, steps: Rows) -> dict[UUID, bytes]:
        heads: dict[UUID, bytes] = {}
        for step in steps:
            step["prev"] = heads.get(step["subject_id"], GENESIS)
            step["hash"] = heads[step["subject_id"]] = link_hash(step)
        return heads

    def _keyed(self, subjects: Rows, heads: Mapping[UUID, bytes]) -> None:
        for row in subjects:
            self.keys[row["id"]], row["key"] = new_key(row["id"])
            row["head"] = heads[row["id"]]

    def _sealed(self, tables: Tables) -> None:
        for row, words in zip(tables[Content], self.original.words, strict=True):
            row["sealed"] = seal(self.keys[row["subject_id"]], words, _place(row))
        for row, words in zip(tables[Message], self.original.messages, strict=True):
            row["body"] = seal(self.keys[row["subject_id"]], words, row["id"].bytes)

    def _found(self, entries: Rows) -> None:
        """Found by its own number, and no longer by the original's."""
        for row in entries:
            for old in self.original.filed:
                row["tokens"] = sorted(
                    (set(row["tokens"]) - _by_number(old)) | _by_number(self._numbers[old])
                )


def _by_number(number: str) -> set[int]:
    return set(tokens("word", pieces(number) | pieces(number.rpartition("-")[2].lstrip("0"))))


class Multiplying(Crew):
    """A crew that writes each life ``times`` times. It asks for all copies' numbers together with the lives' own."""

    def __init__(self, places: Places, now: datetime, *, times: int) -> None:
        super().__init__(places, now)
        self._times, self._dice = times, Random()  # noqa: S311 – made-up ids, not secrets
        self._values: dict[
            int, Sequence[int]
        ] = {}  # of each number the copies' values, by the number's identity

    def _ask(self, asked: Sequence[tuple[datetime, Number]]) -> Asking:
        own = super()._ask(asked)
        return own * self._times

    def _give(self, values: Sequence[int]) -> None:
        own = len(self._waiting)
        for place, number in enumerate(self._waiting):
            self._values[id(number)] = values[place + own :: own] if own else ()
        super()._give(values[:own])

    def write(self, values: Sequence[int]) -> Written:
        one = super().write(values)
        self._values = {}
        return Written(one.petitions * self._times, one.steps * self._times, one.refused * self._times)

    def put(self, told: Sequence[Told]) -> None:
        copy(told)
        originals = [Original(one) for one in told]
        for nth in range(self._times - 1):
            copy([self._again(one, nth).told() for one in originals])

    def _again(self, original: Original, nth: int) -> Again:
        values = [self._values[id(number)][nth] for number in original.numbers]
        return Again(original, values, self._dice)


def main(lives: int, times: int) -> None:
    """Fill the database that the environment names."""
    begun = time.monotonic()

    def say(written: Written) -> None:
        print(f"  {written.petitions} petitions, {time.monotonic() - begun:.0f} s", flush=True)

    simulate(lives, 365, 1, timezone.now(), say=say, crew=partial(Multiplying, times=times))
    connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
