"""Writes: one act on a row of reference data, and what must follow it in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from sunshine.foundation.administration.kinds import Kind, all_kinds
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.memory import edited
from sunshine.foundation.offices.actors import SYSTEM, Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Done, perform, perform_opening

BATCH = 500
Codes = Mapping[UUID, str]  # invitation codes by officer, to be shown once
_following: dict[str, Callable[[Step], Codes]] = {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act. ``codes`` are shown once, to whoever made the act effective, and are kept nowhere."""

    done: Done
    codes: Codes = field(default_factory=dict)


def following(move: str) -> Callable[[Callable[[Step], Codes]], Callable[[Step], Codes]]:
    """Declare what follows a move (``kind.move``) once it took effect, in the same transaction."""

    def declare(follow: Callable[[Step], Codes]) -> Callable[[Step], Codes]:
        _following[move] = follow
        return follow

    return declare


def act(
    kind: Kind, row: Any, move: str, actor: Actor, given: Given, *, seen: int | None = None, request_key: str | None = None
) -> Outcome:  # fmt: skip
    """Make one move on one row. Raises what ``perform`` raises, and writes nothing then."""
    with transaction.atomic():
        adopt_all()
        done = perform(kind.ident(row), move, actor, given, seen=seen, request_key=request_key)
        return _settle(kind.code, done)


def create(kind: Kind, actor: Actor, given: Given, *, request_key: str | None = None) -> Outcome:
    """Begin a new row. The same request key returns the row that was begun first."""
    assert kind.opening is not None
    with transaction.atomic():
        adopt_all()
        _, done = perform_opening(kind.opening, actor, given, request_key=request_key)
        return _settle(kind.code, done)


def _settle(kind: str, done: Done) -> Outcome:
    edited()
    step = done.step
    follow = _following.get(f"{kind}.{step.move}")
    if follow is None or step.phase or done.repeated:
        return Outcome(done)
    return Outcome(done, follow(step))


def adopt_all() -> int:
    """Begin a record for the rows of every kind of which none has one yet; returns how many. Safe to repeat.

    Rows that are there at installation come in this way. A kind that is on record takes in nobody later: whatever then
    appears in its table without a step is found by ``sunshine verify``.
    """
    if not directory().units:
        return 0
    known = {kind.code for kind in all_kinds() if Subject.objects.filter(kind=kind.code).exists()}
    return sum(_adopt(kind) for kind in all_kinds() if kind.code not in known)


def _adopt(kind: Kind) -> int:
    rows: Sequence[Any] = list(kind.model._default_manager.prefetch_related(*kind.related))
    for n in range(0, len(rows), BATCH):
        given = {str(kind.ident(row)): _as_given(kind, row) for row in rows[n : n + BATCH]}
        perform_opening(kind.procedure.by_code["adopt"], SYSTEM, Given(rows=given))
    return len(rows)


def _as_given(kind: Kind, row: Any) -> Given:
    sealed = kind.procedure.by_code["adopt"].facts.sealed_fields
    given = kind.given(row, sealed)
    facts = {**given.facts, "area": kind.row_area(row), "stage": kind.stage(row)}
    return Given(facts, given.texts)
