"""The table: for each kind of subject, its stages and the lawful moves between them.

Buttons, API operations, permissions, the public "how it works" page and the model checker are all read off it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sunshine.foundation.duties.rules import DutyRule
from sunshine.foundation.ledger.models import Audience
from sunshine.foundation.ledger.scope import administrative
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.forms import MoveForm, NoFacts, RowForm
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot, SubjectState

Words = Any  # a lazily translated string
Guard = Callable[[Snapshot, Actor], Words]  # why not, or None


@dataclass(frozen=True)
class Stage:
    """Where a subject stands. ``seen`` is what the petitioner reads; ``rest`` says why nobody owes anything here."""

    code: str
    name: Words
    seen: Words
    rest: Words = ""


@dataclass(frozen=True)
class Each:
    """One nesting level: a form per row, e.g. per demand. ``keys`` names the rows from the snapshot."""

    name: str
    form: type[RowForm]
    keys: Callable[[Snapshot], Sequence[str]]
    label: Callable[[Snapshot, str], str]
    initial: Callable[[Snapshot, str], Mapping[str, Any]] = lambda snapshot, key: {}


@dataclass(frozen=True)
class Move:
    """One lawful act. ``own`` restricts it to the unit that holds the subject; ``to`` None keeps the stage."""

    code: str
    name: Words
    law: str
    by: frozenset[str]
    source: frozenset[str] = frozenset()
    to: str | None = None
    facts: type[MoveForm] = NoFacts
    each: Each | None = None
    countersign: str | None = None
    guards: tuple[Guard, ...] = ()
    closes: tuple[DutyRule, ...] = ()
    opens: tuple[DutyRule, ...] = ()
    effect: Callable[[Plan], None] | None = None
    paper: str | None = None
    tells: Words = ""  # the message sent to the petitioner
    seen: Words = ""  # what the petitioner's timeline says; empty shows nothing
    shows: tuple[str, ...] = ("words",)  # the sealed texts the petitioner may read there
    audience: str = Audience.HANDLERS
    own: bool = True
    opening: bool = False
    help: Words = ""
    key: str = ""
    primary: bool = False
    beside: Callable[[UUID, Given], UUID | None] | None = None  # a subject of another family it also acts on
    apart: bool = False  # has a page of its own: no button beside the others, no verb of the API

    @property
    def by_system(self) -> bool:
        return self.by == frozenset({"system"})


@dataclass(frozen=True)
class Procedure:
    """The stages and moves of one kind of subject."""

    kind: str
    name: Words
    stages: tuple[Stage, ...]
    moves: tuple[Move, ...]
    rules: str  # id of the rule set new subjects are bound to
    load: Callable[[UUID], Any] | None = None  # what guards and effects of this family need to know
    # The same as one actor may read it: some words are kept from some who handle a matter.
    veil: Callable[[Any, Mapping[UUID, SubjectState], Actor], Any] | None = None
    unfold: Callable[[Any, Plan], Any] | None = (
        None  # the same as a plan leaves it; nothing yet before the first
    )
    administrative: bool = False  # reference data: kept by administrators, no part of any matter
    internal: bool = (
        False  # a unit's own affairs, such as who stands in for whom: no part of any matter either
    )
    by_code: Mapping[str, Move] = field(init=False)
    stage_of: Mapping[str, Stage] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {move.code: move for move in self.moves})
        object.__setattr__(self, "stage_of", {stage.code: stage for stage in self.stages})
        if len(self.by_code) != len(self.moves) or len(self.stage_of) != len(self.stages):
            raise ValueError(f"{self.kind}: a stage or move is named twice")


_procedures: dict[str, Procedure] = {}
_besides: set[str] = set()


def register(*procedures: Procedure) -> None:
    """Make procedures known by kind."""
    for procedure in procedures:
        _procedures[procedure.kind] = procedure
        _besides.update(move.code for move in procedure.moves if move.beside)
        if procedure.administrative:
            administrative(procedure.kind)


def procedure(kind: str) -> Procedure:
    """The procedure of this kind of subject. Raises KeyError."""
    return _procedures[kind]


def besides() -> frozenset[str]:
    """The codes of moves that act on two families."""
    return frozenset(_besides)


def every_procedure() -> Sequence[Procedure]:
    """Every table there is, reference data and internal affairs included."""
    return list(_procedures.values())


def procedures() -> Sequence[Procedure]:
    """The procedures of matters, in the order people meet them."""
    return [
        procedure
        for procedure in _procedures.values()
        if not (procedure.administrative or procedure.internal)
    ]
