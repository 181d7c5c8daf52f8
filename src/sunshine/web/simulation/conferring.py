"""Joint conferences 联席会议: several organs decide together what none decides alone, and are held to it. Hardly any."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.web.simulation.affair import Affair, day
from sunshine.web.simulation.voices import upward as words

GROUNDS = ("several", "several", "dispute", "long")
TASK_DAYS = 20  # an organ gets for its part


def perhaps_conferred(affair: Affair, at: datetime) -> None:
    """What takes two organs is referred, where there is an office with a head to decide."""
    a = affair
    if a.chance(a.shares.conference) and (other := a.other_organ()):
        a.later(at, a.between(3, 12), partial(_refer, a, other))


def _refer(affair: Affair, other: UUID, at: datetime) -> None:
    a = affair
    if a.petition.stage != "handling" or not a.has(a.petition.unit, Role.HEAD):
        return
    organs = [str(a.handling.unit), str(other)]
    facts = {"ground": a.life.dice.choice(GROUNDS), "organs": organs}
    a.do(a.root, "refer_conference", a.sorter, at, facts, {"words": a.say(words.REFERRED)})
    conference = a.last("conference").id
    settled = a.chance(a.shares.conference_off)
    a.later(at, a.between(3, 12), partial(_call_off if settled else _decide, a, conference, organs))


def _call_off(affair: Affair, conference: UUID, _organs: list[str], at: datetime) -> None:
    a = affair
    here = a.family.members[conference]
    if a.can(here, "call_off_conference"):
        said = {"reason": a.say(words.NOT_NEEDED)}
        a.do(conference, "call_off_conference", a.at(here.unit, Role.SORTER), at, {}, said)


def _decide(affair: Affair, conference: UUID, organs: list[str], at: datetime) -> None:
    a = affair
    here = a.family.members[conference]
    if not a.can(here, "decide_conference") or not a.has(here.unit, Role.HEAD):
        return
    by = day(at + timedelta(days=TASK_DAYS))
    said = {
        "minutes": f"联席会议纪要〔{at.year}〕{a.life.dice.randint(1, 60)}号", "present": a.say(words.SITTING),
        "conclusion": a.say(words.CONCLUDED), "basis": a.say(words.BASES), "told": a.say(words.TOLD),
    }  # fmt: skip
    rows = {organ: Given({"by": by}, {"task": a.say(words.TASKS)}) for organ in organs}
    facts = {"lead": organs[0], "held_on": day(at)}
    a.do(conference, "decide_conference", a.at(here.unit, Role.HEAD), at, facts, said, rows)
    for task in a.of_kind("conference_task"):
        _work_on(a, here.unit, task, at)


def _work_on(affair: Affair, office: UUID, task: SubjectState, at: datetime) -> None:
    a = affair
    if a.chance(a.shares.task_lifted):
        a.later(at, a.between(1, 9), partial(_lift, a, office, task.id))
    elif a.chance(a.shares.task_late):
        a.later(at, TASK_DAYS + 1, partial(_hold_to, a, office, task.id))
        a.later(at, TASK_DAYS + a.between(3, 9), partial(_report, a, task.id))
    else:
        a.later(at, a.between(4, TASK_DAYS - 4), partial(_report, a, task.id))


def _report(affair: Affair, task: UUID, at: datetime) -> None:
    a = affair
    here = a.family.members[task]
    if a.can(here, "report_task"):
        a.do(task, "report_task", a.at(here.unit, Role.HANDLER), at, {}, {"words": a.say(words.CARRIED)})


def _hold_to(affair: Affair, office: UUID, task: UUID, at: datetime) -> None:
    a = affair
    if a.can(a.family.members[task], "hold_to"):
        said = {"words": a.say(words.HELD_TO)}
        a.do(task, "hold_to", a.at(office, Role.HEAD), at, {"measure": "talk"}, said)


def _lift(affair: Affair, office: UUID, task: UUID, at: datetime) -> None:
    a = affair
    if a.can(a.family.members[task], "lift_task"):
        a.do(task, "lift_task", a.at(office, Role.SORTER), at, {}, {"reason": a.say(words.NOT_NEEDED)})
