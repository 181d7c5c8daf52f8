"""What the tables of all reference data share: opening, editing, ending, taking on, and the second person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.administration.kinds import ACTIVE, ENDED, KEEPING, RULES, Kind, kind_of
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import Directory, directory
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.common import second_signature, system_moves, taking_back
from sunshine.foundation.procedure.engine import Forbidden
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.plan import Plan, StepDraft
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Guard, Move, Stage, Words

SYSTEM_ADMIN = frozenset({Role.SYSTEM_ADMIN.value})
SECURITY_ADMIN = frozenset({Role.SECURITY_ADMIN.value})
IN_FORCE = frozenset({ACTIVE})
FOR_ALL = _("这里对所有单位起作用，由最高一级的系统管理员维护。")
STAGES = (
    Stage(ACTIVE, _("在用"), "", rest=_("基础数据，没有期限。")),
    Stage(ENDED, _("已停用"), "", rest=_("已经停用。")),
)


class KeptForm(MoveForm):
    """A form of a move on a row: it opens with what the row says now."""

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.snapshot, self.actor = snapshot, actor
        self.initial = {**snapshot.matter.values, **self.initial} if snapshot.matter else self.initial


def opening(
    kind: str, form: type[MoveForm], law: str = KEEPING, by: frozenset[str] = SYSTEM_ADMIN
) -> tuple[Move, Move]:
    """Creating a row, and taking on one that was there before anybody kept a record of it."""
    return (
        Move("create", _("新建"), law, by, to=ACTIVE, facts=form, opening=True, own=False, effect=_create(kind)),
        Move("adopt", _("既有数据建档"), law, frozenset({Role.SYSTEM.value}), facts=form, opening=True, own=False,
             effect=_adopt(kind)),
    )  # fmt: skip


def _create(code: str) -> Callable[[Plan], None]:
    def create(plan: Plan) -> None:
        kind = kind_of(code)
        if kind.whole and not covers_all(plan.actor, plan.book):
            raise Forbidden(FOR_ALL)
        plan.main = begin_row(plan, kind, plan.given, kind.area(plan.given, plan.book))

    return create


def end_today(plan: Plan, model: str) -> None:
    """The row holds until today, or ends as it begins where that is still to come."""
    assert plan.snapshot is not None
    started = str(plan.snapshot.matter.values["valid_from"])
    plan.update(model, plan.here.id, valid_to=max(timezone.localdate(plan.now).isoformat(), started))


def begin_row(plan: Plan, kind: Kind, given: Given, area: str, pk: UUID | None = None) -> StepDraft:
    """A new row with its subject and the step that begins both."""
    state = plan.begin(kind.code, RULES, keeper(plan), pk=pk, area=area)
    names = [name for name in kind.fields if name in given.facts or name in given.texts]
    step = plan.step(state.id, move="create", stage=ACTIVE, given=dict(given.facts), texts=dict(given.texts))
    plan.insert(kind.label, state.id, **{**kind.unasked(), **kind.values(names, given)})
    return step


def _adopt(code: str) -> Callable[[Plan], None]:
    def adopt(plan: Plan) -> None:
        """Rows are named by their id; each carries its area and stage beside its values."""
        unit = keeper(plan)
        for pk, row in plan.given.rows.items():
            facts = dict(row.facts)
            area, stage = facts.pop("area"), facts.pop("stage")
            state = plan.begin(code, RULES, unit, pk=UUID(pk), area=area)
            plan.main = plan.step(state.id, stage=stage, given=facts, texts=dict(row.texts))

    return adopt


def keeper(plan: Plan) -> UUID:
    """The unit that keeps this row: the acting administrator's, or for the system the highest one there is."""
    return plan.actor.unit or highest(plan.book)


def highest(book: Directory) -> UUID:
    """The unit with the widest area. Raises ValueError when there is none."""
    return min(book.units.values(), key=lambda office: (len(office.area), office.code)).id


def whole_house(snapshot: Snapshot, actor: Actor) -> Words | None:
    """What holds for everybody is kept by the administrators of the highest unit."""
    return None if covers_all(actor, directory()) else FOR_ALL


def covers_all(actor: Actor, book: Directory) -> bool:
    """Whether every unit lies in the actor's area."""
    return all(office.area.startswith(actor.area) for office in book.units.values())


def edits(
    code: str, name: Words, form: type[MoveForm], law: str = KEEPING, *, by: frozenset[str] = SYSTEM_ADMIN,
    second: bool = False, guards: tuple[Guard, ...] = (), to: str | None = None,
    effect: Callable[[Plan], None] | None = None, words: Words = "", primary: bool = False,
) -> Move:  # fmt: skip
    """A move that writes what its form says; with ``second`` only after the security administrator agrees."""
    return Move(
        code, name, law, by, IN_FORCE, to, form, guards=guards, effect=effect or write_given, own=False, help=words,
        countersign=Role.SECURITY_ADMIN.value if second else None, primary=primary,
    )  # fmt: skip


def write_given(plan: Plan) -> None:
    """The effect of an edit: the row takes what was given, and nothing else changes."""
    kind = kind_of(plan.here.kind)
    move = kind.procedure.by_code[plan.move]
    plan.update(kind.label, plan.here.id, **kind.values(kind.written(move), plan.given))


def and_also(**columns: Callable[[Plan], Any]) -> Callable[[Plan], None]:
    """An edit that also sets columns nobody is asked for."""

    def effect(plan: Plan) -> None:
        write_given(plan)
        extra: Mapping[str, Any] = {name: value(plan) for name, value in columns.items()}
        plan.update(kind_of(plan.here.kind).label, plan.here.id, **extra)

    return effect


def two_persons(guards: Iterable[Guard] = (), source: frozenset[str] = IN_FORCE) -> tuple[Move, ...]:
    """The security administrator's agreement or refusal, and the author's taking back."""
    words = _("您同意后立即生效。请先核对内容，必要时电话核实。")
    deciding = second_signature(source, Role.SECURITY_ADMIN, KEEPING, words, own=False)
    moves = (*deciding, replace(taking_back(source, SYSTEM_ADMIN), own=False, law=KEEPING))
    return tuple(replace(move, guards=(*move.guards, *guards)) for move in moves)


def clockwork() -> tuple[Move, ...]:
    """What the clock writes on reference data: reminders of a waiting confirmation."""
    return system_moves(STAGES)
