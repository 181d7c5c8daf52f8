"""Objecting 提出异议: an organ that finds a matter not its own says so within five working days (条例 第二十三条).

Until it is decided the handling stays where it is, with all its clocks.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.duties.rules import DutyRule
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move
from sunshine.petitions import clocks
from sunshine.petitions.documents import handling as papers
from sunshine.petitions.documents.kinds import OBJECTION
from sunshine.petitions.handling_forms import ObjectForm
from sunshine.petitions.matter import HandlingState, Matter
from sunshine.petitions.objections import KIND, RAISED, SENDERS_MOST, objected, superior, until, waits
from sunshine.petitions.procedure.answering import issue


def raise_objection(plan: Plan) -> None:
    """The objection is a subject of its own, held by whoever decides it: so that it is theirs to see and to owe."""
    assert plan.snapshot is not None
    assert plan.main is not None
    here, matter = plan.here, _matter(plan)
    if plan.now >= until(matter.handlings[here.id].received_at, plan.calendar):
        raise Refused(_("收到超过 5 个工作日，不能再提异议。请按期限告知信访人处理途径。"))
    proposed = UUID(plan.given.facts["unit"])
    check_free(plan, proposed)
    demands = matter.demands_of(here.id)
    nth = objected(demands) + 1
    unit, rule = _decider(plan, nth, proposed)
    state = plan.begin(KIND, plan.rules, unit, here.root, sealed=here.sealed)
    plan.step(state.id, move="raised", stage=RAISED, handling=str(here.id), nth=nth)
    plan.open(rule, on=state.id)
    plan.update("petitions.handling", here.id, objection=state.id)
    for demand in demands:
        plan.update("petitions.demand", demand.id, objections=demand.objections + 1)
    plan.main.record["nth"] = nth
    issue(plan, OBJECTION, papers.objection(plan, unit, nth))


def _matter(plan: Plan) -> Matter:
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    return matter


def _decider(plan: Plan, nth: int, proposed: UUID) -> tuple[UUID, DutyRule]:
    """The sender; from the third on the bureau of the common superior, else the joint conference of the sender's level."""
    assert plan.snapshot is not None
    sender = plan.state(plan.here.root).unit
    if nth <= SENDERS_MOST:
        return sender, clocks.RULE_OBJECTION
    above = superior(plan.book, sender, (plan.here.unit, proposed), frozenset(plan.snapshot.bars))
    return (above, clocks.RULE_OBJECTION) if above else (sender, clocks.CONFER_OBJECTION)


def check_free(plan: Plan, unit: UUID) -> None:
    """Nobody on the accused's side, no bureau, no organ that is no more. Raises Refused."""
    assert plan.snapshot is not None
    office = plan.book.get(unit)
    if office is None or not office.in_force or office.is_bureau:
        raise Refused(_("没有这个单位，请重新选择。"))
    if plan.book.on_side_of(unit, frozenset(plan.snapshot.bars)):
        raise Refused(_("这个单位是被反映的一方，不能转给它。请另选一个。"))


def may_still_object(snapshot: Snapshot, actor: Actor) -> object:
    """Once for each handling; and what was decided above is final."""
    handling: HandlingState = snapshot.matter.handlings[snapshot.subject.id]
    if handling.objection:
        return _("已经提过异议，不能再提。")
    if snapshot.subject.pending_seq:
        return _("有一步正在等审签。要提异议，请先取回。")
    if objected(snapshot.matter.demands_of(handling.id)) > SENDERS_MOST:
        return _("这项诉求由共同的上级或者联席会议指定到本单位，不能再提异议。")
    office = directory().get(snapshot.subject.unit)
    return _("原承办机关已经撤销。请先指定承接机关。") if office and office.is_bureau else None


def undisputed(snapshot: Snapshot, actor: Actor) -> object:
    """Whoever says it is not theirs cannot answer it meanwhile."""
    handling = snapshot.matter.handlings[snapshot.subject.id]
    return _("异议还在核实。要自己办，请先撤回异议。") if waits(snapshot, handling) else None


def objecting(source: frozenset[str]) -> Move:
    """The move, from the stages before the handling unit has given notice."""
    return Move(
        "object", _("提出异议"), "条例 第二十三条", frozenset({Role.HANDLER.value}), source, facts=ObjectForm,
        guards=(may_still_object,), effect=raise_objection, paper="objection", audience="petitioner", shows=(), key="i",
        seen=_("办理单位认为不归它管，提出了异议，正在核实"),
        help=_("不归本单位管的，收到起 5 个工作日内可以提。有结果之前，责任和期限都还在本单位。"),
    )  # fmt: skip
