"""The two carriers write the same of two families that act on each other: a repeat joined 并案, served with the first or parted again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone

from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.duties.local import local_terms
from sunshine.foundation.offices.actors import SYSTEM, Actor, petitioner
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.procedure.bulk import asked_numbers, copy, give_numbers, tell
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.history import History, World
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.procedure.perform import load, perform, perform_opening
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.procedure.filing import REGISTER
from tests.foundation.procedure.test_bulk import KNOWN, SELF, rows_of
from tests.support.cast import Cast, registration

WORDS = dict.fromkeys(("words", "note", "findings", "person", "phone"), "话")


class Road(Protocol):
    """One way of carrying acts out."""

    def register(self, told: Given, at: datetime) -> UUID: ...
    def look(self, subject: UUID) -> Snapshot: ...
    def do(
        self, subject: UUID, move: str, actor: Actor, given: Given, at: datetime, beside: UUID | None
    ) -> None: ...


class OneByOne:
    """By ``perform``, on the tables."""

    def register(self, told: Given, at: datetime) -> UUID:
        return perform_opening(REGISTER, SELF, told, now=at)[1].step.subject_id

    def look(self, subject: UUID) -> Snapshot:
        return load(subject, SYSTEM)

    def do(
        self, subject: UUID, move: str, actor: Actor, given: Given, at: datetime, beside: UUID | None
    ) -> None:
        with transaction.atomic():
            perform(subject, move, actor, given, now=at)


class InMemory:
    """By one ``History`` of both families, copied at the end."""

    def __init__(self) -> None:
        self.history = History(World(work_calendar(), directory(), local_terms()))

    def register(self, told: Given, at: datetime) -> UUID:
        made = self.history.plan_opening(REGISTER, SELF, told, at)
        give_numbers([(at, number) for number in made.numbers])
        self.history.take(made)
        return made.new[0]

    def look(self, subject: UUID) -> Snapshot:
        return self.history.of(subject).seen_from(subject)

    def do(
        self, subject: UUID, move: str, actor: Actor, given: Given, at: datetime, beside: UUID | None
    ) -> None:
        self.history.perform(subject, move, actor, given, at, beside=beside)


def live(road: Road, cast: Cast, start: datetime, *, parted: bool) -> tuple[UUID, UUID]:
    """Both families, from the first registration until the joined filing is served or goes its own way."""
    first = road.register(registration(), start)
    clock = iter(start + timedelta(hours=5 * n) for n in range(1, 40))

    def one(root: UUID, kind: str) -> UUID:
        return next(s.id for s in road.look(root).family.values() if s.kind == kind)

    def do(
        subject: UUID,
        move: str,
        actor: Actor,
        facts: Any = None,
        rows: Any = None,
        beside: UUID | None = None,
    ) -> None:
        road.do(subject, move, actor, Given(facts or {}, WORDS, rows or {}), next(clock), beside)

    def onward(root: UUID) -> None:
        demands = [str(d.id) for d in road.look(root).matter.demands]
        do(root, "sort", cast.sorter, rows=_each(demands, klass="demand", category="0402"))
        do(root, "forward", cast.sorter, rows=_each(demands, unit=str(cast.units["rs-labour"].pk)))

    onward(first)
    do(one(first, "handling"), "sign", cast.handler)
    do(one(first, "handling"), "accept", cast.handler)
    again = road.register(registration(text="还是那件事，工资没有发。"), next(clock))
    filing = one(again, "filing")
    do(again, "join", cast.sorter, {"into": str(first), "checked": "phone"}, beside=first)
    if parted:
        do(filing, "part", cast.sorter, beside=again)
        onward(again)
        return first, again
    handling = one(first, "handling")
    demands = [str(d.id) for d in road.look(first).matter.demands_of(handling)]
    row = Given({"outcome": "explain"}, {"opinion": "说明", "basis": "条例"})
    do(handling, "issue_opinion", cast.handler, rows=dict.fromkeys(demands, row))
    do(handling, "confirm", cast.head)
    paper = str(road.look(first).matter.handlings[handling].answer)
    filings = road.look(first).matter.filings
    for served in sorted(filings, key=lambda pk: filings[pk].registered_at):
        do(served, "deliver", petitioner(served), {"paper": paper, "method": "online"})
    return first, again


def _each(keys: Iterable[str], **facts: str) -> dict[str, Given]:
    return {key: Given(dict(facts)) for key in keys}


@pytest.mark.parametrize("parted", [False, True])
def test_both_families_are_left_alike(cast: Cast, parted: bool) -> None:
    KNOWN.clear()
    KNOWN.update(str(unit.pk) for unit in cast.units.values())
    KNOWN.update(str(pk) for post in cast.posts.values() for pk in (post.pk, post.officer_id))
    start = timezone.now() - timedelta(days=90)
    told = live(OneByOne(), cast, start, parted=parted)
    memory = InMemory()
    planned = live(memory, cast, start, parted=parted)
    give_numbers(asked_numbers([memory.history]))
    copy([tell(memory.history)])
    connection.check_constraints()
    for one, other in zip(told, planned, strict=True):
        left, right = rows_of(one), rows_of(other)
        for label, rows in left.items():
            assert rows == right[label], label
    assert list(problems()) == []
