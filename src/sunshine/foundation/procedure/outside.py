"""A matter that only organs on the accused's side could register: kept, out of their sight, and owed to one outside.

A small site may know no organ that is free of the accused's side: its only bureau is the one complained of. The matter
is registered all the same (条例 第二十二条). The bar hides it from that whole side, so here nobody reads it; the duty
``hand_outside`` says so to administrators, who see that there is one and nothing of it. As soon as the directory
has an organ outside, the worker hands it over, with all its clocks running (条例 第三十条).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import Days
from sunshine.foundation.duties.rules import DutyRule, declare
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Words

OUTSIDE = DutyRule(
    "hand_outside", _("交给与被反映一方无关的机关"), Days(15), Role.SYSTEM_ADMIN, "条例 第三十条"
)
declare(OUTSIDE)
KEPT = _(
    "本网站（已封存，被反映的一方看不到）"
)  # in place of an organ, where one must not be named as whom to ask


def owe_outside(plan: Plan, subject: UUID, accused: AbstractSet[UUID]) -> None:
    """Open the duty to hand this subject outside, where its holder is on the accused's side and owes that not yet."""
    owed = plan.snapshot is not None and plan.duties(OUTSIDE, subject)
    if not owed and plan.book.on_side_of(plan.state(subject).unit, frozenset(accused)):
        plan.open(OUTSIDE, on=subject)


def kept(snapshot: Snapshot) -> bool:
    """Whether some of this matter waits for an organ outside the accused's side."""
    return any(duty.rule == OUTSIDE.code for duty in snapshot.duties)


def somebody_is_free(snapshot: Snapshot, actor: Actor) -> Words | None:
    """There is an organ outside the accused's side by now."""
    book, accused = directory(), frozenset(snapshot.bars)
    found = book.registrar(book[snapshot.subject.unit].division, accused)
    return _("还没有与被反映一方无关的机关。") if book.on_side_of(found.id, accused) else None


def hand_outside(plan: Plan) -> None:
    """Whatever of the family the accused's side holds or owes passes to a free organ; no clock changes."""
    assert plan.snapshot is not None
    assert plan.main is not None
    accused = frozenset(plan.snapshot.bars)
    free = plan.book.registrar(plan.book[plan.here.unit].division, accused).id
    plan.main.record["moved_to"] = str(free)
    for member, state in plan.snapshot.family.items():
        if plan.book.on_side_of(state.unit, accused):
            plan.hand_to(member, free)
    for duty in plan.snapshot.duties:
        if duty.rule == OUTSIDE.code:
            plan.close_duty(duty)
        elif duty.unit and plan.book.on_side_of(duty.unit, accused):
            plan.update("duties.duty", duty.id, unit_id=free, post_id=None)
