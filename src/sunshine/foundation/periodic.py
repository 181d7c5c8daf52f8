"""Work done by the clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

AGAIN = RetryStrategy(max_attempts=5, exponential_wait=3)  # the database may go away for a minute


def periodic(cron: str) -> Callable[[Callable[..., Any]], Task[..., Any, Any]]:
    """A task the worker queues by this cron line: waiting once at most, and tried again when it fails."""

    def made(function: Callable[..., Any]) -> Task[..., Any, Any]:
        task = app.task(queueing_lock=function.__name__, retry=AGAIN)(function)
        return app.periodic(cron=cron)(task)

    return made
