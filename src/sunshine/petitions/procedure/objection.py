"""The procedure of an objection 异议: the sender, or who stands above, sends the demands elsewhere or leaves them (条例 第二十三条、第二十四条)."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import Due
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.common import system_moves
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot, SubjectState
from sunshine.foundation.procedure.table import Each, Move, Procedure, Stage
from sunshine.petitions import clocks
from sunshine.petitions.documents import conference
from sunshine.petitions.documents import handling as papers
from sunshine.petitions.documents.kinds import MINUTES, RULING
from sunshine.petitions.handling_forms import RefuseObjectionForm, RulingRow, UpholdForm
from sunshine.petitions.objections import (
    KIND,
    MOOT,
    RAISED,
    REFUSED,
    UPHELD,
    WITHDRAWN,
    by_conference,
    disputed,
    disputed_demands,
)
from sunshine.petitions.procedure import handling
from sunshine.petitions.procedure.answering import issue
from sunshine.petitions.procedure.moves import RETURNED, RULES, pursued
from sunshine.petitions.procedure.objecting import check_free

STAGES = (
    Stage(RAISED, _("待核实"), _("办理单位提出了异议，正在核实")),
    Stage(UPHELD, _("异议成立"), _("异议成立，已改转"), rest=_("诉求已经转给别的单位。")),
    Stage(
        REFUSED, _("异议不成立"), _("核实过了：归原来的单位管，仍由它办理"), rest=_("责任仍在原承办单位。")
    ),
    Stage(WITHDRAWN, _("异议已撤回"), _("办理单位撤回了异议"), rest=_("责任仍在原承办单位。")),
    Stage(MOOT, _("不用核实了"), _("您撤回了，不再办理"), rest=_("信访人撤回了事项，异议不用再核实。")),
)


def uphold(plan: Plan) -> None:
    """The demands go to other organs, each with its own arrival clock; the handling objected to is at its end."""
    assert plan.snapshot is not None
    old = plan.snapshot.family[disputed(plan.snapshot).id]
    rows = plan.given.rows
    begun = []
    for unit in dict.fromkeys(row.facts["unit"] for row in rows.values()):
        _check(plan, old, UUID(unit))
        demands = [UUID(key) for key, row in rows.items() if row.facts["unit"] == unit]
        begun.append(handling.receive(plan, UUID(unit), demands))
    _end(plan, old, begun[0])
    _tell(plan, [state.unit for state in begun])
    _rule(plan, old, [state.unit for state in begun])


def _check(plan: Plan, old: SubjectState, unit: UUID) -> None:
    check_free(plan, unit)
    if unit == old.unit:
        raise Refused(_("它正是提出异议的单位。同意异议就要转给别的单位，不同意请用“不同意异议”。"))


def _end(plan: Plan, old: SubjectState, new: SubjectState) -> None:
    """What it owed ends or passes on; the materials, and with them the sight of the matter, go back to the sender."""
    assert plan.snapshot is not None
    plan.step(old.id, move="returned", stage=RETURNED)
    urged, reported = plan.duties(clocks.REPLY, old.id), plan.duties(clocks.REPORT_BACK, old.id)
    for duty in plan.snapshot.open_duties(old.id):
        plan.close_duty(duty)
    if urged:  # the petitioner's question is not answered by sending it on
        plan.open(clocks.REPLY, on=new.id)
    for duty in reported:  # nor does the bureau want to know any less what came of it
        plan.open(clocks.REPORT_BACK, on=new.id, due=Due(duty.due_at, provisional=False))
    plan.hand_to(old.id, plan.state(plan.here.root).unit)
    if any(one.unit == old.unit for one in plan.snapshot.family.values() if one.id != old.id):
        return
    for duty in plan.snapshot.duties:
        if duty.unit == old.unit and duty.subject != old.id:
            plan.update("duties.duty", duty.id, unit_id=new.unit, post_id=None)


def _tell(plan: Plan, units: list[UUID]) -> None:
    assert plan.snapshot is not None
    names = "、".join(plan.book[unit].zh for unit in units)
    for filing in pursued(plan.snapshot):
        plan.step(filing.id, move="forwarded")
        plan.tell(filing.id, number=plan.snapshot.matter.filings[filing.id].number, units=names)


def refuse(plan: Plan) -> None:
    """It stays where it is: no clock has stopped."""
    assert plan.snapshot is not None
    _rule(plan, plan.snapshot.family[disputed(plan.snapshot).id], [])


def _rule(plan: Plan, old: SubjectState, units: list[UUID]) -> None:
    assert plan.snapshot is not None
    if by_conference(plan.snapshot):
        issue(plan, MINUTES, conference.ruling(plan, old.unit, units))
    else:
        issue(plan, RULING, papers.ruling(plan, old.unit, units))


def rightly_decided(snapshot: Snapshot, actor: Actor) -> object:
    """The sorter decides; what the joint conference decided, the head of its bureau records."""
    role = Role.HEAD if by_conference(snapshot) else Role.SORTER
    if actor.role == role:
        return None
    return _("由联席会议决定，请本单位负责人记录。") if role == Role.HEAD else _("由办信员核实决定。")


def own_objection(snapshot: Snapshot, actor: Actor) -> object:
    """Only the organ that objected takes it back."""
    unit = snapshot.family[disputed(snapshot).id].unit
    return None if actor.unit == unit else _("由提出异议的单位撤回。")


def keys(snapshot: Snapshot) -> list[str]:
    """The rows of a ruling: each demand in dispute."""
    return [str(demand.id) for demand in disputed_demands(snapshot)]


def label(snapshot: Snapshot, key: str) -> str:
    """The demand's own words."""
    return next(demand.words for demand in disputed_demands(snapshot) if str(demand.id) == key)


BUREAU = frozenset({Role.SORTER.value, Role.HEAD.value})
OPEN = frozenset({RAISED})
RULES_OF = (clocks.RULE_OBJECTION, clocks.CONFER_OBJECTION)

PROCEDURE = Procedure(
    kind=KIND,
    name=_("异议"),
    stages=STAGES,
    rules=RULES,
    moves=(
        Move("raised", _("提出"), "条例 第二十三条", frozenset({Role.SYSTEM.value}), opening=True),
        Move("uphold_objection", _("同意异议，改转"), "条例 第二十三条、第二十四条", BUREAU, OPEN, UPHELD, UpholdForm,
             Each("demand", RulingRow, keys, label), guards=(rightly_decided,), closes=RULES_OF, effect=uphold,
             paper="ruling", audience="petitioner", shows=(), key="l", primary=True,
             seen=_("核实过了：不归原来的单位管，改由有权的单位办理"),
             tells=_("【阳光信访】您反映的事项（{number}）已改由{units}办理，15日内会书面告知您处理途径。"),
             help=_("每项诉求转给有权处理的机关，期限从它收到那天重新算；原单位交还材料，不再看得到这件事。")),
        Move("refuse_objection", _("不同意异议"), "条例 第二十三条、第二十四条", BUREAU, OPEN, REFUSED, RefuseObjectionForm,
             guards=(rightly_decided,), closes=RULES_OF, effect=refuse, paper="ruling", audience="petitioner",
             shows=(), seen=_("核实过了：归原来的单位管，仍由它办理"), key="w",
             help=_("仍由原单位办理，它的期限一天也没有停。")),
        Move("withdraw_objection", _("撤回异议"), "条例 第二十三条", frozenset({Role.HANDLER.value}), OPEN, WITHDRAWN,
             guards=(own_objection,), closes=RULES_OF, own=False, audience="petitioner",
             seen=_("办理单位撤回了异议，由它办理"), help=_("核对后认为归本单位管的，撤回后照常办理。")),
        Move("withdrawn", _("信访人撤回"), "条例 第十八条", frozenset({Role.SYSTEM.value}), OPEN, MOOT),
        *system_moves(STAGES),
    ),
)  # fmt: skip
