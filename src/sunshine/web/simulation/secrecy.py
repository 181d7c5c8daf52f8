"""What is kept from most: who may know of a report 检举控告, and words that a handling unit may read only by consent."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sunshine.foundation.offices.models import Role
from sunshine.petitions.models import Visibility
from sunshine.web.simulation.affair import Affair
from sunshine.web.simulation.voices import upward as words


def look_into(affair: Affair, at: datetime) -> datetime:
    """A sealed matter is read before it is sorted, which is on record; a head may name who knows of it. Returns when that is over."""
    a = affair
    if not a.petition.sealed:
        return at
    a.do(a.root, "read_sealed", a.sorter, at)
    if a.has(a.petition.unit, Role.HEAD) and a.chance(a.shares.entrusted):
        _entrust(a, at + timedelta(minutes=7))
    return at + timedelta(minutes=30)


def _entrust(affair: Affair, at: datetime) -> None:
    """The sorter and whoever registers; the second is taken off again where that was one too many."""
    a = affair
    head, clerk = a.at(a.petition.unit, Role.HEAD), a.life.places.desk(a.petition.unit)
    people = [[str(one.officer), one.role] for one in (a.sorter, clerk)]
    a.do(a.root, "entrust", head, at, {"people": people})
    listed = {officer: pk for (unit, officer, _role), pk in a.family.readers.items() if unit == head.unit}
    extra = listed.get(clerk.officer) if clerk.officer and clerk.officer != a.sorter.officer else None
    if extra and a.chance(a.shares.excluded):
        a.do(a.root, "exclude", head, at + timedelta(minutes=20), {"reader": str(extra)})


def perhaps_opened(affair: Affair, at: datetime) -> None:
    """Where the petitioner keeps the identity from handling units, and the summary is not enough."""
    a = affair
    hidden = a.matter.filings[a.filing].visibility == Visibility.BUREAU
    if hidden and a.has(a.petition.unit, Role.HEAD) and a.chance(a.shares.words_opened):
        a.later(at, a.between(0.2, 2), partial(_ask, a))


def _ask(affair: Affair, at: datetime) -> None:
    a = affair
    if a.can(a.family.members[a.filing], "open_words"):
        said = {"words": a.say(words.SUMMARY_SHORT)}
        a.do(a.filing, "open_words", a.handler, at, {"unit": str(a.handling.unit)}, said)
        a.signed(a.filing, at, a.between(0.2, 1.5))
