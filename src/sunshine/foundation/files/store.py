"""The file store: bytes in, sealed bytes on disk, bytes out. What a file *is* is read from its content, never its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import puremagic
from django.core.files.uploadedfile import UploadedFile
from uuid_utils.compat import uuid7

from sunshine.foundation.files.models import Attachment, FileState
from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.sealing import sm3
from sunshine.foundation.procedure.given import StoredFile

MOST_FILES = 10
MOST_BYTES = 20 * 1024 * 1024
UNKNOWN = "application/octet-stream"
WELCOME = {
    "image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", "image/bmp", "application/pdf",
    "audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/wav", "audio/x-wav", "audio/amr", "audio/ogg",
    "video/mp4", "video/quicktime", "video/3gpp", "video/webm", "text/plain",
    "application/msword", "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


def store(uploads: Iterable[UploadedFile[Any]]) -> tuple[StoredFile, ...]:
    """Seal uploads on disk, ready to be brought in by a step. Nothing is refused: what is not welcome is set aside.

    Files beyond the first ten, or over 20 MB, are set aside as well: kept as evidence, not shown.
    """
    return tuple(_store(upload, nth) for nth, upload in enumerate(uploads))


def _store(upload: UploadedFile[Any], nth: int) -> StoredFile:
    upload.seek(0)  # it may have been read for a request that came to nothing
    data = upload.read()
    kind = sniff(data)
    fine = kind in WELCOME and len(data) <= MOST_BYTES and nth < MOST_FILES
    made = uuid7()
    wrapped = blobs.put(made, data)
    state = FileState.KEPT if fine else FileState.SET_ASIDE
    return StoredFile(made, clean_name(upload.name or ""), kind, len(data), sm3(data).hex(), state, wrapped)


def sniff(data: bytes) -> str:
    """The media type the content itself shows; plain text when it is readable UTF-8, else unknown."""
    try:
        found: str = puremagic.from_string(data, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    return found or (_text_type(data) if data else UNKNOWN)


def _text_type(data: bytes) -> str:
    try:
        data[:65536].decode("utf-8", "strict")
    except UnicodeDecodeError:
        return UNKNOWN
    return UNKNOWN if b"\0" in data else "text/plain"


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
    """The original bytes. Raises Unreadable after erasure, OSError when the disk lost them."""
    return blobs.get(attachment.pk, attachment.key)


def discard(stored: Iterable[StoredFile]) -> None:
    """Take back files whose step was not written, e.g. because the same request had come before."""
    for file in stored:
        blobs.drop(file.id)


@dataclass(slots=True)
class Brought:
    """Files sealed on disk for one step, taken back at the end unless ``keep`` was set."""

    files: tuple[StoredFile, ...]
    keep: bool = False


@contextmanager
def stored(uploads: Iterable[UploadedFile[Any]]) -> Iterator[Brought]:
    """Store uploads for a step that may yet be refused."""
    brought = Brought(store(uploads))
    try:
        yield brought
    finally:
        if not brought.keep:
            discard(brought.files)
