"""Running a simulation: stretches of time one after the other, each lived by all crews side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import connections, transaction

from sunshine.foundation.procedure.bulk import take_values
from sunshine.web.simulation.arrivals import Arrival, arrivals
from sunshine.web.simulation.crew import Apart, Asking, Crew, Working, Written
from sunshine.web.simulation.places import Places, survey
from sunshine.web.simulation.shares import ORDINARY, Shares

STRETCH = (
    4000  # petitions lived together: among them numbers follow the order of time, and they lie in memory
)
Say = Callable[[Written], None]
Making = Callable[[Places, datetime], Crew]


def simulate(
    many: int,
    days: int,
    seed: int,
    now: datetime,
    *,
    processes: int = 2,
    say: Say | None = None,
    crew: Making = Crew,
    shares: Shares = ORDINARY,
) -> Written:
    """Let so many petitions come in the days before ``now`` and live to it. The same seed gives the same lives.

    With processes = 0 all happens here, inside the caller's transaction. Numbers are taken and the lives written
    stretch by stretch; what was written stays when a later stretch fails.
    """
    places = survey(seed, shares)
    to_come = arrivals(many, days, now, places)
    written = Written()
    with _crews(processes, lambda: crew(places, now)) as crews:
        for start in range(0, len(to_come), STRETCH):
            written += _stretch(crews, to_come[start : start + STRETCH])
            if say:
                say(written)
    return written


@contextmanager
def _crews(processes: int, made: Callable[[], Crew]) -> Iterator[Sequence[Working]]:
    if processes:
        connections.close_all()  # a child must not share our connection
    crews: list[Working] = [Apart(made) for _ in range(processes)] or [made()]
    with ExitStack() as stopping:
        for crew in crews:
            stopping.callback(crew.stop)
        yield crews


def _stretch(crews: Sequence[Working], lives: Sequence[Arrival]) -> Written:
    """One stretch. Numbers and lives are committed one right after the other, the numbers first."""
    with transaction.atomic():
        asked = _all(crews, "register", [lives[n :: len(crews)] for n in range(len(crews))])
        asked = _all(crews, "live", _numbered(asked))
        written = _all(crews, "write", _numbered(asked))
    if any(isinstance(crew, Apart) for crew in crews):
        _all(crews, "commit", [None] * len(crews))
    return sum(written, Written())


def _all(crews: Sequence[Working], what: str, given: Sequence[Any]) -> list[Any]:
    """Have all crews do this side by side."""
    for crew, own in zip(crews, given, strict=True):
        crew.call(what, own)
    return [crew.answer() for crew in crews]


def _numbered(asked: Sequence[Asking]) -> list[list[int]]:
    """The numbers each crew asked for, given out in the order of time among all of them."""
    values = take_values([one for asking in asked for one in asking])
    ends = [0]
    for asking in asked:
        ends.append(ends[-1] + len(asking))
    return [values[begin:end] for begin, end in pairwise(ends)]
