"""Indexing outside the request: queued with each step that says something or hands a matter on."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sunshine.foundation.search.index import index as make


@app.task(retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def index(root: str) -> None:
    """Make one matter's entry anew."""
    make(UUID(root))
