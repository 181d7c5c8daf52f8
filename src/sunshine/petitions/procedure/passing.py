"""Passing demands on in writing: a slip 转送单 or letter 交办函 to each organ, a notice to each petitioner (条例 第二十二条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions.documents import passing as papers
from sunshine.petitions.documents.kinds import TRANSFER, TRANSFER_NOTICE
from sunshine.petitions.procedure.answering import issue
from sunshine.petitions.procedure.moves import pursued

Titles = Mapping[UUID, dict[str, str]]


def send_slip(
    plan: Plan, on: UUID, to: UUID, demands: Sequence[UUID], due: datetime | None = None, report_by: str = ""
) -> None:
    """Tell the organ in writing what it has to do; ``due`` is when its term for the notice ends, if it owes one."""
    assert plan.snapshot is not None
    issue(plan, TRANSFER, papers.slip(plan, to, demands, due, report_by), on, plan.snapshot.subject.unit)


def tell_passed(
    plan: Plan, places: Mapping[UUID, UUID], after: Sequence[str], titles: Titles | None = None, **told: Any
) -> None:
    """Tell every filer, in a message and on paper, which unit has each demand and what comes next.

    ``titles`` are what lists call a filing from now on whose own title handling units may not read.
    """
    assert plan.snapshot is not None
    for filing in pursued(plan.snapshot):
        plan.step(filing.id, move="forwarded", texts=(titles or {}).get(filing.id))
        known = plan.snapshot.matter.filings[filing.id]
        issue(
            plan,
            TRANSFER_NOTICE,
            papers.notice(plan, known, places, after),
            filing.id,
            plan.snapshot.subject.unit,
        )
        plan.tell(filing.id, number=known.number, **told)
