"""What an erasure takes of files: originals and copies, keys and bytes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sunshine.foundation.files.models import Attachment, Copy, CopyState
from sunshine.foundation.ledger.erasure import drop_after_commit


def erase(subjects: Sequence[UUID]) -> None:
    """Destroy the keys of every file of these subjects; the bytes go when that is certain."""
    originals = Attachment.objects.filter(subject__in=subjects)
    copies = Copy.objects.filter(attachment__in=originals)
    drop_after_commit([*originals.values_list("pk", flat=True), *copies.values_list("pk", flat=True)])
    copies.update(key=None)
    originals.update(key=None, copy_state=CopyState.NONE)
