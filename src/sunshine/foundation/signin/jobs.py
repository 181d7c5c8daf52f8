"""What happens every night: old lines of the trail and dead sessions go."""

from __future__ import annotations

from procrastinate.contrib.django import app

from sunshine.foundation.signin import trail
from sunshine.foundation.signin.sessions import SessionStore


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="tidy_signin")
def tidy_signin(timestamp: int) -> None:
    """Remove trail lines past their term and sessions that have ended."""
    trail.purge()
    SessionStore.clear_expired()
