"""Messages out, with retries; and the rescue of jobs whose worker died holding them."""

from __future__ import annotations

from uuid import UUID

from procrastinate import JobContext, RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from sunshine.foundation.notices import actions
from sunshine.foundation.notices.adapters import Undelivered
from sunshine.foundation.periodic import periodic

MOST = 10  # tries, over about half a day
STALLED_AFTER = 60  # seconds without a sign of life from the worker that took the job


class Patience(RetryStrategy):
    """Growing pauses between tries; at night, until the morning."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, actions.Later):
            return RetryDecision(retry_at=exception.until)
        return super().get_retry_decision(exception=exception, job=job)


@app.task(retry=Patience(max_attempts=MOST, exponential_wait=3), pass_context=True)
def send(context: JobContext, message: str) -> None:
    """Send one message, tried again with growing pauses; after the last try somebody has to call."""
    try:
        actions.send(UUID(message))
    except Undelivered:
        if context.job.attempts < MOST:
            raise
        actions.give_up(UUID(message))


@periodic("* * * * *")
async def rescue_stalled_jobs(timestamp: int) -> None:
    """Put jobs whose worker gave no sign of life back into the queue."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await app.job_manager.retry_job(job)
