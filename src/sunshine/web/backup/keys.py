"""The keyring on its way into a backup: sealed under a passphrase, or in a file of its own."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import Any

from sunshine.foundation.ledger.keyring import Keyring, dump, parse
from sunshine.foundation.ledger.sealing import Unreadable, seal, sm3, unseal
from sunshine.web.backup.archive import BackupError

SHORTEST = 16  # characters of a passphrase
COST = 2**16  # scrypt's n: 64 MB and about a quarter of a second a guess
PLACE = b"backup/keys"


def passphrase(path: Path) -> bytes:
    """The passphrase in a file, without the line's end. Raises BackupError when it is too short to protect anything."""
    try:
        found = path.read_text().strip()
    except OSError as error:
        raise BackupError(f"the passphrase in {path} cannot be read: {error.strerror}") from None
    if len(found) < SHORTEST:
        raise BackupError(f"the passphrase in {path} needs at least {SHORTEST} characters")
    return found.encode()


def sealed(ring: Keyring, words: bytes) -> bytes:
    """The keyring as a box that only the passphrase opens."""
    salt = secrets.token_bytes(16)
    box = seal(_stretched(words, salt), dump(ring).encode(), PLACE)
    return json.dumps({"salt": _text(salt), "box": _text(box)}).encode()


def opened(box: bytes, words: bytes) -> Keyring:
    """The keyring of a box. Raises BackupError when the passphrase is another one."""
    told = json.loads(box)
    try:
        plain = unseal(
            _stretched(words, base64.b64decode(told["salt"])), base64.b64decode(told["box"]), PLACE
        )
    except Unreadable:
        raise BackupError("this passphrase does not open the keys in the backup") from None
    return parse(plain.decode())


def write(ring: Keyring, path: Path) -> None:
    """The keyring in a file of its own, readable by its owner alone. Raises BackupError rather than overwrite one."""
    try:
        opened_file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BackupError(f"the keys cannot be written to {path}: {error.strerror}") from None
    with os.fdopen(opened_file, "w") as file:
        file.write(dump(ring))
        file.flush()
        os.fsync(file.fileno())


def load(path: Path) -> Keyring:
    """The keyring in a file. Raises BackupError."""
    try:
        return parse(path.read_text())
    except (OSError, ValueError, KeyError):
        raise BackupError(f"{path} holds no keyring") from None


def marks(ring: Keyring) -> dict[str, Any]:
    """What tells these keys from others and gives none of them away."""
    sealing = {name: sm3(b"backup/mark", key).hex()[:16] for name, key in ring.sealing.items()}
    return {"index": sm3(b"backup/mark", ring.index).hex()[:16], "sealing": sealing}


def fit(ring: Keyring, wanted: dict[str, Any]) -> bool:
    """Whether this keyring opens what those keys sealed; it may hold newer ones besides."""
    mine = marks(ring)
    return bool(mine["index"] == wanted["index"] and wanted["sealing"].items() <= mine["sealing"].items())


def _stretched(words: bytes, salt: bytes) -> bytes:
    return hashlib.scrypt(words, salt=salt, n=COST, r=8, p=1, maxmem=2**27, dklen=16)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
