"""Sealed bytes on disk: files and typeset documents, each under a key of its own whose loss is their erasure."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

from sunshine.foundation.ledger.sealing import new_key, seal, unseal, unwrap


def put(pk: UUID, data: bytes) -> bytes:
    """Seal the bytes and make sure they are on the disk; returns the wrapped key to keep in their row."""
    key, wrapped = new_key(pk)
    path = _path(pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as file:
        file.write(seal(key, data, pk.hex.encode()))
        file.flush()
        os.fsync(file.fileno())
    return wrapped


def get(pk: UUID, wrapped: bytes | memoryview | None) -> bytes:
    """The bytes. Raises Unreadable after erasure, OSError when the disk lost them."""
    return unseal(unwrap(pk, wrapped), _path(pk).read_bytes(), pk.hex.encode())


def drop(pk: UUID) -> None:
    """Remove bytes whose row was never written."""
    _path(pk).unlink(missing_ok=True)


def _path(pk: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / pk.hex[-2:] / pk.hex
