"""A crew lives some petitions of a stretch of time: registers them, lives them to today, writes them down.

Between the three it waits for numbers, which are given out to all crews together in the order of time.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any, Protocol

from django.db import connection, connections, transaction

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.procedure.bulk import Counter, Told, asked_numbers, copy, counter_of, tell
from sunshine.foundation.procedure.plan import Number
from sunshine.web.simulation import agents
from sunshine.web.simulation.arrivals import Arrival
from sunshine.web.simulation.findable import findable
from sunshine.web.simulation.life import Life, openings
from sunshine.web.simulation.places import Places
from sunshine.web.simulation.sent import sent

AT_ONCE = 200  # histories copied together; their rows lie in memory meanwhile
Asking = list[tuple[datetime, Counter]]


@dataclass(frozen=True, slots=True)
class Written:
    """What a crew wrote."""

    petitions: int = 0
    steps: int = 0
    refused: int = 0  # acts that had become unlawful by the time somebody wanted to make them

    def __add__(self, other: Written) -> Written:
        return Written(
            self.petitions + other.petitions, self.steps + other.steps, self.refused + other.refused
        )


class Working(Protocol):
    """A crew, here or in a process of its own. Every call but the last two is answered by ``answer``."""

    def call(self, what: str, given: Any = None) -> None: ...
    def answer(self) -> Any: ...
    def stop(self) -> None: ...


@dataclass
class Crew:
    """A crew in this process, inside the caller's transaction."""

    places: Places
    now: datetime
    lives: list[Life] = field(default_factory=list)
    _waiting: list[Number] = field(default_factory=list)
    _said: Any = None

    def call(self, what: str, given: Any = None) -> None:
        self._said = getattr(self, what)(*([] if given is None else [given]))

    def answer(self) -> Any:
        return self._said

    def stop(self) -> None:
        """Nothing to stop."""

    def register(self, arrivals: Sequence[Arrival]) -> Asking:
        """Begin these petitions; returns the numbers they need."""
        self.lives = [agents.begin(one, self.places, self.now) for one in arrivals]
        return self._ask([(plan.now, number) for plan in openings(self.lives) for number in plan.numbers])

    def live(self, values: Sequence[int]) -> Asking:
        """Live them to today; returns the numbers that their documents need."""
        self._give(values)
        for life in self.lives:
            life.live()
        return self._ask(asked_numbers([life.history for life in self.lives]))

    def write(self, values: Sequence[int]) -> Written:
        """Write them down, not yet committed."""
        self._give(values)
        steps = 0
        for start in range(0, len(self.lives), AT_ONCE):
            batch = self.lives[start : start + AT_ONCE]
            for life in batch:
                life.fill_in()
            told = [tell(life.history, (sent, findable)) for life in batch]
            self.put(told)
            steps += sum(len(one.tables[Step]) for one in told)
        written = Written(len(openings(self.lives)), steps, sum(len(life.refused) for life in self.lives))
        connection.check_constraints()
        self.lives = []
        return written

    def put(self, told: Sequence[Told]) -> None:
        """Into the database with these lives."""
        copy(told)

    def _ask(self, asked: Sequence[tuple[datetime, Number]]) -> Asking:
        self._waiting = [number for _, number in asked]
        return [(at, counter_of(number)) for at, number in asked]

    def _give(self, values: Sequence[int]) -> None:
        for number, value in zip(self._waiting, values, strict=True):
            number.value = value


class Apart:
    """A crew in a process of its own, with its own connection. What it wrote is committed when it is told to."""

    def __init__(self, made: Callable[[], Crew]) -> None:
        context = multiprocessing.get_context("fork")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, made), daemon=True)
        self._process.start()
        theirs.close()

    def call(self, what: str, given: Any = None) -> None:
        self._pipe.send((what, given))

    def answer(self) -> Any:
        """What came of the last call. Raises what was raised there, or EOFError when the process is gone."""
        found = self._pipe.recv()
        if isinstance(found, Exception):
            raise found
        return found

    def stop(self) -> None:
        with suppress(OSError):  # it is gone already
            self._pipe.send(("stop", None))
        self._pipe.close()
        self._process.join()


def _work(pipe: Connection, made: Callable[[], Crew]) -> None:
    """The crew's process: does what it is called for until it is told to stop."""
    connections.close_all()
    gc.disable()  # it would look through all lives again and again, and they hold nothing that needs it
    crew = made()
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while (call := pipe.recv())[0] != "stop":
            _WORK.get(call[0], _plainly)(crew, pipe, *call)
    connections.close_all()


def _plainly(crew: Crew, pipe: Connection, what: str, given: Any) -> None:
    try:
        crew.call(what, given)
        pipe.send(crew.answer())
    except Exception as error:
        pipe.send(error)


def _in_transaction(crew: Crew, pipe: Connection, what: str, given: Any) -> None:
    """Write, say so, and commit only when the numbers are safe."""
    try:
        with transaction.atomic():
            crew.call(what, given)
            pipe.send(crew.answer())
            if pipe.recv() != ("commit", None):
                raise RuntimeError("told to give up")
        pipe.send(None)
    except Exception as error:
        pipe.send(error)


_WORK: dict[str, Callable[[Crew, Connection, str, Any], None]] = {"write": _in_transaction}
