"""The SM3 chain over one subject's steps: each step's hash covers everything it says and the hash before it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from sunshine.foundation.ledger.sealing import sm3

GENESIS = bytes(32)


class Link(Protocol):
    """What of a step is chained; a database row and an unwritten one look the same here."""

    subject_id: UUID
    seq: int
    move: str
    phase: str
    stage: str
    actor: str
    officer_id: UUID | None
    post_id: UUID | None
    unit_id: UUID | None
    at: datetime
    audience: str
    facts: Any
    prev: Any


def link_hash(step: Link) -> bytes:
    """The hash of a step: SM3(previous hash ‖ canonical JSON of the step)."""
    return said_hash(
        bytes(step.prev), str(step.subject_id), step.seq, step.move, step.phase, step.stage, step.actor,
        _text(step.officer_id), _text(step.post_id), _text(step.unit_id),
        step.at.astimezone(UTC).isoformat(), step.audience, step.facts,
    )  # fmt: skip


def said_hash(prev: bytes, *said: Any) -> bytes:
    """The same from the single values, in that order, as a reader of many rows has them."""
    return sm3(prev, canonical(said))


def canonical(value: Any) -> bytes:
    """The one JSON text of a value: sorted keys, no spaces, UTF-8."""
    return _ENCODER.encode(value).encode()


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _text(value: UUID | None) -> str:
    return str(value) if value else ""
