"""Assistance 协办 (条例 第二十四条): the lead unit 主办 asks another organ for its part. Responsibility never moves."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import ONE_DAY, SHANGHAI, Due
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.common import system_moves
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move, Procedure, Stage
from sunshine.petitions import clocks
from sunshine.petitions.handling_forms import AssistForm, FindingsForm
from sunshine.petitions.procedure.moves import RULES
from sunshine.petitions.procedure.objecting import check_free

KIND = "assistance"
ASKED, DONE, RELEASED = "asked", "done", "released"
LAW = "条例 第二十四条"
HANDLER = frozenset({Role.HANDLER.value})
LEADS = HANDLER | {Role.SORTER.value}
STAGES = (
    Stage(ASKED, _("待协办"), _("正在请别的单位协助")),
    Stage(DONE, _("已回复协办"), _("协助的单位已回复"), rest=_("协办意见已经回复主办单位。")),
    Stage(RELEASED, _("不再需要协办"), _("不再需要协助"), rest=_("主办单位不再需要协办，或者信访人撤回了。")),
)


def ask(plan: Plan) -> None:
    """A subject of its own, held by the assisting unit, due on the day the lead names."""
    assert plan.snapshot is not None
    assert plan.main is not None
    proposed = UUID(plan.given.facts["unit"])
    check_free(plan, proposed)
    if proposed == plan.here.unit:
        raise Refused(_("协办的应当是别的单位。"))
    day = date.fromisoformat(plan.given.facts["by"])
    due = datetime.combine(day + ONE_DAY, time.min, tzinfo=SHANGHAI)
    if due <= plan.now:
        raise Refused(_("这一天已经过去了，请写今天或以后的日期。"))
    if any((one.stage, one.unit) == (ASKED, proposed) for one in plan.snapshot.of_kind(KIND)):
        raise Refused(_("已经请它协办，还没有回复。"))
    state = plan.begin(KIND, plan.rules, proposed, plan.here.root, sealed=plan.here.sealed)
    plan.step(state.id, move="asked", stage=ASKED, handling=str(plan.here.id), seq=plan.main.seq)
    plan.open(clocks.ASSIST, on=state.id, due=Due(due, provisional=False))


def lead_or_bureau(snapshot: Snapshot, actor: Actor) -> object:
    """The unit that handles it, or the bureau that passed it on."""
    here = snapshot.subject
    mine = actor.unit in {here.unit, snapshot.family[here.root].unit}
    return None if mine else _("由主办单位或者信访部门请求协办。")


def leads(snapshot: Snapshot, actor: Actor) -> object:
    """Whoever handles a part of the matter, or its bureau, may say that it is not needed any more."""
    units = {one.unit for one in snapshot.family.values() if one.kind in {"petition", "handling"}}
    return None if actor.unit in units else _("由主办单位决定。")


def asking(source: frozenset[str]) -> Move:
    """The move of the lead unit, from the stages at which it works on the matter."""
    return Move(
        "ask_assistance", _("请求协办"), LAW, LEADS, source, facts=AssistForm,
        guards=(lead_or_bureau,), effect=ask, own=False, audience="petitioner", seen=_("办理单位请别的单位协助"), shows=(), key="q",
        help=_("请别的单位查清它管的那一部分。答复仍由本单位负责，本单位的期限不变。"),
    )  # fmt: skip


OPEN = frozenset({ASKED})

PROCEDURE = Procedure(
    kind=KIND,
    name=_("协办"),
    stages=STAGES,
    rules=RULES,
    moves=(
        Move("asked", _("收到协办请求"), LAW, frozenset({Role.SYSTEM.value}), opening=True),
        Move("answer_assistance", _("回复协办意见"), LAW, HANDLER, OPEN, DONE, FindingsForm, closes=(clocks.ASSIST,),
             audience="petitioner", shows=(), seen=_("协助的单位已回复办理单位"), primary=True,
             help=_("写给主办单位看，由它答复信访人。")),
        Move("release_assistance", _("不再需要协办"), LAW, LEADS, OPEN, RELEASED,
             guards=(leads,), closes=(clocks.ASSIST,), own=False),
        Move("withdrawn", _("信访人撤回"), "条例 第十八条", frozenset({Role.SYSTEM.value}), OPEN, RELEASED),
        *system_moves(STAGES),
    ),
)  # fmt: skip
