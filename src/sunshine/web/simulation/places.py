"""Where simulated people live and who works there: the organs in the tables, and the officers in them as actors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.duties.local import local_terms
from sunshine.foundation.geography.queries import children, division, full_name
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.directory import Directory, Office, directory
from sunshine.foundation.offices.models import Post, Role
from sunshine.foundation.procedure.history import World
from sunshine.petitions.categories import code_of
from sunshine.petitions.models import Filing
from sunshine.web.demo.units import FULLY_STAFFED, PROVINCE
from sunshine.web.simulation.shares import ORDINARY, Shares
from sunshine.web.simulation.voices import TOPICS

LEVELS = (1, 4, 5)  # 省 : 市 : 县, by the bureau that registers
CITY_WEIGHT, STAFFED_WEIGHT = 3.0, 8.0  # Chengdu, and the places with all their departments


@dataclass(frozen=True, slots=True)
class Habits:
    """How an organ works: how fast, how often late beyond the term, how often it calls before it answers."""

    pace: float
    tardy: float
    calls: float


@dataclass
class Places:
    """All that lives look up and share."""

    world: World
    actors: Mapping[tuple[UUID, str], Actor]
    places: Sequence[Sequence[str]]  # the divisions with a bureau at work, by level
    weights: Sequence[Sequence[float]]
    categories: Mapping[str, str]
    seed: int
    before: int  # how many filings there were, so that the same lives told twice have other ids
    staff: Mapping[tuple[UUID, str], Sequence[Actor]]  # everybody, of whom ``actors`` has the first
    shares: Shares = ORDINARY

    def __post_init__(self) -> None:
        self._habits: dict[UUID, Habits] = {}

    @property
    def book(self) -> Directory:
        return self.world.book

    def at(self, unit: UUID, role: str) -> Actor:
        """Whoever holds this role in that organ. Raises KeyError when nobody does."""
        return self.actors[unit, role]

    def colleagues(self, actor: Actor) -> Sequence[Actor]:
        """Who else does the same there."""
        assert actor.unit is not None
        return [one for one in self.staff[actor.unit, actor.role] if one.officer != actor.officer]

    def desk(self, unit: UUID) -> Actor:
        """Whoever registers there."""
        return self.actors.get((unit, Role.WINDOW.value)) or self.actors[unit, Role.SORTER.value]

    def handling(self, place: str, trade: str, dice: Random) -> Office:
        """The organ with the power to decide: the department of the place, else its government."""
        near = place[:6]
        if (
            near.endswith("00") and near != PROVINCE and dice.random() < 0.4
        ):  # a matter of one of its counties
            near = dice.choice([c.code for c in children(near) if c.code in FULLY_STAFFED] or [near])
        for code in (
            f"{near}-{trade}",
            f"{near}-government" if trade != "discipline" else f"{PROVINCE}-{trade}",
        ):
            office = self.book.by_code.get(code)
            if office and (office.id, Role.HANDLER.value) in self.actors:
                return office
        return self.book.by_code[f"{PROVINCE}-{trade}"]

    def habits(self, unit: UUID) -> Habits:
        """The same for an organ whenever it is asked; one in seven is slow."""
        if unit not in self._habits:
            dice = Random(f"{self.seed}:{self.book[unit].code}")  # noqa: S311 – invented habits, no secret
            slow = dice.random() < 0.14
            pace = dice.uniform(1.25, 1.7) if slow else dice.uniform(0.6, 1.15)
            self._habits[unit] = Habits(pace, 0.22 if slow else 0.015, dice.uniform(0.3, 0.9))
        return self._habits[unit]


def survey(seed: int, shares: Shares = ORDINARY) -> Places:
    """Read the organs and officers that are there."""
    book = directory()
    staff: dict[tuple[UUID, str], list[Actor]] = {}
    for post in Post.objects.select_related("officer").filter(valid_to=None).order_by("pk"):
        post.officer.held = [post]
        staff.setdefault((post.unit_id, post.role), []).append(acting_in(post, post.officer))
    actors = {place: people[0] for place, people in staff.items()}
    open_to = [o.division for o in book.units.values() if o.is_bureau and (o.id, Role.SORTER.value) in actors]
    by_level = [sorted(code for code in open_to if division(code).level == level) for level in (1, 2, 3)]
    weights = [[_weight(code) for code in codes] for codes in by_level]
    categories = {topic.key: code_of(*topic.category) for topic in TOPICS}
    return Places(
        World(work_calendar(), book, local_terms()),
        actors,
        by_level,
        weights,
        categories,
        seed,
        Filing.objects.count(),
        staff,
        shares,
    )


def _weight(code: str) -> float:
    return (STAFFED_WEIGHT if code in FULLY_STAFFED else 1.0) * (
        CITY_WEIGHT if code.startswith("5101") else 1.0
    )


def town_in(place: str, dice: Random) -> str:
    """A township somewhere in that place."""
    while len(place) == 6 and (below := children(place)):
        place = dice.choice(below).code
    return place


def name_of(place: str) -> str:
    """As people there call it: the county's or the city's own name."""
    return full_name(place[:6], "zh").removeprefix("四川省")
