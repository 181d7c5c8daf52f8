"""Who comes when with what: the proportions, seasons and rhythms of a province, and the places where things flare up."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random

from sunshine.foundation.calendar.rules import ONE_DAY, SHANGHAI, WorkCalendar
from sunshine.petitions.models import Branch
from sunshine.web.simulation.clock import office_hours, online
from sunshine.web.simulation.places import LEVELS, Places, town_in
from sunshine.web.simulation.shares import Shares
from sunshine.web.simulation.voices import BY_KEY, TOPICS
from sunshine.web.simulation.voices.hot import ISSUES, HotIssue
from sunshine.web.simulation.voices.shape import Topic

ONLINE_SHARE = 0.628
CHANNELS = {"web": ONLINE_SHARE, "visit": 0.172, "phone": 0.12, "letter": 0.08}
MONTHS = (1.15, 0.7, 1.15, 1.05, 1.0, 1.0, 1.0, 0.95, 1.05, 0.9, 1.05, 1.1)  # January first
REST_DAY = {"web": 0.55, "visit": 0.0, "phone": 0.0, "letter": 0.0}
MONDAY = 1.25
AGAIN_SHARE, AGAIN_AFTER = 0.07, timedelta(days=25)
LONG_AFTER = timedelta(days=200), timedelta(days=340)
COUNTY = 2
SOON_AFTER = timedelta(days=4), timedelta(days=24)  # between these a first petition is mostly being handled
BEFORE_NOW = timedelta(minutes=40)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One filing to come. Who asks and what happened follow from ``scene`` and ``person``, so a repeat has the same two."""

    at: datetime
    channel: str
    topic: str
    level: int
    place: str  # the division whose bureau registers
    scene: int
    person: int
    voice: int
    hot: int | None = None
    again: bool = False
    second: Arrival | None = None  # when the same person comes again, in one life with this


def arrivals(many: int, days: int, now: datetime, places: Places) -> list[Arrival]:
    """So many filings in the days before now, in order of time; the same ones for the same seed and day."""
    dice = Random(f"{places.seed}:arrivals")  # noqa: S311 – invented people, no secret
    calendar = places.world.calendar
    first = now.astimezone(SHANGHAI).date() - days * ONE_DAY
    flaring = [
        one for n, issue in enumerate(ISSUES) for one in _flaring(n, issue, many, first, days, dice, places)
    ]
    rest = max(many - len(flaring), 0)
    span = [first + n * ONE_DAY for n in range(days + 1)]
    drawn = _ordinary(rest, span, dice, places)
    found = sorted([*flaring[:many], *drawn], key=lambda one: (one.at, one.person))
    latest = now - BEFORE_NOW
    found = [
        one if one.at < latest else replace(one, at=_earlier(one, latest, dice, calendar)) for one in found
    ]
    return _with_repeats(sorted(found, key=lambda one: (one.at, one.person)), dice, places.shares)


def _earlier(one: Arrival, latest: datetime, dice: Random, calendar: WorkCalendar) -> datetime:
    """The same, on one of the days just before, where today would not be over yet."""
    day = latest.date() - dice.randint(1, 5) * ONE_DAY
    while one.channel != "web" and not calendar.is_working(day):
        day -= ONE_DAY
    return _moment(day, one.channel, dice, calendar)


def _ordinary(many: int, span: Sequence[date], dice: Random, places: Places) -> list[Arrival]:
    calendar = places.world.calendar
    rhythm = {
        channel: list(accumulate(_liveliness(day, channel, calendar) for day in span)) for channel in CHANNELS
    }
    subjects = {month: list(accumulate(_wanted(topic, month) for topic in TOPICS)) for month in range(1, 13)}
    found = []
    for channel in dice.choices(list(CHANNELS), list(CHANNELS.values()), k=many):
        day = dice.choices(span, cum_weights=rhythm[channel])[0]
        topic = dice.choices(TOPICS, cum_weights=subjects[day.month])[0]
        level = dice.choices((0, 1, 2), LEVELS)[0]
        place = dice.choices(places.places[level], places.weights[level])[0]
        seeds = (dice.getrandbits(48), dice.getrandbits(48), dice.getrandbits(48))
        found.append(Arrival(_moment(day, channel, dice, calendar), channel, topic.key, level, place, *seeds))
    return found


def _liveliness(day: date, channel: str, calendar: WorkCalendar) -> float:
    """How much comes on such a day by this channel, against an average one."""
    week = (MONDAY if day.weekday() == 0 else 1.0) if calendar.is_working(day) else REST_DAY[channel]
    return MONTHS[day.month - 1] * week


def _wanted(topic: Topic, month: int) -> float:
    return topic.weight * topic.months.get(month, 1.0)


def _moment(day: date, channel: str, dice: Random, calendar: WorkCalendar) -> datetime:
    return online(day, dice) if channel == "web" else office_hours(day, dice, calendar)


def _flaring(
    n: int, issue: HotIssue, many: int, first: date, days: int, dice: Random, places: Places
) -> list[Arrival]:
    """The people of one hot issue: they come all at once and fall off, nearly all of them online."""
    level = 2 if places.book.by_code[f"{issue.place}-bureau"].division[4:6] != "00" else 1
    begins = first + int(days * issue.begins) * ONE_DAY
    scene, found = dice.getrandbits(48), []
    for _ in range(round(many * issue.share)):
        channel = dice.choices(("web", "phone", "visit"), (8, 1, 1))[0]
        day = begins + int(min(dice.expovariate(3 / issue.days), issue.days)) * ONE_DAY
        at = _moment(day, channel, dice, places.world.calendar)
        seeds = (dice.getrandbits(48), dice.getrandbits(48))
        found.append(Arrival(at, channel, issue.topic, level, issue.place, scene, *seeds, hot=n))
    return found


def _with_repeats(found: list[Arrival], dice: Random, shares: Shares) -> list[Arrival]:
    """Some come back with the same matter: the same person, the same scene, other words.

    Soon after, or when all the way was walked, both are one life; else what became of the first does not matter.
    """
    told: list[Arrival] = []
    for one in found:
        if told and one.hot is None:
            chosen = dice.random()
            if chosen < AGAIN_SHARE:
                one = _unlinked(told, one, dice)
            elif chosen < AGAIN_SHARE + shares.soon_again:
                if _linked(told, one, SOON_AFTER, dice):
                    continue
            elif chosen < AGAIN_SHARE + shares.soon_again + shares.ended_again and _linked(
                told, one, LONG_AFTER, dice
            ):
                continue
        told.append(one)
    return told


def _unlinked(told: Sequence[Arrival], one: Arrival, dice: Random) -> Arrival:
    before = dice.choice(told[max(0, len(told) - 4000) :])
    return _repeat(before, one) if before.hot is None and one.at - before.at > AGAIN_AFTER else one


def _linked(told: list[Arrival], one: Arrival, between: tuple[timedelta, timedelta], dice: Random) -> bool:
    """Whether somebody was found who came so long before, about what an organ decides, and now comes again."""
    low, high = (bisect_left(told, one.at - apart, key=_when) for apart in reversed(between))
    if low == high:
        return False
    place = dice.randrange(low, high)
    before = told[place]
    fits = before.hot is None and before.second is None and BY_KEY[before.topic].branch == Branch.PETITION
    if fits and (
        between != LONG_AFTER or before.level == COUNTY
    ):  # above the county nobody is left to look twice
        told[place] = replace(before, second=_repeat(before, one))
    return told[place] is not before


def _repeat(before: Arrival, one: Arrival) -> Arrival:
    return replace(before, at=one.at, channel=one.channel, voice=one.voice, again=True, second=None)


def _when(one: Arrival) -> datetime:
    return one.at


def home(one: Arrival) -> str:
    """The township where it happened; the same for everybody in the scene."""
    return town_in(one.place, Random(one.scene))  # noqa: S311 – invented people, no secret
