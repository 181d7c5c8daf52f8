"""The press: typesets and seals documents outside the request."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sunshine.foundation.papers import actions
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.periodic import periodic

log = logging.getLogger(__name__)
BATCH = 50
WAITED = timedelta(hours=3)  # by then the job of its own has given up


@app.task(retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def render(paper: str) -> None:
    """Typeset and seal one issued document, tried again with growing pauses."""
    actions.render(UUID(paper))


@periodic("17 * * * *")
def render_waiting(timestamp: int) -> None:
    """Every hour: try again what still waits, e.g. for a seal that was away for longer than its job would try."""
    waiting = Paper.objects.filter(sm3="", issued_at__lt=timezone.now() - WAITED).order_by("issued_at")
    for pk in waiting.values_list("pk", flat=True)[:BATCH]:
        try:
            actions.render(pk)
        except actions.NotReady:
            log.warning("paper %s still waits", pk)
