"""Making a move that brings files: they are sealed on disk first, and taken back if the step is not written."""

from __future__ import annotations

from sunshine.foundation.files.store import stored
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.intake import Asked
from sunshine.foundation.procedure.perform import Done, perform


def make(asked: Asked, actor: Actor, *, seen: int | None = None, request_key: str | None = None) -> Done:
    """Make a valid filled-in move. Raises what ``perform`` raises."""
    with stored(asked.uploads()) as brought:
        done = perform(
            asked.snapshot.subject.id,
            asked.move.code,
            actor,
            asked.given(brought.files),
            seen=seen,
            request_key=request_key,
        )
        brought.keep = not done.repeated
    return done
