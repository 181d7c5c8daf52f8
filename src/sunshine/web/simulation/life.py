"""One petition's life: its people act through the planner, each when their hour has come, until today.

What somebody does next is put on the agenda; before each act the clock speaks, as the worker would have had it. A person who
comes a second time soon after has both petitions in one life, for the two may touch.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.history import History
from sunshine.foundation.procedure.plan import Number, Plan
from sunshine.web.simulation.arrivals import Arrival
from sunshine.web.simulation.clock import office_after
from sunshine.web.simulation.mint import PastMint
from sunshine.web.simulation.places import Places

Act = Callable[[datetime], None]


class Life:
    """The history of one petition, or of one person's two, with the agenda of all their people."""

    def __init__(self, arrival: Arrival, places: Places, now: datetime) -> None:
        self.dice = Random(f"{places.seed}:{arrival.voice}")  # noqa: S311 – invented people, no secret
        self.arrival, self.places, self.today = arrival, places, now
        ids = Random(f"{places.seed}:{arrival.voice}:{places.before}")  # noqa: S311 – its codes open invented words only
        self.history = History(places.world, PastMint(ids))
        self.openings: list[Plan] = []
        self.refused: list[str] = []
        self._told_later: dict[str, Number] = {}
        self._agenda: list[tuple[datetime, int, Act]] = []
        self._count = count()

    def live(self) -> None:
        """Go on from what is on the agenda to today. What cannot be done any more is left undone."""
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
        texts: dict[str, str] | None = None, rows: dict[str, Given] | None = None, beside: UUID | None = None,
    ) -> Plan:  # fmt: skip
        """One move, as its form would give it."""
        said = {name: text for name, text in (texts or {}).items() if text}
        return self.history.perform(
            subject, move, actor, Given(facts or {}, said, rows or {}), at, beside=beside
        )

    def office(self, at: datetime, days: float) -> datetime:
        """In office hours, about so many days later."""
        return office_after(at, days, self.dice, self.places.world.calendar)

    def numbered(self, number: Number) -> str:
        """A sign that stands in words for a number not given yet."""
        sign = f"\x00{len(self._told_later)}\x00"
        self._told_later[sign] = number
        return sign

    def fill_in(self) -> None:
        """Let the words say the numbers, now that they were given."""
        for made, _ in self.history.acts if self._told_later else ():
            for step in made.steps:
                step.texts.update(self._filled(step.texts))

    def _filled(self, texts: dict[str, str]) -> dict[str, str]:
        found = {}
        for name, text in texts.items():
            for sign, number in self._told_later.items():
                for said in (
                    sign,
                    sign.replace("\x00", "\\u0000"),
                ):  # as it stands in words, and in a paper's JSON
                    text = text.replace(said, number.text)
            found[name] = text
        return found


def openings(lives: Sequence[Life]) -> list[Plan]:
    """The registrations of all these lives."""
    return [made for life in lives for made in life.openings]
