"""The master keys 主密钥: from the environment or a file, named by id so that they can be rotated.

The keyring never touches the database. Losing it loses every name and every word: docs/operations.md says how to keep it.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sunshine.foundation.memory import remembered

FOREVER = float("inf")


@dataclass(frozen=True, slots=True)
class Keyring:
    """The master keys in force."""

    current: str
    sealing: Mapping[str, bytes]  # key id -> 128-bit SM4 key
    index: bytes  # 256-bit key of the blind index; not rotated with the others, since it makes rows findable


@remembered(seconds=FOREVER)
def keyring() -> Keyring:
    """The keys in force. Raises ImproperlyConfigured when there are none or they are malformed."""
    try:
        return parse(_source())
    except (OSError, KeyError, ValueError) as error:
        raise ImproperlyConfigured(
            f"no usable keys in SUNSHINE_KEYS or {settings.SUNSHINE_KEYS_FILE}"
        ) from error


def parse(text: str) -> Keyring:
    """Read a keyring from its JSON text. Raises ValueError or KeyError when it is malformed."""
    raw = json.loads(text)
    sealing = {key_id: base64.b64decode(key) for key_id, key in raw["sealing"].items()}
    if raw["current"] not in sealing or any(len(key) != 16 for key in sealing.values()):
        raise ValueError("the current key must be among the sealing keys, each of 16 bytes")
    return Keyring(raw["current"], sealing, base64.b64decode(raw["index"]))


def generate(path: Path) -> None:
    """Write a fresh keyring, readable by its owner alone; never over an existing one."""
    keys = {
        "current": "k1",
        "sealing": {"k1": base64.b64encode(secrets.token_bytes(16)).decode()},
        "index": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(keys, file)


def _source() -> str:
    return os.environ.get("SUNSHINE_KEYS") or Path(settings.SUNSHINE_KEYS_FILE).read_text()
