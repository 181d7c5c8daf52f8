"""`sunshine restore FILE`: into an empty database and an empty store, checked before and proven after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from sunshine.foundation.ledger import keyring as rings
from sunshine.foundation.ledger.keyring import Keyring
from sunshine.foundation.ledger.stores import store
from sunshine.web.backup import archive, database, keys
from sunshine.web.backup.archive import BackupError, Member
from sunshine.web.backup.making import DATABASE, FILES, KEYS

# Holds the sum of the archive being put back, so that an interrupted restore can be begun again.
UNDER_WAY = "restoring"


def restore(path: Path, address: str, *, words: bytes | None = None, apart: Path | None = None) -> int:
    """Put the archive back; returns how many files it held. The caller brings the schema to this version and verifies.

    The database comes last and in one transaction: until all else is in place it stays empty, and the command can
    be given again. Raises BackupError when anything is in the way, before anything is written.
    """
    told = archive.about(path)
    total = archive.check(path)
    ring = _ring(path, words, apart)
    if not keys.fit(ring, told["keys"]):
        raise BackupError("these keys are not those the backup was made under")
    if _keys_in_place() and not keys.fit(rings.keyring(), keys.marks(ring)):
        raise BackupError(
            f"another keyring is in {settings.SUNSHINE_KEYS_FILE} or SUNSHINE_KEYS; take it away"
        )
    note = Path(settings.SUNSHINE_DATA) / UNDER_WAY
    _refuse_what_is_there(address, note, total)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(total)
    files = _put_files(path)
    if not _keys_in_place():
        keys.write(ring, Path(settings.SUNSHINE_KEYS_FILE))
    database.restore(address, _dumped(path))
    note.unlink()
    return files


def _ring(path: Path, words: bytes | None, apart: Path | None) -> Keyring:
    """The keys: opened with the passphrase, from their own file, or those in place already."""
    if apart is not None:
        return keys.load(apart)
    if words is not None:
        for member in archive.read(path):
            if member.name == KEYS:
                return keys.opened(member.whole(), words)
            if member.name.startswith(DATABASE):
                break
        raise BackupError(f"{path} holds no keys; give the file they are kept in: --keys-from FILE")
    if _keys_in_place():
        return rings.keyring()
    raise BackupError(
        "the keys are missing: give --passphrase-file, --keys-from, or put the keyring in place"
    )


def _refuse_what_is_there(address: str, note: Path, total: str) -> None:
    if not database.is_empty(address):
        raise BackupError("the database is not empty; a restore overwrites nothing. Name a new one.")
    again = note.exists() and note.read_text() == total
    if not again and next(store().held(), None) is not None:
        raise BackupError(
            "there are files already; a restore overwrites nothing. Name an empty place for them."
        )


def _put_files(path: Path) -> int:
    kept, files = store(), 0
    for member in archive.read(path):
        if member.name.startswith(FILES):
            kept.put(UUID(hex=member.name.rpartition("/")[2]), member.pieces())
            files += 1
    return files


def _keys_in_place() -> bool:
    return rings.in_environment() or Path(settings.SUNSHINE_KEYS_FILE).exists()


def _dumped(path: Path) -> Iterator[bytes]:
    for member in archive.read(path):
        if _of_database(member):
            yield from member.pieces()


def _of_database(member: Member) -> bool:
    return member.name.startswith(f"{DATABASE}/")
