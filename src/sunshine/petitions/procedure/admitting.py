"""Which organ may take a demand: never the accused's side in silence, and what is at court only the organs of law (条例 第二十二条、第三十条)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.directory import Directory, Office
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions.matter import DemandState, Matter
from sunshine.petitions.models import DemandClass

# The directory has no kind for them; their names are fixed by law.
POLITICAL_LEGAL = ("人民法院", "人民检察院", "公安", "司法局", "司法厅", "政法委", "国家安全局")


def matter_of(plan: Plan) -> Matter:
    """The matter a plan is about."""
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    return matter


def states_of(plan: Plan, demands: Sequence[UUID]) -> list[DemandState]:
    """These demands, as they stand."""
    return [demand for demand in matter_of(plan).demands if demand.id in demands]


def check_destination(plan: Plan, unit: UUID, demands: Sequence[UUID]) -> None:
    """Never a report to the accused's side; a demand only with a reason on record (条例 第三十条)."""
    assert plan.snapshot is not None
    assert plan.main is not None
    office = plan.book.get(unit)
    if office is None or not office.in_force:
        raise Refused(_("没有这个单位，请重新选择。"))
    if any(demand.klass == DemandClass.LITIGATION for demand in states_of(plan, demands)):
        _check_litigation(plan, office)
    accused = frozenset(plan.snapshot.bars)
    if not plan.book.on_side_of(unit, accused):
        return
    if plan.here.sealed:
        raise Refused(
            _("这是检举控告，不能转给被反映的单位或它的下级。请转给纪检监察机关或有管理权限的上级。")
        )
    if not plan.given.texts.get("accused_reason"):
        raise Refused(_("要转的单位正是被反映的一方。请优先转给它的上级；只有它有权处理时，写明理由再转。"))
    for accused_unit in accused & plan.book.lineage(unit):
        plan.update("ledger.bar", plan.snapshot.bars[accused_unit], lifted_seq=plan.main.seq)


def _check_litigation(plan: Plan, office: Office) -> None:
    """What is at court goes to the political-legal organs of the same level, where the directory has one (条例 第二十二条)."""
    if not is_political_legal(office) and _has_political_legal(plan.book, plan.book[plan.here.unit].area):
        raise Refused(_("涉法涉诉的诉求，请转给法院、检察院、公安、司法行政等政法机关。"))


def is_political_legal(office: Office) -> bool:
    """Whether this is a court, a procuratorate, police, justice or the committee above them."""
    return any(name in office.zh for name in POLITICAL_LEGAL)


def _has_political_legal(book: Directory, area: str) -> bool:
    return any(is_political_legal(office) for office in book.organs_in(area))
