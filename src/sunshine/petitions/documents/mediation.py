"""The facts printed by an agreement 调解协议书、和解协议书 (条例 第三十三条). Pure; Chinese only."""

from __future__ import annotations

from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions.documents.hearing import common
from sunshine.petitions.documents.side_data import AgreementData
from sunshine.petitions.intervals import IntervalLine
from sunshine.petitions.matter import Matter


def agreement(plan: Plan, mediation: IntervalLine) -> AgreementData:
    """Between whom, on what, by when; and that both were willing and have signed."""
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    facts, rows, here = plan.given.facts, plan.given.rows, plan.here.id
    demands = matter.demands_of(here)
    other, scope = (matter.text(here, mediation.seq, name) for name in ("other", "scope"))
    return AgreementData(
        kind=facts["kind"], other=other, parties=plan.given.texts["parties"], demands=[one.words for one in demands],
        scope=scope, terms=[rows[str(one.id)].texts["opinion"] for one in demands], by=facts["by"],
        signed=facts["signed_on"], **common(plan),
    )  # fmt: skip
