"""Urgent matters 重大、紧急信访信息: found, reported upward at once, further until they end. Very few."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.web.simulation.affair import Affair, day
from sunshine.web.simulation.voices import upward as words

TOLD = (Role.SORTER, Role.HANDLER, Role.LEADER, Role.HEAD)
KINDS = ("crowd", "crowd", "safety", "wide", "accident", "other")


def perhaps_urgent(affair: Affair, subject: UUID, at: datetime) -> None:
    """Somebody who works on it finds that it cannot wait; a head may find that it can after all."""
    a = affair
    if a.chance(a.shares.urgent):
        a.later(at, 0.1, partial(_mark, a, subject))


def _mark(affair: Affair, subject: UUID, at: datetime) -> None:
    a = affair
    here = a.family.members[subject]
    by = _of(a, here.unit, Role.SORTER, Role.HANDLER)
    if by is None or not a.can(here, "mark_urgent"):
        return
    a.do(
        subject, "mark_urgent", by, at, {"urgency": a.life.dice.choice(KINDS)}, {"words": a.say(words.FOUND)}
    )
    alert, head = a.last("alert"), _of(a, here.unit, Role.HEAD)
    soon = at + timedelta(minutes=a.between(20, 100))
    if head and a.chance(a.shares.not_urgent):
        a.life.soon(soon, partial(_drop, a, alert.id, head))
    else:
        a.life.soon(soon, partial(_first, a, alert.id, by))


def _of(affair: Affair, unit: UUID, *roles: Role) -> Actor | None:
    found = next((role for role in roles if affair.has(unit, role)), None)
    return affair.at(unit, found) if found else None


def _drop(affair: Affair, alert: UUID, head: Actor, at: datetime) -> None:
    affair.do(alert, "drop_alert", head, at, {}, {"reason": affair.say(words.NO_NEED)})


def _first(affair: Affair, alert: UUID, by: Actor, at: datetime) -> None:
    a = affair
    many = a.life.dice.randint(8, 60)
    facts = {"happened_at": (at - timedelta(hours=1)).isoformat(), "people": many}
    said = {
        "scene": a.say(words.SCENES), "words": a.say(words.CAUSES), "done": a.say(words.DONE),
        "wanted": a.case.sometimes(0.5, words.WANTED),
    }  # fmt: skip
    a.do(alert, "report_first", by, at, facts, said)
    _noted_soon(a, at)
    times = a.life.dice.randint(0, 2)
    a.later(at, 1, partial(_further if times else _last, a, alert, by, times, many))


def _noted_soon(affair: Affair, at: datetime) -> None:
    """Whoever was told signs for it, where anybody is there."""
    for copy in affair.of_kind("alert_receipt"):
        by = _of(affair, copy.unit, *TOLD)
        if copy.stage == "sent" and by:
            affair.life.soon(at + timedelta(minutes=affair.between(5, 90)), partial(_note, affair, copy, by))


def _note(affair: Affair, copy: SubjectState, by: Actor, at: datetime) -> None:
    a = affair
    if not a.can(a.family.members[copy.id], "take_note"):
        return
    a.do(copy.id, "take_note", by, at)
    if a.chance(a.shares.further_wanted) and any(one.stage == "reported" for one in a.of_kind("alert")):
        until = {"by": day(at + timedelta(days=3))}
        a.do(copy.id, "ask_further", by, at + timedelta(minutes=3), until, {"words": a.say(words.NEXT)})
    _noted_soon(a, at)  # a bureau's note tells the bureau above


def _further(affair: Affair, alert: UUID, by: Actor, times: int, many: int, at: datetime) -> None:
    a = affair
    if a.can(a.family.members[alert], "report_further"):
        said = {"words": a.say(words.NEWS), "done": a.say(words.DONE)}
        a.do(alert, "report_further", by, at, {"people": many // 2}, said)
        then = _further if times > 1 else _last
        a.later(at, 1, partial(then, a, alert, by, times - 1, many // 2))


def _last(affair: Affair, alert: UUID, by: Actor, _times: int, _many: int, at: datetime) -> None:
    a = affair
    if a.can(a.family.members[alert], "report_last"):
        said = {"words": a.say(words.ENDED), "remaining": a.case.sometimes(0.4, words.REMAINING)}
        a.do(alert, "report_last", by, at, {}, said)
