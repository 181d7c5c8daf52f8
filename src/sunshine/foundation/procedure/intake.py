"""What a move asks, bound to what somebody typed: the form, and one form a row. Shared by pages and API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm
from django.utils.translation import pgettext

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.forms import MoveForm, RowForm
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.foundation.procedure.rulesets import cited
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One row's form, with the words that name the row."""

    key: str
    label: str
    form: RowForm


@dataclass(frozen=True, slots=True)
class Asked:
    """A move as it is put to somebody, empty or filled in."""

    move: Move
    snapshot: Snapshot
    form: MoveForm
    rows: tuple[AskedRow, ...] = ()

    @property
    def law(self) -> str:
        """What the move rests on, in the articles of the subject's own rule set."""
        return cited(self.move.law, self.snapshot.subject.rules, self.move.code)

    def is_valid(self) -> bool:
        """Validate everything, so that all faults show at once."""
        return all([self.form.is_valid(), *(row.form.is_valid() for row in self.rows)])

    def uploads(self) -> list[UploadedFile[Any]]:
        return self.form.uploads()

    def given(self, files: tuple[StoredFile, ...] = ()) -> Given:
        rows = {row.key: row.form.given() for row in self.rows}
        return replace(self.form.given(files), rows=rows) if rows else self.form.given(files)

    @property
    def faults(self) -> list[tuple[str, Any]]:
        """Each fault with the id of its field, for the summary above the form."""
        return [fault for form in (self.form, *(row.form for row in self.rows)) for fault in faults_of(form)]


def faults_of(form: BaseForm) -> list[tuple[str, Any]]:
    """Each fault of a form with the id of its field, after the field's name."""
    return [
        (form[name].auto_id, f"{str(form[name].label).rstrip('？?')}{pgettext('punctuation', '：')}{fault}")
        if name in form.fields
        else ("", fault)
        for name, faults in form.errors.items()
        for fault in faults
    ]


def ask(
    move: Move, snapshot: Snapshot, actor: Actor, data: Mapping[str, Any] | None = None, files: Any = None
) -> Asked:
    """Put a move to this actor; ``data`` as a page posts it, a row's fields prefixed ``demand-<key>-``."""
    auto_id = f"id_{snapshot.subject.kind}_{move.code}_%s"  # several moves stand on one page
    common: dict[str, Any] = {"snapshot": snapshot, "actor": actor, "auto_id": auto_id}
    before = _before(move, snapshot)
    rows: tuple[AskedRow, ...] = ()
    if move.each:
        each = move.each
        rows = tuple(
            AskedRow(
                key,
                each.label(snapshot, key),
                each.form(
                    data, prefix=f"{each.name}-{key}", initial=_row(move, snapshot, key, before), **common
                ),
            )
            for key in each.keys(snapshot)
        )
    return Asked(move, snapshot, move.facts(data, files, initial=_said(before), **common), rows)


def _before(move: Move, snapshot: Snapshot) -> Given:
    """What was given with this very move when it was last sent or taken back: its author goes on from there."""
    fallen = snapshot.fallen
    return fallen.given if fallen and fallen.move == move.code else Given()


def _row(move: Move, snapshot: Snapshot, key: str, before: Given) -> dict[str, Any]:
    assert move.each is not None
    return {**move.each.initial(snapshot, key), **_said(before.rows.get(key, Given()))}


def _said(given: Given) -> dict[str, Any]:
    return {**given.facts, **given.texts}
