"""Carrying out 执行: what an answer supports is owed until it is done and shown to be done (条例 第三十二条、第四十条)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import ONE_DAY, SHANGHAI, Due
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move
from sunshine.petitions import clocks
from sunshine.petitions.matter import Matter
from sunshine.petitions.models import Outcome
from sunshine.petitions.procedure.moves import pursued
from sunshine.petitions.review_forms import CarriedOutForm

PROMISED = {Outcome.SUPPORT.value, Outcome.SETTLED.value}  # what has to be done because it was answered so


def owe_execution(plan: Plan, handling: UUID, outcomes: Iterable[str]) -> None:
    """The handling unit owes what was supported, by the day the answer names; what is supported no more, nobody owes."""
    owed, day = plan.duties(clocks.EXECUTE, handling), plan.given.facts.get("by")
    if not PROMISED & set(outcomes):
        for duty in owed:
            plan.close_duty(duty)
    elif not owed:
        plan.open(clocks.EXECUTE, on=handling, due=_until(date.fromisoformat(day)) if day else None)


def _until(day: date) -> Due:
    """To the end of a day that was named."""
    return Due(datetime.combine(day + ONE_DAY, time.min, tzinfo=SHANGHAI), provisional=False)


def carry_out(plan: Plan) -> None:
    """It is done: words and files show it, and each petitioner is told."""
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    for filing in pursued(plan.snapshot):
        plan.step(filing.id, move="carried_out", handling=str(plan.here.id))
        plan.tell(filing.id, number=matter.filings[filing.id].number, unit=plan.book[plan.here.unit].zh)


def execution_owed(snapshot: Snapshot, actor: Actor) -> object:
    """Only while something supported has not been done."""
    owed = any(duty.rule == clocks.EXECUTE.code for duty in snapshot.open_duties(snapshot.subject.id))
    return None if owed else _("没有等着办到的答复。")


def carrying_out(source: frozenset[str]) -> Move:
    """The move, at the stages of a handling whose answer is out."""
    return Move(
        "carry_out", _("记录执行情况"), "条例 第三十二条", frozenset({Role.HANDLER.value}), source, facts=CarriedOutForm,
        guards=(execution_owed,), closes=(clocks.EXECUTE,), effect=carry_out, audience="petitioner",
        seen=_("办理单位已按答复办到"), shows=("words", "proof"),
        tells=_("【阳光信访】{unit}已按答复办到您反映的事项（{number}），请在网上查看。没有办到的，请告诉我们。"),
        help=_("支持的诉求真正办到了才记，要附凭证，信访人看得到。在这之前责任一直在。"),
    )  # fmt: skip
