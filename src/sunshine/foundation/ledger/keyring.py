"""The master keys 主密钥: from the environment or a file, named by id so that they can be rotated.

The keyring never touches the database. Losing it loses every name and every word: docs/operations.md says how to keep it.
A process notices a changed file at its next use of a key, so keys are rotated while everybody goes on working.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

SEALING_BYTES, INDEX_BYTES = 16, 32


@dataclass(frozen=True, slots=True)
class Keyring:
    """The master keys in force."""

    current: str
    sealing: Mapping[str, bytes]  # key id -> 128-bit SM4 key
    index: bytes  # 256-bit key of the blind index; not rotated with the others, since it makes rows findable
    created: Mapping[str, datetime] = field(default_factory=dict)  # as far as it is known
    switched: datetime | None = None  # when another key was last made the current one


class _Kept:
    """The keyring as this process last read it, and what its source looked like then."""

    _ring: Keyring | None
    _source: Any

    def __init__(self) -> None:
        self.forget()

    def __call__(self) -> Keyring:
        """The keys in force. Raises ImproperlyConfigured when there are none or they are malformed."""
        try:
            now = _source()
            if now != self._source:
                self._ring, self._source = parse(_text()), now
        except (OSError, KeyError, ValueError, AttributeError) as error:
            raise ImproperlyConfigured(
                f"no usable keys in SUNSHINE_KEYS or {settings.SUNSHINE_KEYS_FILE}"
            ) from error
        assert self._ring is not None
        return self._ring

    def forget(self) -> None:
        """Read the source again at the next use."""
        self._ring = self._source = None


keyring = _Kept()


def parse(text: str) -> Keyring:
    """Read a keyring from its JSON text. Raises ValueError or KeyError when it is malformed."""
    raw = json.loads(text)
    sealing = {key_id: base64.b64decode(key) for key_id, key in raw["sealing"].items()}
    if raw["current"] not in sealing or any(len(key) != SEALING_BYTES for key in sealing.values()):
        raise ValueError("the current key must be among the sealing keys, each of 16 bytes")
    created = {key_id: datetime.fromisoformat(at) for key_id, at in raw.get("created", {}).items()}
    switched = datetime.fromisoformat(raw["switched"]) if raw.get("switched") else None
    return Keyring(raw["current"], sealing, base64.b64decode(raw["index"]), created, switched)


def dump(ring: Keyring) -> str:
    """The JSON text of a keyring."""
    return json.dumps(
        {
            "current": ring.current,
            "sealing": {key_id: base64.b64encode(key).decode() for key_id, key in ring.sealing.items()},
            "index": base64.b64encode(ring.index).decode(),
            "created": {key_id: at.isoformat() for key_id, at in ring.created.items()},
            "switched": ring.switched.isoformat() if ring.switched else None,
        },
        indent=1,
    )


def fresh() -> Keyring:
    """A keyring nobody has used."""
    keys = {"k1": secrets.token_bytes(SEALING_BYTES)}
    return Keyring("k1", keys, secrets.token_bytes(INDEX_BYTES), {"k1": timezone.now()})


def generate(path: Path) -> None:
    """Write a fresh keyring, readable by its owner alone. Raises FileExistsError rather than overwrite one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(dump(fresh()))
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One command at a time may change the keyring in this file."""
    with open(path.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def replace(path: Path, ring: Keyring) -> None:
    """Put this keyring in the place of the one in the file: a reader, or a crash, meets the old or the new one whole."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(dump(ring))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def in_environment() -> bool:
    """Whether the keys come from SUNSHINE_KEYS, which no command can change."""
    return bool(os.environ.get("SUNSHINE_KEYS"))


def _source() -> Any:
    """What tells a changed source from an unchanged one: the text itself, or what the file system knows of the file."""
    if in_environment():
        return os.environ["SUNSHINE_KEYS"]
    known = os.stat(settings.SUNSHINE_KEYS_FILE)
    return str(settings.SUNSHINE_KEYS_FILE), known.st_mtime_ns, known.st_ino, known.st_size


def _text() -> str:
    return os.environ.get("SUNSHINE_KEYS") or Path(settings.SUNSHINE_KEYS_FILE).read_text()
