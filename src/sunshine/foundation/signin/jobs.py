"""What happens every night: old lines of the trail and dead sessions go."""

from __future__ import annotations

from sunshine.foundation.periodic import periodic
from sunshine.foundation.signin import trail
from sunshine.foundation.signin.sessions import SessionStore


@periodic("40 3 * * *")
def tidy_signin(timestamp: int) -> None:
    """Remove trail lines past their term and sessions that have ended."""
    trail.purge()
    SessionStore.clear_expired()
