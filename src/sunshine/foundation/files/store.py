"""Taking files in: streamed, sealed, and never a reason to refuse a filing."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.core.files.uploadedfile import UploadedFile
from django.db import InterfaceError, OperationalError
from uuid_utils.compat import uuid7

from sunshine.foundation.files.kinds import UNKNOWN, WELCOME, sniff
from sunshine.foundation.files.models import Attachment, FileState
from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.stores import StoreFailed
from sunshine.foundation.procedure.given import StoredFile

log = logging.getLogger(__name__)
MOST_FILES = 10
MOST_BYTES = 20 * 1024 * 1024


def store(uploads: Iterable[UploadedFile[Any]]) -> tuple[StoredFile, ...]:
    """Seal uploads, ready to be brought in by a step. Nothing is refused: what is not welcome is set aside.

    Files beyond the first ten, or over 20 MB, are set aside as well: kept as evidence, not shown. What the store could
    not take is named as not kept, so that its sender is told and can send it again.
    """
    return tuple(_store(upload, nth) for nth, upload in enumerate(uploads))


def _store(upload: UploadedFile[Any], nth: int) -> StoredFile:
    made, name, size = uuid7(), clean_name(upload.name or ""), upload.size or 0
    try:
        kind = sniff(upload)
        fine = kind in WELCOME and size <= MOST_BYTES and nth < MOST_FILES
        upload.seek(0)  # it may have been read for a request that came to nothing
        sealed = blobs.write(made, upload.chunks())
    except StoreFailed as error:
        log.error("a file was not kept: %s", error)
        return StoredFile(made, name, UNKNOWN, size, "", FileState.NOT_KEPT, None, _digest(upload))
    state = FileState.KEPT if fine else FileState.SET_ASIDE
    return StoredFile(made, name, kind, sealed.size, sealed.promise, state, sealed.wrapped, sealed.digest)


def _digest(upload: UploadedFile[Any]) -> str:
    upload.seek(0)
    digest = Hash(SM3())
    for piece in upload.chunks():
        digest.update(piece)
    return digest.finalize().hex()


def clean_name(name: str) -> str:
    """A name safe to show and to offer for download: no paths, no control or direction characters, at most 120 long."""
    base = re.split(r"[/\\]", name)[-1]
    shown = "".join(
        c
        for c in base
        if c.isprintable() and c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
    return shown[-120:] or "未命名"


def read(attachment: Attachment) -> bytes:
    """The original bytes. Raises Unreadable after erasure, StoreFailed when the store lost them."""
    return blobs.get(attachment.pk, attachment.key)


def discard(stored: Iterable[StoredFile]) -> None:
    """Take back files whose step was not written, e.g. because the same request had come before."""
    for file in stored:
        if file.key:
            _forget(file)


def _forget(file: StoredFile) -> None:
    try:
        blobs.drop(file.id)
    except StoreFailed as error:  # no row names it, so the daily sweep takes it
        log.warning("a file was not taken back: %s", error)


@dataclass(slots=True)
class Brought:
    """Files sealed for one step, taken back at the end unless ``keep`` was set."""

    files: tuple[StoredFile, ...]
    keep: bool = False


@contextmanager
def stored(uploads: Iterable[UploadedFile[Any]]) -> Iterator[Brought]:
    """Store uploads for a step that may yet be refused.

    Where the database went away, nobody knows whether the step was written: the answer to its commit may be all that
    was lost. Its files stay then, and where no row names them the daily sweep takes them.
    """
    brought = Brought(store(uploads))
    try:
        yield brought
    except (OperationalError, InterfaceError):
        brought.keep = True
        raise
    finally:
        if not brought.keep:
            discard(brought.files)
