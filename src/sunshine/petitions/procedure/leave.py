"""Being away 代班 and handing over 移交: a unit's own affairs, on record like every act, but no part of any matter."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import ONE_DAY, SHANGHAI
from sunshine.foundation.duties.models import Absence
from sunshine.foundation.offices.actors import MATTER_ROLES, Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move, Procedure, Stage
from sunshine.petitions.desk_forms import AbsenceForm, HandOverForm
from sunshine.petitions.procedure.moves import RULES
from sunshine.petitions.procedure.teamwork import ON_RESPONSIBILITY

NAMED, ENDED, PASSED = "named", "ended", "passed"
BY = frozenset(role.value for role in MATTER_ROLES)


def _begin(plan: Plan, kind: str, stage: str) -> UUID:
    assert plan.actor.unit is not None
    state = plan.begin(kind, RULES, plan.actor.unit)
    plan.main = plan.step(state.id, stage=stage, given=dict(plan.given.facts), texts=plan.given.texts)
    return state.id


def stand_in(plan: Plan) -> None:
    """Name who stands in, from the first day to the last."""
    facts = plan.given.facts
    begun = _begin(plan, "absence", NAMED)
    plan.insert(
        "duties.absence", begun, post_id=UUID(facts["post"]), substitute_id=UUID(facts["substitute"]),
        first_day=date.fromisoformat(facts["first_day"]), last_day=date.fromisoformat(facts["last_day"]),
    )  # fmt: skip


def come_back(plan: Plan) -> None:
    """Back earlier: from now on nobody stands in."""
    assert plan.snapshot is not None
    absence: Absence = plan.snapshot.matter
    yesterday = plan.now.astimezone(SHANGHAI).date() - ONE_DAY
    plan.update("duties.absence", plan.here.id, last_day=min(absence.last_day, yesterday))


def own_absence(snapshot: Snapshot, actor: Actor) -> object:
    """Ended by the one who was away, or by the head of the unit."""
    mine = actor.post == snapshot.matter.post_id or actor.role == Role.HEAD
    return None if mine else _("由本人或者单位负责人结束代班。")


def hand_over(plan: Plan) -> None:
    """The list of what passed, kept as one step; each matter has its own step beside it."""
    _begin(plan, "handover", PASSED)


STAND_IN = Move(
    "stand_in", _("安排代班"), ON_RESPONSIBILITY, BY, facts=AbsenceForm, opening=True, effect=stand_in
)
HAND_OVER = Move(
    "hand_over", _("移交工作"), ON_RESPONSIBILITY, BY, facts=HandOverForm, opening=True, effect=hand_over
)

ABSENCE = Procedure(
    kind="absence",
    name=_("代班"),
    stages=(
        Stage(NAMED, _("已安排"), "", rest=_("到期自己结束。")),
        Stage(ENDED, _("已提前结束"), "", rest=_("本人已经回来。")),
    ),
    rules=RULES,
    internal=True,
    load=lambda root: Absence.objects.get(pk=root),
    moves=(
        STAND_IN,
        Move("come_back", _("提前结束代班"), ON_RESPONSIBILITY, BY, frozenset({NAMED}), ENDED, guards=(own_absence,),
             effect=come_back),
    ),
)  # fmt: skip

HANDOVER = Procedure(
    kind="handover",
    name=_("移交"),
    stages=(Stage(PASSED, _("已移交"), "", rest=_("移交清单。")),),
    rules=RULES,
    internal=True,
    moves=(HAND_OVER,),
)
