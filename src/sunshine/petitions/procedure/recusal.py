"""The procedure of a recusal 回避 (条例 第二十八条): who has an interest in a matter neither reads it nor acts in it.

An officer says so, or the petitioner asks for it; the head of the office decides with a reason, about a head the organ
above. A subject of its own, held by whoever decides: so that it is theirs to see and to owe. Kept out is the person, in
whatever post (``ledger.Bar``), so that no page or list can forget it.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.common import system_moves
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot, SubjectState
from sunshine.foundation.procedure.table import Move, Procedure, Stage, procedure
from sunshine.petitions import clocks
from sunshine.petitions.desk_forms import WORKERS
from sunshine.petitions.procedure.moves import RULES
from sunshine.petitions.recusal_forms import (
    HEAD,
    HEADS,
    AskForm,
    GrantRecusalForm,
    InterestForm,
    RefuseRecusalForm,
)
from sunshine.petitions.recusing import (
    ASKED,
    GRANTED,
    KIND,
    REFUSED,
    above,
    request_of,
    takers,
    waiting,
)

LAW = "条例 第二十八条"
OFFICERS = frozenset(
    {Role.WINDOW.value, Role.SORTER.value, Role.HANDLER.value, Role.HEAD.value, Role.LEADER.value}
)
STAGES = (
    Stage(ASKED, _("待决定回避"), _("正在决定要不要换人办理")),
    Stage(GRANTED, _("已回避"), _("有工作人员回避，换了人办理"), rest=_("回避的人看不到、办不了这件事。")),
    Stage(REFUSED, _("不用回避"), _("决定不用换人"), rest=_("已经说明理由。")),
)


def declare(plan: Plan) -> None:
    """An officer says so: the head of the unit decides, about a head the organ above."""
    assert plan.actor.unit
    _begin(plan, plan.actor.unit, plan.actor.role in HEADS, {"officer": str(plan.actor.officer)})


def ask(plan: Plan) -> None:
    """The petitioner asks: of a unit that has to do with the matter."""
    assert plan.snapshot is not None
    facts = plan.given.facts
    unit = UUID(facts["unit"])
    if unit not in {one.unit for one in takers(plan.snapshot)}:
        raise Refused(_("这个单位没有办理您这件事，请重新选择。"))
    _begin(plan, unit, facts["about"] == HEAD, {"filing": str(plan.here.id)})


def _begin(plan: Plan, unit: UUID, of_a_head: bool, whose: dict[str, str]) -> None:
    assert plan.snapshot is not None
    by = above(plan.book, unit, frozenset(plan.snapshot.bars)) if of_a_head else unit
    state = plan.begin(KIND, plan.rules, by, plan.here.root, sealed=plan.here.sealed)
    said = plan.given.texts.get("reason") or plan.given.texts["words"]
    texts = {"unit": str(unit), "why": said, **whose}
    plan.step(state.id, move="raised", stage=ASKED, texts=texts)
    plan.open(clocks.DECIDE_RECUSAL, on=state.id)


def grant(plan: Plan) -> None:
    """Keep the officer out of the whole matter, in every post, and let a colleague have the work."""
    assert plan.snapshot is not None
    facts = plan.given.facts
    asked, officer = request_of(plan.snapshot, plan.here.id), UUID(facts["officer"])
    if officer == plan.actor.officer:
        raise Refused(ONES_OWN)
    if asked.officer not in {None, officer}:
        raise Refused(_("申请回避的是另一个人。"))
    plan.insert("ledger.bar", root_id=plan.here.root, officer_id=officer)
    for member in _work(plan.snapshot, asked.unit, UUID(facts["post"]), facts["role"]):
        plan.step(member.id, move="assign", audience="handlers", given={"post": facts["to"]})
        plan.name(member.id, UUID(facts["to"]), facts["role"])
    tell(plan)


def _work(snapshot: Snapshot, unit: UUID, post: UUID, role: str) -> list[SubjectState]:
    """What this post works on for the unit: named to it, or to nobody."""
    return [
        one
        for one in snapshot.family.values()
        if one.unit == unit and WORKERS.get(one.kind) == role and one.post in {None, post}
        and one.stage in procedure(one.kind).by_code["assign"].source
    ]  # fmt: skip


def tell(plan: Plan) -> None:
    """Whoever asked for it is told what was decided."""
    assert plan.snapshot is not None
    filing = request_of(plan.snapshot, plan.here.id).filing
    if filing:
        plan.step(filing, move="recusal_decided", audience="handlers")
        plan.tell(filing, number=plan.snapshot.matter.filings[filing].number)


ONES_OWN = _("自己的回避，由别人决定。")


def not_ones_own(snapshot: Snapshot, actor: Actor) -> object:
    """Nobody decides about themselves."""
    return ONES_OWN if request_of(snapshot, snapshot.subject.id).officer == actor.officer else None


def takes_part(snapshot: Snapshot, actor: Actor) -> object:
    """Somebody of a unit that has to do with the matter, once."""
    if actor.unit not in {one.unit for one in takers(snapshot)}:
        return _("本单位没有办理这件事。")
    asked = any(one.officer == actor.officer for one in waiting(snapshot))
    return _("您已经申请回避，正在等决定。") if asked else None


def not_asked_already(snapshot: Snapshot, actor: Actor) -> object:
    """One after the other."""
    asked = any(one.filing == snapshot.subject.id for one in waiting(snapshot))
    return _("您申请过回避，正在等决定。") if asked else None


def declaring(source: frozenset[str]) -> Move:
    """The officer's own move, on the matter as a whole."""
    return Move(
        "declare_interest", _("申请回避"), LAW, OFFICERS, source, facts=InterestForm, guards=(takes_part,), effect=declare,
        own=False, help=_("和这件事或者信访人有直接利害关系的，应当回避。由单位负责人决定；负责人自己的，由上一级机关决定。"),
    )  # fmt: skip


def asking(source: frozenset[str]) -> Move:
    """The petitioner's move."""
    return Move(
        "ask_recusal", _("申请换人办理"), LAW, frozenset({Role.PETITIONER.value}), source, facts=AskForm,
        guards=(not_asked_already,), effect=ask, audience="petitioner", seen=_("您申请换人办理"),
        help=_("办事的人和您这件事有利害关系，可以申请换人。3 个工作日内决定，理由会告诉您。"),
    )  # fmt: skip


DECIDED = Move("recusal_decided", _("已决定回避申请"), LAW, frozenset({Role.SYSTEM.value}))
BY_HEAD, OPEN = frozenset({Role.HEAD.value}), frozenset({ASKED})
TOLD = _("【阳光信访】您反映的事项（{number}）里申请换人办理，已经作出决定，请在网上查看。")

PROCEDURE = Procedure(
    kind=KIND,
    name=_("回避"),
    stages=STAGES,
    rules=RULES,
    moves=(
        Move("raised", _("提出"), LAW, frozenset({Role.SYSTEM.value}), opening=True),
        Move("grant_recusal", _("同意回避"), LAW, BY_HEAD, OPEN, GRANTED, GrantRecusalForm, guards=(not_ones_own,),
             closes=(clocks.DECIDE_RECUSAL,), effect=grant, audience="petitioner", tells=TOLD, primary=True,
             seen=_("有工作人员回避，换了人办理"),
             help=_("回避的人从此看不到、办不了这件事，不管在哪个岗位；接办的人接着办，期限不变。")),
        Move("refuse_recusal", _("不同意回避"), LAW, BY_HEAD, OPEN, REFUSED, RefuseRecusalForm, guards=(not_ones_own,),
             closes=(clocks.DECIDE_RECUSAL,), effect=tell, audience="petitioner", tells=TOLD,
             seen=_("申请回避的，决定不用换人")),
        *system_moves(STAGES),
    ),
)  # fmt: skip
