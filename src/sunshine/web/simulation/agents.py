"""The beginning of a life: who comes with what, and who takes it up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sunshine.foundation.procedure.plan import Plan
from sunshine.web.simulation.affair import Affair
from sunshine.web.simulation.again import Again, retaliation
from sunshine.web.simulation.arrivals import Arrival
from sunshine.web.simulation.bureau import Bureau
from sunshine.web.simulation.life import Act, Life
from sunshine.web.simulation.places import Places
from sunshine.web.simulation.voices import BY_KEY

SOON = timedelta(days=45)
REPORT = "conduct"  # what a report of retaliation is about


def begin(arrival: Arrival, places: Places, now: datetime) -> Life:
    """A life with its registrations planned; they wait for their numbers before it is lived."""
    life = Life(arrival, places, now)
    first = Affair(life, arrival)
    life.soon(arrival.at, _opening(first, first.open(), Bureau(first).take_up))
    if arrival.second:
        _again(life, first, arrival.second)
    return life


def _again(life: Life, first: Affair, arrival: Arrival) -> None:
    """The same person soon after, while the first is being handled; or long after, when all the way was walked."""
    soon = arrival.at - life.arrival.at < SOON
    demand = BY_KEY[arrival.topic].klass == "demand"
    first.to_the_end = demand and not soon
    if soon and demand and first.chance(first.shares.retaliation):
        second = Affair(life, replace(arrival, topic=REPORT, channel="web"))
        life.soon(
            arrival.at, _opening(second, second.open(retaliation(first, second)), Bureau(second).take_up)
        )
    else:
        second = Affair(life, arrival)
        life.soon(arrival.at, _opening(second, second.open(), Again(first, second).take_up))


def _opening(affair: Affair, made: Plan, then: Act) -> Act:
    """Registered; a sorter takes it up when there is time."""

    def act(at: datetime) -> None:
        affair.life.history.take(made)
        pace = affair.life.places.habits(affair.petition.unit).pace
        affair.later(at, affair.life.dice.expovariate(0.7) * pace + 0.1, then)

    return act
