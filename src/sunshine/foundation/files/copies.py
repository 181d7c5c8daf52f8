"""Having the copies of one original made, sealed and named; and handing out what may be looked at."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from sunshine.foundation.files.copying import COPYABLE
from sunshine.foundation.files.models import Attachment, Copy, CopyKind, CopyState
from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.sealing import Unreadable
from sunshine.foundation.ledger.stores import StoreFailed

log = logging.getLogger(__name__)
PATIENCE = 120  # seconds for one original; the process itself stops after 60 of the processor


def make_copies(pk: UUID) -> None:
    """Make the copies of one original. Doing it again changes nothing.

    A file that cannot be copied is left with none: its original stays what it is. Raises StoreFailed to be tried again.
    """
    original = Attachment.objects.get(pk=pk)
    if original.copy_state != CopyState.WAITING:
        return
    try:
        data = blobs.get(pk, original.key)
    except Unreadable:  # erased meanwhile
        Attachment.objects.filter(pk=pk).update(copy_state=CopyState.NONE)
        return
    _keep(original, _copied(original.type, data))


def _copied(kind: str, data: bytes) -> list[tuple[str, str, bytes]]:
    """Kind, media type and bytes of each copy, made by a process that knows nothing else and may come to harm."""
    if kind not in COPYABLE:
        return []
    command = [sys.executable, "-m", "sunshine.foundation.files.copying", kind]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=PATIENCE, check=True, env={}, cwd="/"
        )
    except subprocess.TimeoutExpired:
        return []
    except subprocess.CalledProcessError as error:
        log.info(
            "no copy of a file of type %s: code %s", kind, error.returncode
        )  # its words may quote the file
        return []
    head, _, body = done.stdout.partition(b"\n")
    found, at = [], 0
    for name, media_type, size in json.loads(head):
        found.append((name, media_type, body[at : at + size]))
        at += size
    return found


def _keep(original: Attachment, copies: list[tuple[str, str, bytes]]) -> None:
    rows = [
        Copy(
            id=(made := uuid7()),
            attachment=original,
            kind=name,
            type=kind,
            size=len(data),
            key=blobs.put(made, data),
        )
        for name, kind, data in copies
    ]
    state = CopyState.MADE if rows else CopyState.NONE
    with transaction.atomic():
        waiting = Attachment.objects.filter(pk=original.pk, copy_state=CopyState.WAITING, key__isnull=False)
        if waiting.update(copy_state=state):  # not made by another worker, nor erased, meanwhile
            Copy.objects.bulk_create(rows)
            return
    for row in rows:
        blobs.drop(row.pk)


def opened_copy(attachment: UUID, kind: CopyKind) -> tuple[Copy, Iterator[bytes]] | None:
    """A copy with its bytes; ``None`` when there is none or it was erased. Raises StoreFailed."""
    found = Copy.objects.filter(attachment=attachment, kind=kind).first()
    try:
        return (found, blobs.read(found.pk, found.key)) if found else None
    except Unreadable:
        return None


def opened_original(attachment: Attachment) -> Iterator[bytes] | None:
    """The original's bytes; ``None`` when it was never kept or was erased. Raises StoreFailed."""
    try:
        return blobs.read(attachment.pk, attachment.key)
    except Unreadable:
        return None


__all__ = ["StoreFailed", "make_copies", "opened_copy", "opened_original"]
