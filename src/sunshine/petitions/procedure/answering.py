"""Issuing the paper that answers, and owing it to every filer until its delivery is on record (条例 第二十三条、第三十二条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sunshine.foundation.duties.rules import DutyRule
from sunshine.foundation.papers.kinds import PaperKind
from sunshine.foundation.papers.versions import at_issue
from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions import clocks
from sunshine.petitions.documents.build import organ
from sunshine.petitions.procedure.moves import pursued


def issue(
    plan: Plan, kind: PaperKind, data: Mapping[str, Any], on: UUID | None = None, unit: UUID | None = None
) -> UUID:
    """Issue under one series of numbers a year for each organ, whatever the kind; with the last step ``on`` a subject.

    It is the organ's that holds that subject, or what is acted on, unless another ``unit`` is named.
    """
    issuer = plan.state(on or plan.here.id)
    own = organ(plan, unit or issuer.unit)
    number = plan.number("paper", own.id, f"{own.short}信访〔{{year}}〕{{n}}号")
    return plan.issue(kind.code, at_issue(kind.code, plan.rules), issuer.id, own.id, data, number)


def serve_filers(plan: Plan, paper: UUID, rule: DutyRule = clocks.DELIVER) -> None:
    """The paper that answers is out: from now on it is owed to each filer until its delivery is on record."""
    assert plan.snapshot is not None
    plan.update("petitions.handling", plan.here.id, answer=paper, answered_at=plan.now)
    for filing in pursued(plan.snapshot):
        serve_filer(plan, filing.id, paper, rule)


def serve_filer(plan: Plan, filing: UUID, paper: UUID, rule: DutyRule = clocks.DELIVER) -> None:
    """The unit acted for owes this filer the delivery of a paper that answers, a handling's or a review's."""
    of: dict[str, Any] = {plan.here.kind: str(plan.here.id)}
    plan.step(filing, move="answer_ready", document=str(paper), **of)
    plan.open(rule, on=filing, unit=plan.here.unit)
    tell(plan, filing)


def tell_filers(plan: Plan, **told: str) -> None:
    """Let every filer know that they were given notice. ``told`` are codes, numbers and dates."""
    assert plan.snapshot is not None
    for filing in pursued(plan.snapshot):
        plan.step(filing.id, move="noticed", handling=str(plan.here.id))
        tell(plan, filing.id, **told)


def tell(plan: Plan, filing: UUID, **told: str) -> None:
    """The move's message, with the number and the unit."""
    assert plan.snapshot is not None
    known = {"number": plan.snapshot.matter.filings[filing].number, "unit": plan.book[plan.here.unit].zh}
    plan.tell(filing, **known | told)
