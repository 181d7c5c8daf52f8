"""Prove reference data: every row is what the steps of its subject say it is, and none is there without a step.

An administrator with the database's password could otherwise put a post into the table that nobody granted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sunshine.foundation.administration.history import as_kept, last_values
from sunshine.foundation.administration.kinds import ACTIVE, ENDED, Kind, all_kinds
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.proof import Problem
from sunshine.foundation.ledger.queries import words_of_all

BATCH = 500
SET_BY_ENDING = {"valid_to", "is_active"}  # columns that moves write which ask nobody for them


def verify() -> Iterator[Problem]:
    """Whatever a table says otherwise than the steps, kind by kind. A kind that nobody keeps on record yet is passed over."""
    for kind in all_kinds():
        subjects = dict(Subject.objects.filter(kind=kind.code).values_list("pk", "stage"))
        if subjects:
            yield from _verify_kind(kind, subjects)


def _verify_kind(kind: Kind, subjects: dict[UUID, str]) -> Iterator[Problem]:
    rows = {kind.ident(row): row for row in kind.model._default_manager.all()}
    for pk in rows.keys() - subjects.keys():
        yield Problem("", None, f"{kind.code} {pk} is in the table, but no step began it")
    for pk in subjects.keys() - rows.keys():
        yield Problem(str(pk), None, f"the {kind.code} that the steps tell of is missing")
    both = sorted(rows.keys() & subjects.keys())
    for n in range(0, len(both), BATCH):
        yield from _compare(kind, rows, subjects, both[n : n + BATCH])


def _compare(
    kind: Kind, rows: dict[UUID, Any], subjects: dict[UUID, str], batch: Sequence[UUID]
) -> Iterator[Problem]:
    words: dict[UUID, dict[tuple[UUID, int, str], str]] = defaultdict(dict)
    for key, text in words_of_all(batch).items():
        words[key[0]][key] = text
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(subject__in=batch).order_by("seq"):
        steps[step.subject_id].append(step)
    for pk in batch:
        shown = kind.shown(rows[pk])
        for name, value in last_values(kind, steps[pk], words[pk]).items():
            if name not in SET_BY_ENDING and as_kept(shown[name]) != as_kept(value):
                yield Problem(str(pk), None, f"{name} of this {kind.code} is not what the steps say")
        if _stands_otherwise(subjects[pk], kind.stage(rows[pk])):
            yield Problem(
                str(pk), None, f"this {kind.code} is {kind.stage(rows[pk])}, the steps say {subjects[pk]}"
            )


def _stands_otherwise(said: str, found: str) -> bool:
    """A row may have ended by its own date; one that was ended may never be in force."""
    return said == ENDED and found == ACTIVE
