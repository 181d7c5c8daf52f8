"""Lawful erasure 依法清除: subjects lose their data keys for good, and every room what it derived from their words.

A room that keeps anything derived from a subject's sealed words (masks, indexes, tokens, bodies of messages, files)
registers how it is erased. Steps and hashes stay: that something was said cannot be erased, only what.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from django.db import transaction

from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.stores import StoreFailed, store

ERASED = "erased"  # the move that says a subject's key was destroyed
Eraser = Callable[[Sequence[UUID]], None]

_erasers: list[Eraser] = []


def on_erase(eraser: Eraser) -> None:
    """Have this called with the ids of the subjects erased, inside the transaction that destroys their keys."""
    if eraser not in _erasers:
        _erasers.append(eraser)


def erase_subjects(subjects: Sequence[UUID]) -> None:
    """Destroy the keys and all that was derived; part of an act of the procedure engine, never called by itself."""
    for eraser in _erasers:
        eraser(subjects)
    Subject.objects.filter(pk__in=subjects).update(key=None)


def drop_after_commit(blobs: Sequence[UUID]) -> None:
    """Remove sealed bytes once their rows have lost their keys; if that fails, the daily sweep does it."""
    for pk in blobs:
        transaction.on_commit(partial(_drop, pk))


def _drop(pk: UUID) -> None:
    try:
        store().drop(pk)
    except StoreFailed:  # without its key it is noise already
        return
