"""The facts printed by an agreement 调解协议书、和解协议书 (条例 第三十三条). Pure; Chinese only."""

from __future__ import annotations

from datetime import date

from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions.documents.data import LetterData, Part
from sunshine.petitions.documents.hearing import letter, spoken
from sunshine.petitions.intervals import IntervalLine
from sunshine.petitions.matter import Matter

TITLES = {"mediation": "信访事项调解协议书", "settlement": "信访事项和解协议书"}


def agreement(plan: Plan, mediation: IntervalLine) -> LetterData:
    """Between whom, on what, by when; and that both were willing."""
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    facts, rows, here = plan.given.facts, plan.given.rows, plan.here.id
    agreed = [rows[str(one.id)].texts["opinion"] for one in matter.demands_of(here)]
    signed, by = (spoken(date.fromisoformat(facts[name])) for name in ("signed_on", "by"))
    parts: list[Part] = [
        {"head": "当事人", "words": [plan.given.texts["parties"]]},
        {"head": "调解的事项", "words": [matter.text(here, mediation.seq, "scope")]},
        {"head": "约定的内容", "words": agreed},
        {"head": "履行期限", "words": [f"{by}前（含当日）办到。办到以后，本机关把结果和凭证告诉您。"]},
        {"head": "说明", "words": ["本协议是双方自愿达成的。到期没有办到的，您可以催办，也可以凭本协议依法主张权利。"]},
    ]  # fmt: skip
    opening = (
        f"根据《信访工作条例》第三十三条，经双方自愿，就您反映的信访事项达成下列协议，双方已于{signed}签字："
    )
    return letter(plan, TITLES[facts["kind"]], opening, parts, "本协议代替书面处理意见。")
