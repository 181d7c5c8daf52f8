"""Issuing a paper in an organ's name, and telling those who filed: what several moves of a handling do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sunshine.foundation.papers.kinds import PaperKind
from sunshine.foundation.papers.versions import at_issue
from sunshine.foundation.procedure.plan import Plan


def issue(plan: Plan, kind: PaperKind, data: Mapping[str, Any]) -> UUID:
    """Issue under one series of numbers a year for each organ, whatever the kind."""
    organ = plan.book[plan.here.unit]
    organ = plan.book[organ.organ] if organ.organ else organ
    number = plan.number("paper", organ.id, f"{organ.short}信访〔{{year}}〕{{n}}号")
    return plan.issue(kind.code, at_issue(kind.code), plan.here.id, organ.id, data, number)


def tell_filers(plan: Plan, move: str = "noticed", **told: str) -> None:
    """Tell everyone who filed, each by a step of their own filing. ``told`` are codes, numbers and dates."""
    assert plan.snapshot is not None
    for filing in plan.snapshot.of_kind("filing"):
        plan.step(filing.id, move=move, handling=str(plan.here.id))
        tell(plan, filing.id, **told)


def tell(plan: Plan, filing: UUID, **told: str) -> None:
    """The move's message to one filer: the number of their filing and the unit that writes come with it."""
    assert plan.snapshot is not None
    known = {"number": plan.snapshot.matter.filings[filing].number, "unit": plan.book[plan.here.unit].zh}
    plan.tell(filing, **known | told)
