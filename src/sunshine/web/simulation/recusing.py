"""Recusal 回避: an officer says that they cannot be impartial, or a petitioner asks for somebody else; the head decides."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from sunshine.foundation.offices.models import Role
from sunshine.web.simulation.affair import Affair
from sunshine.web.simulation.voices import roads


def perhaps_recused(affair: Affair, at: datetime) -> None:
    """Where there is a head to decide."""
    a = affair
    if not a.has(a.handling.unit, Role.HEAD):
        return
    if a.chance(a.shares.interested) and a.life.places.colleagues(a.handler):
        a.later(at, 0.1, partial(_declare, a))
    elif a.chance(a.shares.asks_recusal):
        a.evening(at, a.between(1, 9), partial(_ask, a))


def _declare(affair: Affair, at: datetime) -> None:
    a = affair
    if a.can(a.petition, "declare_interest"):
        a.do(a.root, "declare_interest", a.handler, at, {}, {"reason": a.say(roads.INTERESTED)})
        a.later(at, a.between(0.2, 1.6), partial(_decide, a, a.last("recusal").id, True))


def _ask(affair: Affair, at: datetime) -> None:
    a = affair
    if a.can(a.family.members[a.filing], "ask_recusal"):
        facts = {"unit": str(a.handling.unit), "about": "officer"}
        a.do(a.filing, "ask_recusal", a.citizen, at, facts, {"words": a.say(roads.ANOTHER)})
        grants = a.chance(a.shares.recusal_granted) and bool(a.life.places.colleagues(a.handler))
        a.later(at, a.between(0.3, 2), partial(_decide, a, a.last("recusal").id, grants))


def _decide(affair: Affair, recusal: UUID, grants: bool, at: datetime) -> None:
    """Granted where a colleague of the same role takes over; who withdrew neither sees nor does anything of it any more."""
    a, here = affair, affair.family.members[recusal]
    head, leaving = a.at(here.unit, Role.HEAD), a.at(here.unit, Role.HANDLER)
    if not grants:
        said = {"reason": a.say(roads.NO_INTEREST), "words": a.say(roads.STAYS)}
        a.do(recusal, "refuse_recusal", head, at, {}, said)
        return
    to = a.life.places.colleagues(leaving)[0]
    facts = {
        "post": str(leaving.post),
        "officer": str(leaving.officer),
        "role": leaving.role,
        "to": str(to.post),
    }
    a.do(
        recusal,
        "grant_recusal",
        head,
        at,
        facts,
        {"reason": a.say(roads.REPLACED), "words": a.say(roads.CHANGED)},
    )
    if leaving.officer:
        a.instead[leaving.officer] = to
