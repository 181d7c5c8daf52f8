"""History: who changed what, when, from what to what. Read off the steps; nothing else is kept for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import unified_diff
from itertools import islice
from typing import Any
from uuid import UUID

from django import forms

from sunshine.foundation.administration.fields import DivisionField, HoursField, UnitField, place
from sunshine.foundation.administration.kinds import Kind, kind_of
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.queries import Words, words_of
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.pages.templatetags.sunshine import day, hours
from sunshine.foundation.procedure.table import Move, procedure

Values = dict[str, Any]
LONG = 300  # characters


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after, in the reader's words."""

    label: Any
    before: Any
    after: Any

    @property
    def lines(self) -> list[str]:
        """What to fold away of a text of a page's length: all of a first one, then only the lines that changed."""
        before, after = str(self.before), str(self.after)
        if max(len(before), len(after)) < LONG:
            return []
        if not before or not after:
            return (after or before).splitlines()
        told = islice(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0), 2, None)
        return [line for line in told if not line.startswith("@@")]


@dataclass(frozen=True, slots=True)
class Entry:
    """One step with what it changed, then what was said with it that is no column: a reason, a basis."""

    step: Step
    move: Move
    changes: Sequence[Change]
    signed: bool  # by a second person


def history(subject: UUID, kind: str) -> list[Entry]:
    """All steps of one row, the newest first. Two statements."""
    steps = list(Step.objects.filter(subject=subject).select_related("officer").order_by("seq"))
    return list(_told(steps, words_of(subject), kind))[::-1]


def _told(steps: Sequence[Step], words: Words, code: str) -> Iterator[Entry]:
    known = _columns(code)
    values: Values = {}
    for step in steps:
        move = procedure(code).by_code[step.move]
        given = _given(step, words)
        form = move.facts.base_fields
        after = {name: given.get(name, "") for name in form if name in known}
        changes: list[Change] = []
        if not step.phase:
            changes = [
                Change(form[name].label, _shown(form[name], values.get(name, "")), _shown(form[name], new))
                for name, new in after.items()
                if values.get(name, "") != new
            ]
            values |= after
        changes += [
            Change(form[name].label, "", _shown(form[name], given[name]))
            for name in form
            if form[name].label and name in given and (name not in known or step.phase)
        ]
        yield Entry(step, move, changes, "proposal" in step.facts)


def _columns(code: str) -> frozenset[str]:
    try:
        return frozenset(kind_of(code).fields)
    except KeyError:
        return frozenset()


def _given(step: Step, words: Words) -> Mapping[str, Any]:
    """The facts of a step with its words; those of an act two people made lie with its proposal."""
    seq = step.facts.get("proposal", {}).get("seq", step.seq)
    texts = {name: text for (_, at, name), text in words.items() if at == seq}
    return {**step.facts.get("given", {}), **texts}


def _shown(field: forms.Field, value: Any) -> Any:
    """A kept value as people read it."""
    if value in ("", None):
        return ""
    if isinstance(field, UnitField):
        return directory().name(UUID(str(value))) or value
    if isinstance(field, DivisionField):
        return place(str(value))
    if isinstance(field, forms.DateField):
        return day(date.fromisoformat(str(value)))
    if isinstance(field, HoursField):
        return hours(str(value))
    if isinstance(field, forms.ChoiceField):
        return dict(_flat(field.choices)).get(str(value), value)
    return value


def _flat(choices: Any) -> Iterator[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), label


def described(kind: Kind, row: Any) -> list[tuple[Any, Any]]:
    """What a row holds, as its forms name it; without what is empty and without texts of a page's length."""
    fields = {name: form for move in kind.procedure.moves for name, form in move.facts.base_fields.items()}
    told = [
        (fields[name].label, _shown(fields[name], value))
        for name, value in kind.shown(row).items()
        if name in fields
    ]
    return [(label, words) for label, words in told if 0 < len(str(words)) < LONG]


def last_values(kind: Kind, steps: Sequence[Step], words: Words) -> Values:
    """What the steps say the row must hold, for every column a step ever wrote."""
    values: Values = {}
    for step in steps:
        if step.phase:
            continue
        given = _given(step, words)
        columns = kind.written(kind.procedure.by_code[step.move])
        began = step.seq == 1
        values |= {name: given.get(name, "") for name in columns if not began or name in given}
    return values


def as_kept(value: Any) -> Any:
    """A column's value as a step writes it."""
    if isinstance(value, date | datetime | UUID):
        return str(value)
    return "" if value is None else value
