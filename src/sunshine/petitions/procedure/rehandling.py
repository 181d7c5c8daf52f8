"""Re-handling 重新办理: a review revoked the opinion, and the organ that gave it decides anew, within the days set."""

from __future__ import annotations

from uuid import UUID

from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions import clocks
from sunshine.petitions.matter import Matter
from sunshine.petitions.models import Branch
from sunshine.petitions.procedure.moves import pursued

REGISTERED, HANDLING, ACCEPTED = (
    "registered",
    "handling",
    "accepted",
)  # where filing, petition and handling go on


def rehandle(plan: Plan, handling: UUID, days: int) -> UUID:
    """Begin a handling of the same demands at the organ that decided, or its successor; no new notice is needed.

    Its clock runs from the decision (条例 第二十四条、第三十五条).
    """
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    old = plan.state(handling)
    unit = plan.book.heir(old.unit, frozenset(plan.snapshot.bars)).id
    new = plan.begin(old.kind, plan.rules, unit, old.root, sealed=old.sealed).id
    demands = matter.demands_of(handling)
    plan.step(
        new, move="rehandle", stage=ACCEPTED, demands=[str(one.id) for one in demands], redoes=str(handling)
    )
    plan.open(clocks.REHANDLE, on=new, days=days)
    plan.insert(
        "petitions.handling", new, petition_id=old.root, branch=Branch.PETITION.value, received_at=plan.now,
        accepted_at=plan.now,
    )  # fmt: skip
    for one in demands:
        plan.update("petitions.demand", one.id, handling_id=new, outcome="")
    plan.step(old.root, move="rehandled", stage=HANDLING)
    for filing in pursued(plan.snapshot):
        plan.step(filing.id, move="rehandled", stage=REGISTERED)
    return new
