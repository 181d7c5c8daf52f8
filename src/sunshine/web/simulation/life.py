"""One petition's life: its people act through the planner, each when their hour has come, until today.

What somebody does next is put on the agenda; before each act the clock speaks, as the worker would have had it.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from sunshine.foundation.offices.actors import ANYONE, Actor
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.history import History
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.petitions.matter import Matter
from sunshine.petitions.procedure.filing import REGISTER
from sunshine.web.simulation.arrivals import Arrival
from sunshine.web.simulation.case import Case
from sunshine.web.simulation.clock import office_after
from sunshine.web.simulation.mint import PastMint
from sunshine.web.simulation.places import Places

Act = Callable[[datetime], None]


class Life:
    """The history of one petition with the agenda of its people."""

    def __init__(self, arrival: Arrival, places: Places, now: datetime) -> None:
        self.dice = Random(f"{places.seed}:{arrival.voice}")  # noqa: S311 – invented people, no secret
        self.arrival, self.places, self.today = arrival, places, now
        ids = Random(f"{places.seed}:{arrival.voice}:{places.before}")  # noqa: S311 – its codes open invented words only
        self.history = History(places.world, PastMint(ids))
        self.case = Case(arrival, places, self.dice)
        self.refused: list[str] = []
        self._agenda: list[tuple[datetime, int, Act]] = []
        self._count = count()

    def begin(self) -> Plan:
        """The plan of the registration; it waits for its number."""
        arrival, book = self.arrival, self.places.book
        bureau = book.by_code[f"{arrival.place}-bureau"].id
        actor = ANYONE if arrival.channel == "web" else self.places.desk(bureau)
        self.opening = self.history.plan_opening(REGISTER, actor, self.case.filed(), arrival.at)
        return self.opening

    def live(self, first: Callable[[Life], tuple[datetime, Act]]) -> None:
        """Go on from the registration to today. What cannot be done any more is left undone."""
        self.history.take(self.opening)
        self.soon(*first(self))
        while self._agenda and self._agenda[0][0] < self.today:
            at, _, act = heapq.heappop(self._agenda)
            self.history.wake(at)
            try:
                act(at)
            except Refused as refused:
                self.refused.append(str(refused.words))
        self.history.wake(self.today)

    def soon(self, at: datetime, act: Act) -> None:
        """Put an act on the agenda."""
        heapq.heappush(self._agenda, (at, next(self._count), act))

    def do(
        self, subject: UUID, move: str, actor: Actor, at: datetime, facts: dict[str, Any] | None = None,
        texts: dict[str, str] | None = None, rows: dict[str, Given] | None = None,
    ) -> Plan:  # fmt: skip
        """One move, as its form would give it."""
        said = {name: text for name, text in (texts or {}).items() if text}
        return self.history.perform(subject, move, actor, Given(facts or {}, said, rows or {}), at)

    def office(self, at: datetime, days: float) -> datetime:
        """In office hours, about so many days later."""
        return office_after(at, days, self.dice, self.places.world.calendar)

    @property
    def matter(self) -> Matter:
        found: Matter = self.history.now.matter
        return found

    def member(self, kind: str) -> SubjectState:
        """The one member of this kind. Raises StopIteration when there is none yet."""
        return next(one for one in self.history.now.members.values() if one.kind == kind)
