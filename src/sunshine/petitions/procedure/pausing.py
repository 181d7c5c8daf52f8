"""Pause 暂停: a term stands still only where a place's own law says so, and only by a rule on the list (条例 第三十四条至第三十六条).

The regulation itself knows no pause but the hearing of a final review. Who pauses says by which rule, and until when; the
days that really went by are added, and not one more.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move
from sunshine.petitions import clocks, intervals
from sunshine.petitions.hearing_forms import PauseForm, ResumeForm
from sunshine.petitions.interval_models import IntervalKind, IntervalState, PauseKind
from sunshine.petitions.procedure.hearing import HANDLER, nothing_runs, tell_concerned, until_end_of

LAW = "条例 第三十四条、第三十五条、第三十六条"


def pause(plan: Plan) -> None:
    """Signed: the term stands still until it is resumed, by the rule named. A day that has passed, or a term, is not brought back."""
    assert plan.snapshot is not None
    until, owed = date.fromisoformat(plan.given.facts["until"]), intervals.running_term(plan.snapshot)
    if owed is None or plan.now >= owed.due_at:
        raise Refused(_("期限已经届满，不能再暂停。请退回。"))
    if until < intervals.day_of(plan.now):
        raise Refused(_("预计的日期已经过去了。请退回，另定日期。"))
    plan.open(clocks.END_PAUSE, due=until_end_of(until))
    intervals.begin(plan, IntervalKind.PAUSE, until, until)
    tell_concerned(plan, day=until.isoformat())


def resume(plan: Plan) -> None:
    """It is over: the term goes on, later by just the days it stood still."""
    assert plan.snapshot is not None
    assert plan.main is not None
    going = intervals.running(plan.snapshot)
    assert going is not None
    plan.main.record["days"] = intervals.end(plan, going, IntervalState.ENDED)
    plan.close(clocks.END_PAUSE)
    due = next(
        row.values["due_at"] for row in plan.rows if row.model == "duties.duty" and "due_at" in row.values
    )
    tell_concerned(plan, due=last_day(due).isoformat())


def allowed_here(snapshot: Snapshot, actor: Actor) -> object:
    """Only by a rule on the list that holds here, today, for the term that runs."""
    found = any(one.kind != PauseKind.HEARING for one in intervals.allowed(snapshot))
    return None if found else _("这里没有可以暂停期限的依据。")


def pause_goes_on(snapshot: Snapshot, actor: Actor) -> object:
    """Only while the term stands still by a pause."""
    going = intervals.running(snapshot)
    return None if going and going.kind == IntervalKind.PAUSE else _("期限没有暂停。")


def pausing(source: frozenset[str]) -> tuple[Move, ...]:
    """The moves, from the stages at which a term runs that can stand still."""
    return (
        Move("pause", _("暂停计算期限"), LAW, HANDLER, source, facts=PauseForm, countersign=Role.HEAD.value,
             guards=(nothing_runs, allowed_here), effect=pause, audience="petitioner", shows=("reason",),
             seen=_("办理期限暂停，停的天数不算在内"),
             tells=_("【阳光信访】您反映的事项（{number}），{unit}暂停计算办理期限，预计到{day}。理由和依据可在网上查看。"),
             help=_("只有地方规定写明的情形才能用，如鉴定、勘验。经负责人批准，要告知信访人。")),
        Move("resume", _("恢复计算期限"), LAW, HANDLER, source, facts=ResumeForm, guards=(pause_goes_on,), effect=resume,
             audience="petitioner", seen=_("办理期限接着算"), primary=True,
             tells=_("【阳光信访】您反映的事项（{number}）恢复计算办理期限，最迟{due}书面答复。"),
             help=_("实际暂停了几天，期限就往后几天。")),
    )  # fmt: skip
