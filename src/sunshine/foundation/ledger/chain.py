"""The SM3 chain over one subject's steps: each step's hash covers everything it says and the hash before it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any
from uuid import UUID

import orjson

from sunshine.foundation.ledger.sealing import sm3

GENESIS = bytes(32)


def link_hash(step: Mapping[str, Any]) -> bytes:
    """The hash of a step, by its attributes: SM3(previous hash ‖ canonical JSON of the step)."""
    return said_hash(
        bytes(step["prev"]), str(step["subject_id"]), step["seq"], step["move"], step["phase"], step["stage"],
        step["actor"], _text(step["officer_id"]), _text(step["post_id"]), _text(step["unit_id"]),
        step["at"].astimezone(UTC).isoformat(), step["audience"], step["facts"],
    )  # fmt: skip


def said_hash(prev: bytes, *said: Any) -> bytes:
    """The same from the single values, in that order, as a reader of many rows has them."""
    return sm3(prev, canonical(said))


def canonical(value: Any) -> bytes:
    """The one JSON text of a value: sorted keys, no spaces, UTF-8. Steps hold texts, whole numbers, lists and objects."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _text(value: UUID | None) -> str:
    return str(value) if value else ""
