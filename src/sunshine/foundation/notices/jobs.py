"""Messages out, with retries; and the rescue of jobs whose worker died holding them."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sunshine.foundation.notices import actions

STALLED_AFTER = 300  # seconds without a sign of life from the worker that took the job


@app.task(retry=RetryStrategy(max_attempts=10, exponential_wait=4))
def send(message: str) -> None:
    """Send one message, tried again with growing pauses."""
    actions.send(UUID(message))


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="rescue_stalled_jobs")
async def rescue_stalled_jobs(timestamp: int) -> None:
    """Put jobs whose worker gave no sign of life back into the queue."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await app.job_manager.retry_job(job)
