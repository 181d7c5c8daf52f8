"""What an actor gave with a move, in the shape the planner takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file already sealed in the store, waiting for the step that brings it in. ``state`` says if it was set aside.

    ``sm3`` is what the step promises of it; ``digest``, its plain SM3, only tells a repeated request from another.
    """

    id: UUID
    name: str
    type: str
    size: int
    sm3: str
    state: str
    key: bytes | None  # the file's own key, wrapped; none when the store failed
    digest: str = ""


@dataclass(frozen=True)
class Given:
    """What an actor gave with a move: codes, ids and dates in the open; free words, which get sealed; rows of both."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Given] = field(default_factory=dict)
    files: tuple[StoredFile, ...] = ()
