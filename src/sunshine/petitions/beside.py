"""The list an officer came from, shown beside the matter on wide screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sunshine.foundation.offices.actors import Actor
from sunshine.petitions.desk import Lines, queue, work
from sunshine.petitions.finding import find

LISTS: Mapping[str, Callable[[Actor, Mapping[str, str]], Lines]] = {
    "queue": queue,
    "duties": work,
    "find": find,
}


def beside(actor: Actor, params: Mapping[str, str]) -> Lines | None:
    """The page of the list these parameters name; ``None`` for a matter opened from elsewhere."""
    found = LISTS.get(params.get("list", ""))
    return found(actor, params) if found else None
