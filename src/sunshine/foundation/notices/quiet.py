"""Quiet hours: no telephone rings at night for what can wait until the morning."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings

from sunshine.foundation.calendar.rules import SHANGHAI


def quiet_until(now: datetime) -> datetime | None:
    """When the quiet hours end that ``now`` lies in; ``None`` outside them. Local time of Asia/Shanghai.

    ``SUNSHINE_QUIET`` is like ``21:00-08:00``; empty for none.
    """
    if not settings.SUNSHINE_QUIET:
        return None
    begin, end = (time.fromisoformat(part.strip()) for part in settings.SUNSHINE_QUIET.split("-"))
    local = now.astimezone(SHANGHAI)
    over_midnight = begin > end
    inside = (local.time() >= begin or local.time() < end) if over_midnight else begin <= local.time() < end
    if not inside:
        return None
    day = local.date() + timedelta(days=int(over_midnight and local.time() >= begin))
    return datetime.combine(day, end, tzinfo=SHANGHAI)
