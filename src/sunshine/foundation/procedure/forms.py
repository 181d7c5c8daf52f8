"""A move's facts are one Django form: the page, the API schema and the validation are all read off it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.foundation.procedure.snapshot import Snapshot


class FactsForm(forms.Form):
    """``sealed_fields`` hold free words: they are sealed, and the step keeps only their commitment.

    In ``line_fields`` each line is one thing; programs may send them as a list.
    """

    sealed_fields: ClassVar[tuple[str, ...]] = ()
    line_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, *args: Any, snapshot: Snapshot | None = None, actor: Actor | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        if snapshot is not None and actor is not None:
            self.prepare(snapshot, actor)

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        """Offer the choices that are lawful here. Called for a live subject, not when the API schema is drawn."""

    def uploads(self) -> list[UploadedFile[Any]]:
        """The files that came with the form, in order."""
        found = [self.cleaned_data.get(name) for name in self.fields if self._is_file(name)]
        return [upload for many in found for upload in many or ()]

    def given(self, files: tuple[StoredFile, ...] = ()) -> Given:
        data = {name: value for name, value in self.cleaned_data.items() if not self._is_file(name)}
        texts = {name: data[name] for name in self.sealed_fields if data.get(name)}
        facts = {name: plain(value) for name, value in data.items() if name not in self.sealed_fields}
        return Given({k: v for k, v in facts.items() if v not in ("", None, [])}, texts, {}, files)

    def _is_file(self, name: str) -> bool:
        return isinstance(self.fields[name], forms.FileField)


class SharedFields(dict[str, forms.Field]):
    """The fields of a form whose instances never change them. Django would copy every one for every request."""

    def __deepcopy__(self, memo: dict[int, Any]) -> SharedFields:
        return self


class MoveForm(FactsForm):
    """The facts of one move."""


class RowForm(FactsForm):
    """The facts of one row of a move, e.g. of one demand."""


class NoFacts(MoveForm):
    """A move that needs nothing said."""


def plain(value: Any) -> Any:
    """A JSON-able value of a cleaned field."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value
