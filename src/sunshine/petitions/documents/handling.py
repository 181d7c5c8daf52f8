"""The facts printed by the papers of a handling's side roads. Pure, like ``build``."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from sunshine.foundation.calendar.rules import Due, last_day
from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions.documents import build
from sunshine.petitions.documents.data import ExtensionData, ObjectionData, Ruling, Verify
from sunshine.petitions.matter import HandlingState, Matter
from sunshine.petitions.objections import disputed, objected

DELIVERY = "网上查阅，或者当面、邮寄送达"


def extension(plan: Plan, was: datetime, due: Due) -> ExtensionData:
    """信访事项延期告知书 (条例 第三十四条). ``was`` and ``due`` are exclusive midnights, as duties keep them."""
    matter, own = _matter(plan), build.organ(plan, plan.here.unit)
    accepted = matter.handlings[plan.here.id].accepted_at
    assert accepted is not None
    return ExtensionData(
        demo=False, organ=own.zh, number="", filing=matter.number, petitioner=build.addressee(matter),
        date=build.day_of(plan.now), accepted=build.day_of(accepted),
        demands=[demand.words for demand in matter.demands_of(plan.here.id)],
        reason=plan.given.texts["reason"], days=int(plan.given.facts["days"]), was=last_day(was).isoformat(),
        due=last_day(due.at).isoformat(), approver=plan.actor.name,
        contact={"unit": own.zh, "person": "", "phone": own.phone}, copies=[], delivery=DELIVERY, verify=build.UNSET,
    )  # fmt: skip


def objection(plan: Plan, decider: UUID, nth: int) -> ObjectionData:
    """异议退回单, to whoever decides (条例 第二十三条)."""
    matter, given = _matter(plan), plan.given
    own = build.organ(plan, plan.here.unit).zh
    return ObjectionData(
        organ=own, to=plan.book[decider].zh, objector=own, nth=nth, reason=given.texts["reason"],
        basis=given.texts["basis"], proposed=plan.book[UUID(given.facts["unit"])].zh, ruling=None, copies=[],
        **_disputed(plan, matter, matter.handlings[plan.here.id]),
    )  # fmt: skip


def ruling(plan: Plan, objector: UUID, units: list[UUID]) -> ObjectionData:
    """What was decided on it, to the organ that objected; with the words of the objection."""
    matter = _matter(plan)
    assert plan.snapshot is not None
    old = disputed(plan.snapshot)
    reason, basis = (matter.newest(old.id, name) for name in ("reason", "basis"))
    names = [plan.book[unit].zh for unit in units]
    return ObjectionData(
        organ=build.organ(plan, plan.here.unit).zh, to=plan.book[objector].zh, objector=plan.book[objector].zh,
        nth=objected(matter.demands_of(old.id)), reason=reason, basis=basis, proposed="",
        ruling=Ruling(
            upheld=bool(units), by=_by(plan), minutes="",
            reason=plan.given.texts.get("reason", ""), units=names,
        ),
        copies=names, **_disputed(plan, matter, old),
    )  # fmt: skip


def _by(plan: Plan) -> Literal["sender", "superior"]:
    """What the joint conference decides has minutes of its own (``documents.conference``)."""
    return "sender" if plan.here.unit == plan.state(plan.here.root).unit else "superior"


def _matter(plan: Plan) -> Matter:
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    return matter


class _Disputed(TypedDict):
    """What both say of the handling in dispute."""

    demo: bool
    number: str
    filing: str
    date: str
    received: str
    demands: list[str]
    delivery: str
    verify: Verify


def _disputed(plan: Plan, matter: Matter, handling: HandlingState) -> _Disputed:
    return _Disputed(
        demo=False, number="", filing=matter.number, date=build.day_of(plan.now),
        received=build.day_of(handling.received_at),
        demands=[demand.words for demand in matter.demands_of(handling.id)], delivery="", verify=build.UNSET,
    )  # fmt: skip
