"""Extension 延期: a complex matter gets up to 30 days more, once, approved by the head of the organ (条例 第三十四条)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import DutyState, Snapshot
from sunshine.foundation.procedure.table import Move
from sunshine.petitions import clocks
from sunshine.petitions.documents import handling as papers
from sunshine.petitions.documents.kinds import EXTENSION
from sunshine.petitions.handling_forms import ExtendForm
from sunshine.petitions.procedure.answering import issue, tell_filers


def extend(plan: Plan) -> None:
    """Approved: the term to decide ends so many days after its own last day, and those who filed are told why."""
    assert plan.snapshot is not None
    owed = _term(plan.snapshot)
    if owed is None or plan.now >= owed.due_at:
        raise Refused(_("办理期限已经届满，不能再延期。请退回，尽快作出处理意见。"))
    days = int(plan.given.facts["days"])
    due = plan.lengthen(owed, days)
    plan.update("petitions.handling", plan.here.id, extended_days=days)
    issue(plan, EXTENSION, papers.extension(plan, owed.due_at, due))
    tell_filers(plan, due=last_day(due.at).isoformat())


def _term(snapshot: Snapshot) -> DutyState | None:
    owed = snapshot.open_duties(snapshot.subject.id)
    return next((duty for duty in owed if duty.rule == clocks.DECIDE.code), None)


def never_extended(snapshot: Snapshot, actor: Actor) -> object:
    """Once only, by what is on record."""
    extended = snapshot.matter.handlings[snapshot.subject.id].extended_days
    return _("已经延期过一次，不能再延。") if extended else None


def term_is_running(snapshot: Snapshot, actor: Actor) -> object:
    """Only the sixty days of an accepted matter can be extended."""
    return None if _term(snapshot) else _("现在没有可以延长的办理期限。")


def extending(source: frozenset[str]) -> Move:
    """The move, from the stage at which the sixty days run."""
    return Move(
        "extend", _("延期"), "条例 第三十四条", frozenset({Role.HANDLER.value}), source, facts=ExtendForm,
        countersign=Role.HEAD.value, guards=(never_extended, term_is_running), effect=extend, paper="extension",
        audience="petitioner", seen=_("办理期限延长了，出具了延期告知书"), shows=("reason",), key="e",
        tells=_("【阳光信访】您反映的事项（{number}）情况复杂，{unit}经负责人批准延长办理期限，最迟{due}书面答复。理由见延期告知书，可在网上查看。"),
        help=_("情况复杂、到期办不完时用。经本单位负责人批准，只能延一次，最多 30 天，要告知信访人理由。"),
    )  # fmt: skip
