"""The procedure of a petition 信访事项: a bureau sorts each demand and passes it to the organ with the power to decide."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.common import system_moves
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.outside import owe_outside
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Each, Move, Procedure, Stage
from sunshine.petitions import clocks
from sunshine.petitions.accused import named_in
from sunshine.petitions.forms import ForwardForm, ReplyForm, SortForm
from sunshine.petitions.matter import Matter, load_matter
from sunshine.petitions.models import DemandClass, Visibility
from sunshine.petitions.procedure import recusal, urgent
from sunshine.petitions.procedure.binding import binding
from sunshine.petitions.procedure.conference import REFER
from sunshine.petitions.procedure.destinations import pass_on
from sunshine.petitions.procedure.handing import HAND_DOWN, hand_over_to
from sunshine.petitions.procedure.joining import JOINING
from sunshine.petitions.procedure.joining import STAGE as JOINED_STAGE
from sunshine.petitions.procedure.joint import SPREAD
from sunshine.petitions.procedure.moves import (
    RULES,
    WITHDRAWN,
    demand_keys,
    demand_label,
    reply_owed,
)
from sunshine.petitions.procedure.sealing import dissolve, sealing
from sunshine.petitions.procedure.teamwork import teamwork
from sunshine.petitions.settling_forms import ForwardRow
from sunshine.petitions.sorting import SortRow
from sunshine.petitions.unfolding import unfold
from sunshine.petitions.veiling import veil

NEW, SORTED, HANDLING, ANSWERED = "new", "sorted", "handling", "answered"

STAGES = (
    Stage(NEW, _("待甄别"), _("已登记，信访局正在看该由谁办")),
    Stage(SORTED, _("待转送"), _("已看明该由谁办，马上转过去")),
    Stage(HANDLING, _("已转办"), _("办理单位正在办理"), rest=_("责任在承办单位的承办环节。")),
    Stage(ANSWERED, _("已答复"), _("已书面答复"), rest=_("各项诉求都有了送达的书面答复。")),
    Stage(WITHDRAWN, _("已撤回"), _("您撤回了"), rest=_("信访人撤回了，不算答复，也不算解决。")),
    JOINED_STAGE,
)
STANDING = tuple(stage.code for stage in STAGES if stage != JOINED_STAGE)  # all but an empty cover


def record_classes(plan: Plan) -> None:
    """Keep each demand's class. One report 检举控告 among them seals the whole matter (条例 第三十条)."""
    for key, row in plan.given.rows.items():
        facts = row.facts
        plan.update(
            "petitions.demand", UUID(key), klass=facts["klass"], branch=facts.get("branch", ""),
            category=facts.get("category", ""),
        )  # fmt: skip
    classes = {row.facts["klass"] for row in plan.given.rows.values()}
    _seal_family(plan, DemandClass.REPORT in classes)
    first = next(iter(plan.given.rows.values())).facts.get("category", "")
    plan.update("petitions.petition", plan.here.id, category=first, veiled=_veiled(plan, classes))
    _bar_accused(plan)


def _veiled(plan: Plan, classes: set[str]) -> bool:
    """Whether handling units are to read a summary: the petitioner wants it, or a report came with something else."""
    assert plan.snapshot is not None
    wanted = any(one.visibility == Visibility.BUREAU for one in plan.snapshot.matter.filings.values())
    return wanted or (DemandClass.REPORT in classes and len(classes) > 1)


def _bar_accused(plan: Plan) -> None:
    """Bar the side of an organ the petitioner's words left unnamed. If the bureau itself is on it, the matter moves up."""
    assert plan.snapshot is not None
    named = plan.given.texts.get("accused", "")
    accused = named_in(named, plan.snapshot.matter.place, plan.book)
    if named and not accused:
        raise Refused(_("没有找到这个单位，请写机构全称。"))
    for unit in accused - plan.snapshot.bars.keys():
        plan.insert("ledger.bar", root_id=plan.here.id, unit_id=unit)
    everyone = frozenset(accused | plan.snapshot.bars.keys())
    if plan.book.on_side_of(plan.here.unit, everyone):
        place = plan.snapshot.matter.place or plan.book[plan.here.unit].division
        hand_over_to(plan, plan.book.registrar(place, everyone).id)
        owe_outside(plan, plan.here.id, everyone)
    urgent.recall(plan, everyone)


def _seal_family(plan: Plan, sealed: bool) -> None:
    assert plan.snapshot is not None
    for member in plan.snapshot.family:
        plan.seal(member, sealed)
    if not sealed:
        dissolve(plan)


def every_demand_sorted(snapshot: Snapshot, actor: Actor) -> object:
    """Nothing is passed on unsorted."""
    matter: Matter = snapshot.matter
    unsorted = [demand for demand in matter.demands if not demand.klass]
    return _("还有诉求没有甄别。") if unsorted else None


def last_sorting(snapshot: Snapshot, key: str) -> dict[str, str]:
    """What the form begins with where a demand was sorted before; else the form begins with what the list proposes."""
    demand = next(d for d in snapshot.matter.demands if d.id == UUID(key))
    said = {"klass": demand.klass, "branch": demand.branch, "category": demand.category}
    return {name: code for name, code in said.items() if code}


BUREAU = frozenset({Role.SORTER.value})
DEMANDS = Each("demand", SortRow, demand_keys, demand_label, last_sorting)

OPEN = Move("open", _("立案"), "条例 第二十二条", frozenset({"petitioner", "window", "sorter"}), opening=True)

PROCEDURE = Procedure(
    kind="petition",
    name=_("信访事项"),
    stages=STAGES,
    rules=RULES,
    load=load_matter,
    veil=veil,
    unfold=unfold,
    moves=(
        OPEN,
        Move("sort", _("甄别"), "条例 第二十二条", BUREAU, frozenset({NEW, SORTED}), SORTED, SortForm, DEMANDS,
             effect=record_classes, seen=_("信访局看明了您的事该由谁办"), audience="petitioner", key="s", primary=True,
             help=_("逐项定类别和内容分类；途径由办理单位在告知书里决定。")),
        Move("forward", _("转送"), "条例 第二十二条", BUREAU, frozenset({SORTED}), HANDLING, ForwardForm,
             Each("demand", ForwardRow, demand_keys, demand_label), guards=(every_demand_sorted,),
             closes=(clocks.FORWARD,), effect=pass_on, paper="transfer_notice", audience="petitioner", key="f", primary=True,
             seen=_("信访部门定下了您的诉求由谁办理"),
             tells=_("【阳光信访】您反映的事项（{number}）已转给{units}办理，15日内会书面告知您处理途径。"),
             help=_("每项诉求定一个去向：转送或者交办给有权处理的机关；咨询、建议等本局能答清的留下。登记后15日内办完。")),
        HAND_DOWN,
        Move("reply_urge", _("回复催办"), "条例 第二十八条", BUREAU, frozenset(STANDING), facts=ReplyForm,
             guards=(reply_owed(clocks.REPLY_BUREAU),), closes=(clocks.REPLY_BUREAU,), audience="petitioner",
             seen=_("信访部门回复了您的催办"), key="u"),
        Move("urge", _("被催办"), "条例 第二十八条", frozenset({"system"}), frozenset({NEW, SORTED, HANDLING})),
        *teamwork(Role.SORTER.value, {NEW, SORTED}, frozenset({"window", "sorter", "head"}), STANDING),
        recusal.declaring(frozenset(STANDING)),
        urgent.marking(STANDING),
        *JOINING,
        SPREAD,
        REFER,
        *binding(STANDING),
        *sealing(frozenset(STANDING)),
        Move("answered", _("全部答复"), "条例 第三十四条", frozenset({"system"}), frozenset({HANDLING}), ANSWERED),
        Move("withdrawn", _("信访人撤回"), "条例 第十八条", frozenset({"system"}), frozenset({NEW, SORTED, HANDLING}), WITHDRAWN),
        Move("rehandled", _("重新办理"), "条例 第三十五条", frozenset({"system"}), frozenset({HANDLING, ANSWERED}), HANDLING),
        *system_moves(STAGES),
    ),
)  # fmt: skip
