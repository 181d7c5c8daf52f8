"""Where sorted demands go 去向: passed to the organ with the power, assigned with a report due, or kept by the bureau.

Every demand ends with somebody who owes something: the organ its notice, the bureau an answer or a reason on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import ONE_DAY, SHANGHAI, Due
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions import clocks
from sunshine.petitions.documents.passing import KEPT, written_by
from sunshine.petitions.models import DemandClass
from sunshine.petitions.procedure import handling, settling
from sunshine.petitions.procedure.admitting import check_destination, matter_of, states_of
from sunshine.petitions.procedure.passing import send_slip, tell_passed
from sunshine.petitions.settling_forms import Destination
from sunshine.petitions.veiling import SUMMARY, heading, needs_summary

NEVER_KEPT = frozenset({DemandClass.REPORT, DemandClass.LITIGATION})


def pass_on(plan: Plan) -> None:
    """One handling for each organ, holding the demands passed to it; one of the bureau's own for what it keeps."""
    assert plan.snapshot is not None
    rows = plan.given.rows
    titles = _summed_up(plan)
    kept = [UUID(key) for key, row in rows.items() if row.facts.get("how") == Destination.KEEP]
    passed = {key: row for key, row in rows.items() if UUID(key) not in kept}
    units = list(dict.fromkeys(row.facts["unit"] for row in passed.values()))
    for unit in units:
        _pass_to(plan, UUID(unit), {key: row for key, row in passed.items() if row.facts["unit"] == unit})
    if kept:
        _keep(plan, kept)
    names = [plan.book[UUID(unit)].zh for unit in units] + [plan.book[plan.here.unit].zh] * bool(kept)
    places = {UUID(key): UUID(row.facts["unit"]) for key, row in passed.items()} | dict.fromkeys(
        kept, plan.here.unit
    )
    tell_passed(plan, places, _after(plan, kept=bool(kept)), titles, units="、".join(names))


def _after(plan: Plan, *, kept: bool) -> list[str]:
    """What the petitioner hears next, and by when."""
    owed = [duty.due_at for duty in plan.opened if duty.rule == clocks.NOTICE]
    return [*([written_by(max(owed), plan.rules)] if owed else []), *([KEPT] if kept else [])]


def _summed_up(plan: Plan) -> dict[UUID, dict[str, str]]:
    """The titles of filings that lists are to call by a summary. Raises Refused where one is missing (条例 第三十条)."""
    titles: dict[UUID, dict[str, str]] = {}
    for demand in matter_of(plan).demands:
        if needs_summary(matter_of(plan), demand):
            summary = plan.given.rows[str(demand.id)].texts.get(SUMMARY, "")
            if not summary:
                raise Refused(_("办理单位不能看信访人的原话。请逐项写摘要：要办什么，不写是谁。"))
            titles.setdefault(demand.filing, {"title": heading(summary)})
    return titles


def _pass_to(plan: Plan, unit: UUID, rows: dict[str, Given]) -> None:
    demands = [UUID(key) for key in rows]
    check_destination(plan, unit, demands)
    made = handling.receive(plan, unit, demands, since=_received(plan) if unit == plan.here.unit else None)
    due = plan.opened[-1].due_at
    report_by = min(
        (row.facts["report_by"] for row in rows.values() if row.facts.get("how") == Destination.ASSIGN),
        default="",
    )
    if report_by:
        midnight = datetime.combine(date.fromisoformat(report_by) + ONE_DAY, time.min, tzinfo=SHANGHAI)
        plan.open(clocks.REPORT_BACK, on=made.id, due=Due(midnight, provisional=False))
    if unit != plan.here.unit:
        send_slip(plan, made.id, unit, demands, due, report_by)


def _received(plan: Plan) -> datetime:
    """When the organ that registered it itself received it: its fifteen days do not begin again (条例 第二十三条)."""
    return matter_of(plan).first_filing.registered_at


def _keep(plan: Plan, demands: Sequence[UUID]) -> None:
    if not plan.book[plan.here.unit].is_bureau:
        raise Refused(_("本机关有权处理的，请选转送，单位选本机关。"))
    if any(demand.klass in NEVER_KEPT for demand in states_of(plan, demands)):
        raise Refused(_("检举控告和涉法涉诉不能留在信访局，请转给有权处理的机关。"))
    settling.keep(plan, demands)
