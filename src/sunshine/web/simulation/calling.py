"""Withdrawing, with what comes of it, and the calls that a bureau of another level makes."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.web.simulation.affair import Affair
from sunshine.web.simulation.voices import manners


def withdraw(affair: Affair, at: datetime) -> None:
    """Few do, some of them under pressure; some think better of it within the week."""
    a = affair
    reason = a.life.dice.choice(("solved", "solved", "elsewhere", "unwilling", "pressure"))
    if a.petition.stage not in {"sorted", "handling"}:
        return
    a.do(a.filing, "ask_withdrawal", a.citizen, at, {"reason": reason})
    if reason == "pressure" or a.chance(0.2):
        a.evening(at, a.between(1, 4), partial(keep_on, a))
    called_back_soon(a, at, "pressed")


def keep_on(affair: Affair, at: datetime) -> None:
    """Take it back within the week, if it has not come to nothing by itself."""
    if any(duty.rule == "withdraw_cooling" for duty in affair.family.duties.values()):
        affair.do(affair.filing, "keep_on", affair.citizen, at)


def called_back_soon(affair: Affair, at: datetime, said: str) -> None:
    """The bureau one level up calls, where anybody is there to do it; not always at the first try."""
    a = affair
    for call in a.of_kind("callback"):
        if call.stage == "owed" and a.has(call.unit, Role.SORTER):
            first = _try if a.chance(a.shares.unanswered_call) else _call
            a.later(at, a.between(0.3, 1.6), partial(first, a, call, said))


def _try(affair: Affair, call: SubjectState, said: str, at: datetime) -> None:
    a = affair
    if a.family.members[call.id].stage == "owed":
        a.do(call.id, "try_call_back", a.at(call.unit, Role.SORTER), at)
        a.later(at, a.between(0.2, 2), partial(_call, a, call, said))


def _call(affair: Affair, call: SubjectState, said: str, at: datetime) -> None:
    a = affair
    if a.family.members[call.id].stage == "owed":
        told = {"words": a.say(manners.CALLED_BACK[said])}
        a.do(
            call.id,
            "log_call_back",
            a.at(call.unit, Role.SORTER),
            at,
            {"outcome": "reached", "said": said},
            told,
        )
