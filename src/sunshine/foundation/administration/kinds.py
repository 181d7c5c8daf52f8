"""Kinds of reference data 基础数据: what administrators keep. Each is a model, a small table of moves, and what its list shows.

The row's subject has the row's own id; every edit is a step on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, Q
from django.utils import timezone

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import Directory
from sunshine.foundation.pages.listing import Facet
from sunshine.foundation.procedure.forms import plain
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.table import Move, Procedure, Words, register

ACTIVE, ENDED = "active", "ended"
RULES = "1"
KEEPING = "GB/T22239—2019（8.1.5）"  # system, security and audit administration are three separate powers


def standing(row: Any) -> str:
    """The stage of a dated row that nobody has kept a record of yet."""
    return ENDED if row.valid_to and row.valid_to <= timezone.localdate() else ACTIVE


@dataclass(frozen=True)
class Column:
    """One column of a kind's list."""

    label: Words
    show: Callable[[Any], Any]


@dataclass(frozen=True)
class Kind:
    """One kind of reference data. ``scope`` says which rows an administrator keeps; ``area`` where a new one lies."""

    procedure: Procedure
    model: type[Model]
    fields: tuple[str, ...]  # the columns that moves write, named as in their forms
    columns: tuple[Column, ...]
    scope: Callable[[Actor], Q]
    area: Callable[[Given, Directory], str]
    row_area: Callable[[Any], str]
    search: tuple[str, ...]
    order: tuple[str, ...]
    related: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    title: Callable[[Any], str] = str
    stage: Callable[[Any], str] = lambda row: ACTIVE
    ident: Callable[[Any], UUID] = lambda row: row.pk  # the subject of a row
    key: Callable[[UUID], Any] = lambda pk: pk  # and back
    whole: bool = False  # holds for every unit: only the highest administrators begin rows
    hint: Words = ""
    beginning: Words = ""  # what the page is called on which a new row is written
    unasked: Callable[[], Mapping[str, Any]] = dict  # columns of a new row that nobody is asked for
    natural: str = ""  # the column that names a row for people: with one, rows can be brought as a table

    @property
    def code(self) -> str:
        return self.procedure.kind

    @property
    def name(self) -> Words:
        return self.procedure.name

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def opening(self) -> Move | None:
        """The move by which a person begins a row of this kind, if people do."""
        return next((m for m in self.procedure.moves if m.opening and not m.by_system), None)

    def written(self, move: Move) -> list[str]:
        """The columns that this move writes."""
        return [name for name in move.facts.base_fields if name in self.fields]

    def values(self, names: Sequence[str], given: Given) -> dict[str, Any]:
        """What was given for these columns, by attribute; what was left out is emptied."""
        found = {}
        for name in names:
            column: Any = self.model._meta.get_field(name)
            value = given.texts.get(name, given.facts.get(name))
            found[column.attname] = (None if column.null else "") if value in (None, "") else value
        return found

    def shown(self, row: Any) -> dict[str, Any]:
        """The columns of a row as its forms and steps write them."""
        attributes = {name: self.model._meta.get_field(name).attname for name in self.fields}  # type: ignore[union-attr]
        return {name: plain(getattr(row, attribute)) for name, attribute in attributes.items()}

    def given(self, row: Any, sealed: Sequence[str]) -> Given:
        """The row as somebody would have given it."""
        values = {name: value for name, value in self.shown(row).items() if value not in (None, "")}
        texts = {name: value for name, value in values.items() if name in sealed}
        return Given({name: value for name, value in values.items() if name not in texts}, texts)


@dataclass(frozen=True)
class Kept:
    """What the moves of a row know: its values, and what its kind adds."""

    values: Mapping[str, Any]
    also: Any = None


_kinds: dict[str, Kind] = {}


def keep(*kinds: Kind) -> None:
    """Make kinds known, and their procedures with them."""
    for kind in kinds:
        _kinds[kind.code] = kind
        register(kind.procedure)


def kind_of(code: str) -> Kind:
    """The kind with this code. Raises KeyError."""
    return _kinds[code]


def all_kinds() -> Sequence[Kind]:
    """Every kind, in the order in which they are shown."""
    return list(_kinds.values())


def loader(code: str, also: Callable[[Any], Any] = lambda row: None) -> Callable[[UUID], Kept]:
    """How a procedure of this kind loads what its guards and forms need: the row, and what ``also`` adds."""

    def load(pk: UUID) -> Kept:
        kind = kind_of(code)
        row = kind.model._default_manager.get(pk=kind.key(pk))
        return Kept(kind.shown(row), also(row))

    return load
