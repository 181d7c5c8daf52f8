"""Messages of the past: each was sent on its day, or had nowhere to go; nothing is queued."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

from sunshine.foundation.ledger.sealing import seal
from sunshine.foundation.notices.actions import HIDDEN
from sunshine.foundation.notices.models import Attempt, Message, MessageState
from sunshine.foundation.notices.quiet import quiet_until
from sunshine.foundation.notices.wordings import words_of
from sunshine.foundation.people.models import Party
from sunshine.foundation.procedure.bulk import Told

AFTER = timedelta(seconds=20)  # the worker takes a job up within seconds


def sent(told: Told) -> None:
    """Settle the messages of one history as the worker would have."""
    reached = {row["subject_id"] for row in told.tables[Party] if row.get("phone_mask")}
    for row in told.tables[Message]:
        _settle(row, told, row["subject_id"] in reached)


def _settle(row: dict[str, Any], told: Told, reached: bool) -> None:
    at = (quiet_until(row["created_at"]) if reached else None) or row["created_at"] + AFTER
    if at > told.history.acts[-1][0].now + timedelta(days=1):
        at = row["created_at"] + AFTER
    text = _words(row["move"]).format(**row["context"], code=HIDDEN)
    body = seal(told.keys.of(row["subject_id"]), text.encode(), row["id"].bytes)
    state = MessageState.SENT if reached else MessageState.SITE
    row |= {"state": state.value, "body": body, "settled_at": at}
    if reached:
        told.add(
            {Attempt: [{"message_id": row["id"], "way": "sms", "at": at, "ok": True, "detail": "outbox"}]}
        )


@cache
def _words(move: str) -> str:
    return words_of(move)
