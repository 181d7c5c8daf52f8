"""The procedure of a call-back 回访: a bureau of another level asks the petitioner, never the unit that is spoken of.

A subject of its own in the matter's family, held by that bureau: so it sees what it calls about. What is owed here and what
was said is shown to nobody else at the desk (``queries.Family``). It changes no rating (条例 第二十一条).
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.duties.rules import DutyRule
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.common import system_moves
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.table import Move, Procedure, Stage
from sunshine.petitions import clocks
from sunshine.petitions.models import Why
from sunshine.petitions.procedure.moves import RULES
from sunshine.petitions.protecting import CallBackForm, TriedForm
from sunshine.petitions.urgent import COPY

KIND = "callback"
OWED, DONE = "owed", "done"
LAW = "条例 第十八条、第二十一条"
CALLER = frozenset({Role.SORTER.value})
STAGES = (
    Stage(OWED, _("待回访"), _("上级信访部门会打电话给您")),
    Stage(DONE, _("已回访"), _("上级信访部门回访过了"), rest=_("回访结果已经记录。")),
)


def everyone(plan: Plan) -> frozenset[UUID]:
    """Every unit that does something in this matter; not who was only told of it."""
    assert plan.snapshot is not None
    members = plan.snapshot.family.values()
    return frozenset(member.unit for member in members if member.kind not in {KIND, COPY})


def owe(plan: Plan, rule: DutyRule, why: Why, about: frozenset[UUID], words: str = "") -> None:
    """Have this filing's petitioner called by a bureau that is none of those it is about, and above them.

    Once is enough: a call of this kind that is still owed to the only filer is not owed twice.
    """
    assert plan.snapshot is not None
    widest = min(about, key=lambda unit: (len(plan.book[unit].area), str(unit)))
    office = plan.book.overseer(widest, everyone(plan), frozenset(plan.snapshot.bars))
    owed = any(duty.rule == rule.code for duty in plan.snapshot.duties)
    if office is None or (owed and len(plan.snapshot.of_kind("filing")) == 1):
        return
    state = plan.begin(KIND, plan.rules, office.id, plan.here.root, sealed=plan.here.sealed)
    texts = {"told": words} if words else {}
    plan.step(state.id, move="owe", stage=OWED, texts=texts, why=why.value, filing=str(plan.here.id))
    plan.open(rule, on=state.id)
    plan.insert("petitions.callback", state.id, filing_id=plan.here.id, why=why.value, owed_at=plan.now)


def log(plan: Plan) -> None:
    """Keep what came of it. What the petitioner rated, or withdrew, stays as it is."""
    facts = plan.given.facts
    plan.update(
        "petitions.callback", plan.here.id, outcome=facts["outcome"], said=facts["said"], done_at=plan.now
    )


PROCEDURE = Procedure(
    kind=KIND,
    name=_("回访"),
    stages=STAGES,
    rules=RULES,
    moves=(
        Move("owe", _("提出回访"), LAW, frozenset({Role.SYSTEM.value}), opening=True, audience="sealed"),
        Move("log_call_back", _("记录回访"), LAW, CALLER, frozenset({OWED}), DONE, CallBackForm,
             closes=(clocks.CALL_BACK, clocks.CALL_PRESSED), effect=log, audience="sealed",
             seen=_("上级信访部门打电话给您"), shows=(), key="h", primary=True,
             help=_("由上一级信访部门打，被评价、被反映的单位看不到。")),
        Move("try_call_back", _("没有人接"), LAW, CALLER, frozenset({OWED}), facts=TriedForm, audience="sealed",
             seen=_("上级信访部门打电话给您，没有人接"), shows=(),
             help=_("回访还欠着，换个时间再打。")),
        *system_moves(STAGES),
    ),
)  # fmt: skip
