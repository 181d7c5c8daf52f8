"""Copies made outside the request, and the daily sweep of what no row names."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sunshine.foundation.files import copies
from sunshine.foundation.ledger.sweep import sweep
from sunshine.foundation.periodic import periodic


@app.task(retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def copy(file: str) -> None:
    """Make the copies of one original, tried again with growing pauses while the store does not answer."""
    copies.make_copies(UUID(file))


@periodic("40 3 * * *")
def sweep_files(timestamp: int) -> None:
    """Every night: remove what writers that died left behind, and what was erased."""
    sweep()
