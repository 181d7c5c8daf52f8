"""Handing on: a demand the bureau kept goes to an organ after all; a matter goes down to the bureau nearer to it.

Neither begins a clock anew: the levels share one term of fifteen days (条例 第二十二条).
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.geography.queries import COUNTY_DIGITS
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move
from sunshine.petitions import clocks
from sunshine.petitions.documents.passing import BUREAU_NEXT, written_by
from sunshine.petitions.procedure.admitting import check_destination
from sunshine.petitions.procedure.moves import demands_here
from sunshine.petitions.procedure.passing import send_slip, tell_passed
from sunshine.petitions.settling_forms import HandDownForm, HandOnForm
from sunshine.petitions.urgent import COPY

SORTER = frozenset({Role.SORTER.value})


def hand_on(plan: Plan) -> None:
    """Let the organ with the power have it; its fifteen days begin with the arrival there."""
    assert plan.snapshot is not None
    unit = UUID(plan.given.facts["unit"])
    check_destination(plan, unit, [demand.id for demand in demands_here(plan.snapshot)])
    if plan.book[unit].is_bureau:
        raise Refused(_("信访局不处理诉求本身，请转给有权处理的机关。"))
    plan.hand_to(plan.here.id, unit)
    plan.open(clocks.NOTICE)
    due, demands = plan.opened[-1].due_at, [demand.id for demand in demands_here(plan.snapshot)]
    plan.update("petitions.handling", plan.here.id, received_at=plan.now)
    send_slip(plan, plan.here.id, unit, demands, due)
    tell_passed(plan, dict.fromkeys(demands, unit), [written_by(due, plan.rules)], units=plan.book[unit].zh)


def hand_over_to(plan: Plan, bureau: UUID) -> None:
    """Another bureau takes the registered matter over with its running clock."""
    assert plan.snapshot is not None
    assert plan.main is not None
    plan.main.record["moved_to"] = str(bureau)
    for member, state in plan.snapshot.family.items():
        if state.kind != COPY:  # which stays with whoever was told
            plan.hand_to(member, bureau)
    for duty in plan.snapshot.duties:
        if duty.unit == plan.snapshot.subject.unit:
            plan.update("duties.duty", duty.id, unit_id=bureau, post_id=None)


def hand_down(plan: Plan) -> None:
    """A bureau inside the own area, free of the accused's side, goes on; every date stays."""
    assert plan.snapshot is not None
    unit, own = UUID(plan.given.facts["unit"]), plan.book[plan.here.unit]
    office = plan.book.get(unit)
    below = office and office.in_force and office.is_bureau and office.area.startswith(own.area)
    if not below or unit == own.id or plan.book.on_side_of(unit, frozenset(plan.snapshot.bars)):
        raise Refused(_("只能转给本地区下级的信访局，并且它不在被反映的一方。"))
    hand_over_to(plan, unit)
    demands = [demand.id for demand in plan.snapshot.matter.demands]
    send_slip(plan, plan.here.id, unit, demands)
    tell_passed(plan, dict.fromkeys(demands, unit), [BUREAU_NEXT], unit=plan.book[unit].zh)


def above_the_county(snapshot: Snapshot, actor: Actor) -> object:
    """Below the county there is no petition bureau."""
    return None if len(snapshot.subject.area) < COUNTY_DIGITS else _("下面没有别的信访局。")


HAND_ON = Move(
    "hand_on", _("改为转送"), "条例 第二十二条", SORTER, frozenset({"kept"}), "received", HandOnForm,
    closes=(clocks.SETTLE,), effect=hand_on, paper="transfer", audience="petitioner", seen=_("信访部门已把您的诉求转给办理单位"),
    tells=_("【阳光信访】您反映的事项（{number}）已转给{units}办理，15日内会书面告知您处理途径。"),
    help=_("留下来的诉求，其实要由有权处理的机关办。"),
)  # fmt: skip
HAND_DOWN = Move(
    "hand_down", _("转下级信访局"), "条例 第二十二条", SORTER, frozenset({"new", "sorted"}), facts=HandDownForm,
    guards=(above_the_county,), effect=hand_down, paper="transfer", audience="petitioner",
    seen=_("已转给当地的信访部门，15日的期限不变"),
    tells=_("【阳光信访】您反映的事项（{number}）已转给{unit}，15日的期限不变。"),
    help=_("由离事情近的信访局转办。15日由各级合用，不重新起算。"),
)  # fmt: skip
