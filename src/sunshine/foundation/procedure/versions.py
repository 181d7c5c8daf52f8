"""Versions of a text that the whole house uses: drafted by one administrator, in force only when a second agrees.

A version in force is never changed; the next one replaces it for what begins afterwards. The text itself is a sealed
word of each step, so that who wrote what and who agreed to it is on record.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.common import second_signature, system_moves, taking_back
from sunshine.foundation.procedure.engine import Forbidden
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move, Procedure, Stage, Words

DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"
KEEPING: Final = "GB/T22239—2019（8.1.5）"
HIGHEST: Final = _("这里对所有单位起作用，由最高一级的管理员维护。")

STAGES = (
    Stage(DRAFT, _("草稿"), "", rest=_("还没有生效。")),
    Stage(PUBLISHED, _("已发布"), "", rest=_("发布后不再改动；要改就另起一稿。")),
    Stage(WITHDRAWN, _("已停用"), "", rest=_("已经停用。")),
)
AUTHORS = frozenset({Role.SYSTEM_ADMIN.value})


def serves_all(actor: Actor) -> bool:
    """Whether the actor's area is the whole house's."""
    return all(office.area.startswith(actor.area) for office in directory().units.values())


def for_everybody(snapshot: Snapshot, actor: Actor) -> Words | None:
    """What holds for every unit is kept by the administrators of the highest one."""
    return None if serves_all(actor) else HIGHEST


def versioned(
    kind: str, name: Words, label: str, opening: type[MoveForm], editing: type[MoveForm]
) -> Procedure:
    """The procedure of one kind of text. ``label`` is its model, whose columns the forms' fields name."""

    def begin(plan: Plan) -> None:
        if not serves_all(plan.actor):
            raise Forbidden(HIGHEST)
        assert plan.actor.unit is not None
        state = plan.begin(kind, "1", plan.actor.unit, area="")
        plan.main = plan.step(state.id, stage=DRAFT, given=dict(plan.given.facts), texts=plan.given.texts)
        plan.insert(label, state.id, made_at=plan.now, **_columns(plan))

    def edit(plan: Plan) -> None:
        plan.update(label, plan.here.id, **_columns(plan))

    def publish(plan: Plan) -> None:
        plan.update(label, plan.here.id, published_at=plan.now)

    def withdraw(plan: Plan) -> None:
        plan.update(label, plan.here.id, withdrawn_at=plan.now)

    second = Role.SECURITY_ADMIN.value
    guards = (for_everybody,)
    moves = (
        Move("create", _("新建一稿"), KEEPING, AUTHORS, to=DRAFT, facts=opening, opening=True, own=False, effect=begin),
        Move("edit", _("修改草稿"), KEEPING, AUTHORS, frozenset({DRAFT}), DRAFT, editing, guards=guards, own=False, effect=edit),
        Move("publish", _("发布"), KEEPING, AUTHORS, frozenset({DRAFT}), PUBLISHED, guards=guards, own=False,
             countersign=second, effect=publish, primary=True,
             help=_("安全管理员同意后生效，只用于以后办的；已经办过的不变。")),
        Move("withdraw", _("停用"), KEEPING, AUTHORS, frozenset({PUBLISHED}), WITHDRAWN, guards=guards, own=False,
             countersign=second, effect=withdraw, help=_("停用后回到上一个发布的版本。由安全管理员同意后生效。")),
        Move("drop", _("放弃草稿"), KEEPING, AUTHORS, frozenset({DRAFT}), WITHDRAWN, guards=guards, own=False, effect=withdraw),
        *_two_persons(),
        *system_moves(STAGES),
    )  # fmt: skip
    return Procedure(kind, name, STAGES, moves, rules="1", administrative=True)


def _columns(plan: Plan) -> dict[str, Any]:
    return {**plan.given.facts, **plan.given.texts}


def _two_persons() -> tuple[Move, ...]:
    source = frozenset({DRAFT, PUBLISHED})
    words = _("您同意后立即生效。请先看预览，再核对改动。")
    deciding = second_signature(source, Role.SECURITY_ADMIN, KEEPING, words, own=False)
    moves = (*deciding, replace(taking_back(source, AUTHORS), own=False, law=KEEPING))
    return tuple(replace(move, guards=(*move.guards, for_everybody)) for move in moves)
