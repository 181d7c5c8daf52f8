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
from sunshine.petitions.forms import ForwardForm, ForwardRow, ReplyForm, SortForm, SortRow
from sunshine.petitions.matter import Matter, load_matter
from sunshine.petitions.models import DemandClass, Purpose
from sunshine.petitions.procedure import handling
from sunshine.petitions.procedure.binding import binding
from sunshine.petitions.procedure.moves import RULES, demand_keys, demand_label, reply_owed
from sunshine.petitions.procedure.teamwork import teamwork
from sunshine.petitions.unfolding import unfold

NEW, SORTED, HANDLING, ANSWERED = "new", "sorted", "handling", "answered"

STAGES = (
    Stage(NEW, _("待甄别"), _("已登记，信访部门正在甄别")),
    Stage(SORTED, _("待转送"), _("已甄别，即将转给办理单位")),
    Stage(HANDLING, _("办理中"), _("办理单位正在办理"), rest=_("责任在承办单位的承办环节。")),
    Stage(ANSWERED, _("已答复"), _("已书面答复"), rest=_("各项诉求都有了送达的书面答复。")),
)


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
    plan.update("petitions.petition", plan.here.id, category=first)
    _bar_accused(plan)


def _bar_accused(plan: Plan) -> None:
    """Bar the side of an organ the petitioner's words left unnamed. If the bureau itself is on it, the matter moves up."""
    assert plan.snapshot is not None
    named = plan.given.texts.get("accused", "")
    accused = named_in(named, plan.snapshot.matter.place, plan.book)
    if named and not accused:
        raise Refused(_("没有找到这个单位，请写机构全称。"))
    for unit in accused - plan.snapshot.bars.keys():
        plan.insert("ledger.bar", root_id=plan.here.id, unit_id=unit)
    everyone = accused | plan.snapshot.bars.keys()
    if plan.book.on_side_of(plan.here.unit, everyone):
        place = plan.snapshot.matter.place or plan.book[plan.here.unit].division
        _move_up(plan, plan.book.registrar(place, everyone).id)
        owe_outside(plan, plan.here.id, everyone)


def _move_up(plan: Plan, bureau: UUID) -> None:
    """Another bureau, free of the accused's side, takes the registered matter over with its running clock."""
    assert plan.snapshot is not None
    assert plan.main is not None
    plan.main.record["moved_to"] = str(bureau)
    for member in plan.snapshot.family:
        plan.hand_to(member, bureau)
    for duty in plan.snapshot.duties:
        if duty.unit == plan.snapshot.subject.unit:
            plan.update("duties.duty", duty.id, unit_id=bureau, post_id=None)


def _seal_family(plan: Plan, sealed: bool) -> None:
    assert plan.snapshot is not None
    for member in plan.snapshot.family:
        plan.seal(member, sealed)


def pass_on(plan: Plan) -> None:
    """One handling for each organ, holding the demands passed to it."""
    assert plan.snapshot is not None
    for unit in dict.fromkeys(row.facts["unit"] for row in plan.given.rows.values()):
        _check_destination(plan, UUID(unit))
        demands = [UUID(key) for key, row in plan.given.rows.items() if row.facts["unit"] == unit]
        handling.receive(plan, UUID(unit), demands)
    for filing in plan.snapshot.of_kind("filing"):
        plan.step(filing.id, move="forwarded")
        units = "、".join(
            plan.book[UUID(u)].zh for u in dict.fromkeys(r.facts["unit"] for r in plan.given.rows.values())
        )
        plan.tell(filing.id, number=plan.snapshot.matter.filings[filing.id].number, units=units)


def _check_destination(plan: Plan, unit: UUID) -> None:
    """Never a report to the accused's side; a demand only with a reason on record (条例 第三十条)."""
    assert plan.snapshot is not None
    assert plan.main is not None
    office = plan.book.get(unit)
    if office is None or not office.in_force:
        raise Refused(_("没有这个单位，请重新选择。"))
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


def every_demand_sorted(snapshot: Snapshot, actor: Actor) -> object:
    """Nothing is passed on unsorted."""
    matter: Matter = snapshot.matter
    unsorted = [demand for demand in matter.demands if not demand.klass]
    return _("还有诉求没有甄别。") if unsorted else None


CLASS_OF = {Purpose.REPORT: DemandClass.REPORT, Purpose.ADVICE: DemandClass.ADVICE}


def known_class(snapshot: Snapshot, key: str) -> dict[str, str]:
    """What the form begins with: the last sorting, else what the petitioner said the purpose was."""
    demand = next(d for d in snapshot.matter.demands if d.id == UUID(key))
    guess = CLASS_OF.get(snapshot.matter.purpose, DemandClass.DEMAND)
    return {"klass": demand.klass or guess, "branch": demand.branch, "category": demand.category}


BUREAU = frozenset({Role.SORTER.value})
DEMANDS = Each("demand", SortRow, demand_keys, demand_label, known_class)

OPEN = Move("open", _("立案"), "条例 第二十二条", frozenset({"petitioner", "window", "sorter"}), opening=True)

PROCEDURE = Procedure(
    kind="petition",
    name=_("信访事项"),
    stages=STAGES,
    rules=RULES,
    load=load_matter,
    unfold=unfold,
    moves=(
        OPEN,
        Move("sort", _("甄别"), "条例 第二十二条", BUREAU, frozenset({NEW, SORTED}), SORTED, SortForm, DEMANDS,
             effect=record_classes, seen=_("信访部门已甄别您的诉求"), audience="petitioner", key="s", primary=True,
             help=_("逐项定类别和内容分类；途径由办理单位在告知书里决定。")),
        Move("forward", _("转送"), "条例 第二十二条", BUREAU, frozenset({SORTED}), HANDLING, ForwardForm,
             Each("demand", ForwardRow, demand_keys, demand_label), guards=(every_demand_sorted,),
             closes=(clocks.FORWARD,), effect=pass_on, audience="petitioner", key="f", primary=True,
             seen=_("信访部门已把您的诉求转给办理单位"),
             tells=_("【阳光信访】您反映的事项（{number}）已转给{units}办理，15日内会书面告知您处理途径。"),
             help=_("每项诉求转给有权处理的机关。登记后15日内转出。")),
        Move("reply_urge", _("回复催办"), "条例 第二十八条", BUREAU, frozenset(s.code for s in STAGES), facts=ReplyForm,
             guards=(reply_owed(clocks.REPLY_BUREAU),), closes=(clocks.REPLY_BUREAU,), audience="petitioner",
             seen=_("信访部门回复了您的催办"), key="u"),
        Move("urge", _("被催办"), "条例 第二十八条", frozenset({"system"}), frozenset({NEW, SORTED})),
        *teamwork(Role.SORTER.value, {NEW, SORTED}, frozenset({"window", "sorter", "head"}), (s.code for s in STAGES)),
        *binding(stage.code for stage in STAGES),
        Move("answered", _("全部答复"), "条例 第三十四条", frozenset({"system"}), frozenset({HANDLING}), ANSWERED),
        Move("rehandled", _("重新办理"), "条例 第三十五条", frozenset({"system"}), frozenset({HANDLING, ANSWERED}), HANDLING),
        *system_moves(STAGES),
    ),
)  # fmt: skip
