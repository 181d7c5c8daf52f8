"""The press: typesets documents outside the request."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sunshine.foundation.papers import actions


@app.task(retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def render(paper: str) -> None:
    """Typeset one issued document, tried again with growing pauses."""
    actions.render(UUID(paper))
