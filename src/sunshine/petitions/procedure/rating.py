"""Rating 评价: by the petitioner alone, of the bureau and of each unit; and the calls that follow from it (条例 第二十一条).

Who is dissatisfied is called back from another level, and so are some of all others, picked by the rating's own id: nobody
can choose whom. No call changes a rating. Silence is no rating.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Each, Move
from sunshine.petitions import clocks
from sunshine.petitions.forms import RateForm, RateRow
from sunshine.petitions.matter import FilingState, Matter
from sunshine.petitions.models import Satisfaction, Why
from sunshine.petitions.procedure import callback
from sunshine.petitions.procedure.moves import FILED, WITHDRAWN

ONE_IN = 16  # of all ratings is called back whatever it says: 6.25 %, so that one in twenty is kept with room to spare


def rate(plan: Plan) -> None:
    """Keep the ratings of the bureau and of each unit. A second rating changes the first and ends the right."""
    assert plan.main is not None
    assert plan.snapshot is not None
    filing: FilingState = plan.snapshot.matter.filings[plan.here.id]
    plan.main.record["credential"] = _credential(filing)
    facts = plan.given.facts
    kept = [_keep(plan, None, facts["bureau"], facts.get("bureau_reasons"))]
    rated = {plan.here.unit: facts["bureau"]}
    for key, row in plan.given.rows.items():
        kept.append(_keep(plan, UUID(key), row.facts["unit"], row.facts.get("reasons")))
        unit = plan.snapshot.family[UUID(key)].unit
        rated[unit] = max(row.facts["unit"], rated.get(unit, 0))
    if filing.rated:
        plan.close(clocks.RATE)
    _call_back(plan, rated, kept)


def _credential(filing: FilingState) -> str:
    return "code+factor" if filing.has_factor else "code"


def _keep(plan: Plan, handling: UUID | None, value: int, reasons: Any) -> UUID:
    """One row. Reasons are kept for 不满意 alone."""
    assert plan.snapshot is not None
    assert plan.main is not None
    network = plan.actor.network
    return plan.insert(
        "petitions.rating", filing_id=plan.here.id, handling_id=handling, value=value, seq=plan.main.seq, at=plan.now,
        credential=_credential(plan.snapshot.matter.filings[plan.here.id]),
        reasons=list(reasons or ()) if value == Satisfaction.BAD else [],
        network=bytes.fromhex(network) if network else None,
    )  # fmt: skip


def _call_back(plan: Plan, rated: dict[UUID, int], kept: list[UUID]) -> None:
    """Whoever is dissatisfied with a unit is called from above it; of the others, those whom the ids pick."""
    bad = frozenset(unit for unit, value in rated.items() if value == Satisfaction.BAD)
    if bad:
        callback.owe(plan, clocks.CALL_BACK, Why.DISSATISFIED, bad)
    elif any(picked(rating) for rating in kept):
        callback.owe(plan, clocks.CALL_BACK, Why.SAMPLE, frozenset(rated))


def picked(rating: UUID) -> bool:
    """Whether this rating is called back whatever it says. Its id was made before anybody knew the rating."""
    return int.from_bytes(rating.bytes[-4:]) % ONE_IN == 0


def window_open(snapshot: Snapshot, actor: Actor) -> object:
    """Rating is open from delivery for 30 days; silence stays silence. One change is allowed."""
    is_open = any(d.rule == clocks.RATE.code for d in snapshot.open_duties(snapshot.subject.id))
    return None if is_open else _("现在不在评价期内。")


def answered_handlings(snapshot: Snapshot) -> list[str]:
    """The units whose opinion reached this filer and was not revoked: those that can be rated."""
    matter: Matter = snapshot.matter
    reached = matter.filings[snapshot.subject.id].delivered
    return [
        str(h.id)
        for h in matter.handlings.values()
        if h.opinion_seq and h.answer in reached and not matter.revoked(h.id)
    ]


def handling_label(snapshot: Snapshot, key: str) -> str:
    """The handling unit's name."""
    return directory().name(snapshot.family[UUID(key)].unit)


RATE = Move(
    "rate", _("评价"), "条例 第二十一条", frozenset({Role.PETITIONER.value}), FILED | {WITHDRAWN}, facts=RateForm,
    each=Each("handling", RateRow, answered_handlings, handling_label), guards=(window_open,), effect=rate,
    audience="petitioner", seen=_("您作了评价"), primary=True,
    help=_("信访部门和办理单位分开评价，期限内可以改一次。不评价不算满意。不满意的，上一级信访部门会打电话给您。"),
)  # fmt: skip
