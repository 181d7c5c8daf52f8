"""What an erasure takes of people: every column derived from an identity. That somebody filed, in what role, remains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sunshine.foundation.people.models import Party

KEPT = {"id", "subject", "seq", "nth", "role"}


def erase(subjects: Sequence[UUID]) -> None:
    """Empty masks, indexes and whatever else is known of the parties of these subjects.

    Columns are not listed, so that one added later is erased too.
    """
    emptied: dict[str, Any] = {
        column.attname: None if column.null else column.get_default()
        for column in Party._meta.concrete_fields
        if column.name not in KEPT
    }
    Party.objects.filter(subject__in=subjects).update(**emptied)
