"""Designating 指定承接机关: a bureau left with a matter of an organ that is no more has another organ carry on with it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move, Words
from sunshine.petitions.forms import CHOOSE
from sunshine.petitions.matter import Matter
from sunshine.petitions.procedure.moves import brings
from sunshine.petitions.whereto import outside


class DesignateForm(MoveForm):
    """Which organ carries on."""

    unit = forms.ChoiceField(label=_("由哪个机关承接"))

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.fields["unit"].choices = CHOOSE + outside(snapshot, actor)  # type: ignore[attr-defined]


def left_to_a_bureau(snapshot: Snapshot, actor: Actor) -> Words | None:
    """A bureau decides no merits: it holds a handling only when the organ that had it was abolished."""
    office = directory().get(snapshot.subject.unit)
    return None if office and office.is_bureau else _("只有撤销的机关留下的事项，才由信访局另行指定。")


def something_left(snapshot: Snapshot, actor: Actor) -> Words | None:
    """What was answered has to pass on only while something of it is still owed, such as carrying it out."""
    done = snapshot.subject.stage == "answered" and not snapshot.open_duties(snapshot.subject.id)
    return _("已经答复，没有要接着办的。") if done else None


def designate(plan: Plan) -> None:
    """It passes with everything owed, and every date stays (条例 第二十四条). Never to the accused's side (第三十条)."""
    assert plan.snapshot is not None
    before, to = plan.here.unit, UUID(plan.given.facts["unit"])
    office = plan.book.get(to)
    if office is None or not office.in_force or plan.book.on_side_of(to, frozenset(plan.snapshot.bars)):
        raise Refused(_("这个单位不能承接：它已经撤销，或者是被反映的一方。请另选一个。"))
    plan.hand_to(plan.here.id, to)
    pass_duties(plan, before, to)


def pass_duties(plan: Plan, before: UUID, to: UUID) -> None:
    """What was owed of this subject, and of having its answer served, is owed by another unit from now on."""
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    answer = matter.answer_of(plan.here.id)
    owed = plan.snapshot.open_duties(plan.here.id)
    owed += [duty for duty in plan.snapshot.duties if answer and brings(duty, answer, matter)]
    for duty in owed:
        if duty.unit == before:
            plan.update("duties.duty", duty.id, unit_id=to, post_id=None)


def designating(source: frozenset[str]) -> Move:
    """The move, from the stages at which a handling is still worked on."""
    return Move(
        "designate", _("指定承接机关"), "条例 第二十四条", frozenset({Role.SORTER.value}), source, facts=DesignateForm,
        guards=(left_to_a_bureau, something_left), effect=designate, audience="petitioner",
        seen=_("原办理机关已撤销，已指定承接的机关，期限不变"),
        help=_("原办理机关撤销、没有承接单位时用。期限不变。"),
    )  # fmt: skip
