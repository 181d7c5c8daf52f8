"""What an erasure takes of documents: the file and its key. Number, kind, date and fingerprint remain."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sunshine.foundation.ledger.erasure import drop_after_commit
from sunshine.foundation.papers.models import Paper


def erase(subjects: Sequence[UUID]) -> None:
    """Destroy the keys of the documents of these subjects; the bytes go when that is certain."""
    papers = Paper.objects.filter(subject__in=subjects)
    drop_after_commit(list(papers.values_list("pk", flat=True)))
    papers.update(key=None)
