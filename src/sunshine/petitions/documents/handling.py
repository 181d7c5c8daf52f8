"""The facts printed by the papers of a handling's side roads. Pure, like ``build``."""

from __future__ import annotations

from datetime import datetime

from sunshine.foundation.calendar.rules import Due, last_day
from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions.documents import build
from sunshine.petitions.documents.data import ExtensionData
from sunshine.petitions.matter import Matter

DELIVERY = "网上查阅，或者当面、邮寄送达"


def extension(plan: Plan, was: datetime, due: Due) -> ExtensionData:
    """信访事项延期告知书 (条例 第三十四条). ``was`` and ``due`` are exclusive midnights, as duties keep them."""
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    own = build.organ(plan, plan.here.unit)
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
