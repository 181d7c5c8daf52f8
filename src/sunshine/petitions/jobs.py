"""What the worker does for petitions: one-time codes out, old counts away, nothing left with a post that has ended."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sunshine.foundation.periodic import periodic
from sunshine.petitions import casefile, leave, onetime, recovery, tries, withdrawal


@app.task(retry=RetryStrategy(max_attempts=3, wait=20))
def send_recovery(code_id: str) -> None:
    """Send one recovery code; after ten minutes it would be of no use."""
    recovery.send(UUID(code_id))


@app.task(retry=RetryStrategy(max_attempts=3, wait=20))
def send_withdrawal(code_id: str) -> None:
    """Send the code that confirms a withdrawal."""
    withdrawal.send(UUID(code_id))


@app.task(retry=RetryStrategy(max_attempts=4, exponential_wait=5))
def bind_case_file(file: str) -> None:
    """Bind one case file for the officer who asked for it."""
    casefile.bind(UUID(file))


@periodic("50 3 * * *")
def tidy_credentials(timestamp: int) -> None:
    """Every night: counts of wrong tries and recovery codes that have no effect any more."""
    tries.purge()
    onetime.purge()


@periodic("*/10 * * * *")
def release_ended_posts(timestamp: int) -> None:
    """Every ten minutes: work named to a post that has ended, however it ended, is its unit's again."""
    while leave.release_ended() == leave.BATCH:
        pass
