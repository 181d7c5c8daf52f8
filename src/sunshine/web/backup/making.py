"""`sunshine backup FILE`: database, files and, as chosen, keys, while everybody goes on working."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from django.utils import timezone

from sunshine.foundation.ledger.keyring import keyring
from sunshine.foundation.ledger.stores import StoreFailed, name_of, store
from sunshine.web.backup import database, keys
from sunshine.web.backup.archive import BackupError, Writer, begin

DATABASE, FILES, KEYS = "database", "files/", "keys.sealed"


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds."""

    files: int
    size: int


def make(path: Path, address: str, *, words: bytes | None = None, apart: Path | None = None) -> Made:
    """Write the archive. ``words`` is the passphrase the keys go in under, ``apart`` the file they go to instead.

    The database is taken first: a file is written before the row that names it and never changed, so whatever a
    row names at that moment is there to be copied afterwards. Raises BackupError; then there is no archive.
    """
    ring = keyring()
    about = {"made": timezone.now().isoformat(), "keys": keys.marks(ring), "sealed_keys": words is not None}
    if apart is not None:
        keys.write(ring, apart)
    with _appearing(path) as file, begin(file, about) as writer:
        if words is not None:
            box = keys.sealed(ring, words)
            writer.add(KEYS, len(box), [box])
        with database.dump(address) as stream:
            writer.add_stream(DATABASE, stream)
        files = _add_files(writer)
    return Made(files, writer.size)


def _add_files(writer: Writer) -> int:
    kept, files = store(), 0
    for held in kept.held():
        if held.pk is not None and (pieces := _opened(held.pk)) is not None:
            writer.add(FILES + name_of(held.pk), held.size, pieces)
            files += 1
    return files


def _opened(pk: UUID) -> Iterator[bytes] | None:
    """The file's bytes; ``None`` when it was taken back or erased since it was listed."""
    kept = store()
    pieces = kept.get(pk)
    try:
        first = next(pieces, b"")
    except StoreFailed as error:
        if kept.size(pk) is None:
            return None
        raise BackupError(f"a file cannot be read: {error}") from error

    def whole() -> Iterator[bytes]:
        yield first
        yield from pieces

    return whole()


@contextmanager
def _appearing(path: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name only once it is whole and on the disk."""
    if path.exists():
        raise BackupError(f"{path} exists already; a backup never overwrites one")
    unfinished = path.with_name(f"{path.name}.part")
    try:
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
