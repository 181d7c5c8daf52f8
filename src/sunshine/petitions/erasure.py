"""What an erasure takes of petitions: the case files made for officers.

Number, dates, place, class, outcome and ratings remain: they say what was done, not of whom or what was told.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sunshine.foundation.ledger.erasure import drop_after_commit
from sunshine.petitions.models import CaseFile


def erase(subjects: Sequence[UUID]) -> None:
    """Destroy the keys of case files about these petitions; the bytes go when that is certain."""
    files = CaseFile.objects.filter(petition__in=subjects)
    drop_after_commit(list(files.values_list("pk", flat=True)))
    files.update(key=None)
