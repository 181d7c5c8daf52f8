"""Reporting urgent and major matters 重大、紧急信访信息 (条例 第二十五条): first report 首报, further ones 续报, the last 终报.

An alert is a subject of its own, held by the unit that found it; each addressee holds a copy, so that it sees the matter
and owes an acknowledgement. Only officers see any of it, and nothing the petitioner may do is less for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
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
from sunshine.petitions.documents import urgent as papers
from sunshine.petitions.documents.kinds import URGENT
from sunshine.petitions.procedure.answering import issue
from sunshine.petitions.procedure.moves import RULES
from sunshine.petitions.procedure.objecting import check_free
from sunshine.petitions.urgent import (
    ALERT,
    COPY,
    DROPPED,
    ENDED,
    FOUND,
    OPEN,
    RECALLED,
    REPORTED,
    SENT,
    TAKEN,
    above,
    addressees,
    alert_of,
    at_once,
    by_the_end_of,
    copies,
    noting,
)
from sunshine.petitions.urgent_forms import (
    AskFurtherForm,
    DropForm,
    FirstReportForm,
    FurtherReportForm,
    LastReportForm,
    MarkForm,
)

LAW = "条例 第二十五条"
REPORTERS = frozenset({Role.HANDLER.value, Role.SORTER.value, Role.HEAD.value})
FINDERS = REPORTERS | {Role.WINDOW.value}
TOLD = REPORTERS | {Role.LEADER.value}
SYSTEM = frozenset({Role.SYSTEM.value})
STAGES = (
    Stage(FOUND, _("待首报"), _("单位内部要上报一个情况")),
    Stage(REPORTED, _("已首报，待续报"), _("单位内部上报了一个情况")),
    Stage(ENDED, _("已终报"), _("单位内部上报的情况已经了结"), rest=_("已经终报，不用再报。")),
    Stage(DROPPED, _("不用上报"), _("经核实不用上报"), rest=_("负责人核实，不属于重大、紧急情况。")),
)
COPY_STAGES = (
    Stage(SENT, _("待签收"), _("正在报送上级")),
    Stage(TAKEN, _("已签收"), _("上级已经知道"), rest=_("已经签收；续报由上报的单位负责。")),
    Stage(RECALLED, _("已收回"), _("已收回"), rest=_("收件单位后来知道是被反映的一方，报告已经收回。")),
)


def mark(plan: Plan) -> None:
    """Begin the alert: its first report is due within hours, on rest days too."""
    assert plan.main is not None
    state = plan.begin(ALERT, plan.rules, plan.here.unit, plan.here.root, sealed=plan.here.sealed)
    plan.step(
        state.id, move="found", stage=FOUND, texts={"urgency": plan.given.facts["urgency"]}, seq=plan.main.seq
    )
    plan.open(clocks.REPORT_FIRST, on=state.id, due=at_once(plan.now))


def report_first(plan: Plan) -> None:
    """Tell everybody whom the law names, and the department chosen beside them."""
    assert plan.snapshot is not None
    told = [one.id for one in addressees(plan.book, plan.here.unit, frozenset(plan.snapshot.bars))]
    department = plan.given.facts.get("department")
    if department:
        check_free(plan, UUID(department))
        told.append(UUID(department))
    told = [unit for unit in dict.fromkeys(told) if unit != plan.here.unit]
    plan.open(clocks.REPORT_FURTHER, due=_tomorrow(plan.now))
    issue(plan, URGENT, papers.first(plan, told))
    for unit in told:
        _send(plan, plan.here.id, unit)


def _send(plan: Plan, alert: UUID, unit: UUID) -> None:
    """A copy of the alert, held by whoever is told."""
    state = plan.begin(COPY, plan.rules, unit, plan.here.root, sealed=plan.here.sealed)
    plan.step(state.id, move="sent", stage=SENT, texts={"alert": str(alert)})
    plan.open(noting(plan.book[unit]), on=state.id, due=_tomorrow(plan.now))


def _tomorrow(now: datetime) -> Due:
    return by_the_end_of(now + ONE_DAY)


def report_further(plan: Plan) -> None:
    """What is new; the next one is due the day after, or by the day an addressee set that is still to come."""
    owed = plan.duties(clocks.REPORT_FURTHER, plan.here.id)
    plan.close(clocks.REPORT_FURTHER)
    due = max([_tomorrow(plan.now).at, *(duty.due_at for duty in owed)])
    plan.open(clocks.REPORT_FURTHER, due=Due(due, provisional=False))
    issue(plan, URGENT, papers.further(plan, _told(plan)))


def report_last(plan: Plan) -> None:
    """How it ended; nothing more is owed by whoever reported."""
    issue(plan, URGENT, papers.last(plan, _told(plan)))


def _told(plan: Plan) -> list[UUID]:
    assert plan.snapshot is not None
    return [one.unit for one in copies(plan.snapshot, plan.here.id) if one.stage != RECALLED]


def take_note(plan: Plan) -> None:
    """A bureau that is told tells the bureau above: the law leaves it no choice."""
    assert plan.snapshot is not None
    alert = alert_of(plan.snapshot, plan.here.id)
    up = above(plan.snapshot, plan.book, alert, plan.here.unit)
    if up:
        _send(plan, alert, up.id)


def ask_further(plan: Plan) -> None:
    """Let the next report be due by the day named."""
    assert plan.snapshot is not None
    alert = alert_of(plan.snapshot, plan.here.id)
    day = date.fromisoformat(plan.given.facts["by"])
    due = by_the_end_of(datetime.combine(day, time.min, tzinfo=SHANGHAI))
    if due.at <= plan.now:
        raise Refused(_("这一天已经过去了，请写今天或以后的日期。"))
    plan.close(clocks.REPORT_FURTHER, on=alert)
    plan.step(alert, move="further_asked")
    plan.open(clocks.REPORT_FURTHER, on=alert, due=due)


def recall(plan: Plan, accused: frozenset[UUID]) -> None:
    """Take copies back from whoever turns out to be on the accused's side (条例 第三十条); the petition's holder keeps them."""
    assert plan.snapshot is not None
    for copy in plan.snapshot.of_kind(COPY):
        if plan.book.on_side_of(copy.unit, accused):
            plan.step(copy.id, move="recalled", stage=RECALLED)
            plan.hand_to(copy.id, plan.here.unit)
            for duty in plan.snapshot.open_duties(copy.id):
                plan.close_duty(duty)


def reports_already(snapshot: Snapshot, actor: Actor) -> object:
    """One alert at a time: what is new goes into a further report."""
    mine = any(one.unit == actor.unit and one.stage in OPEN for one in snapshot.of_kind(ALERT))
    return _("本单位已经在上报这件事的紧急情况，新的情况请用续报。") if mine else None


def still_open(snapshot: Snapshot, actor: Actor) -> object:
    """After the last report nothing more is asked."""
    alert = snapshot.family[alert_of(snapshot, snapshot.subject.id)]
    return None if alert.stage == REPORTED else _("已经终报，不再续报。")


def marking(source: Iterable[str]) -> Move:
    """The move on a petition or a handling, of whoever works on it."""
    return Move(
        "mark_urgent", _("标为紧急，要上报"), LAW, FINDERS, frozenset(source), facts=MarkForm, guards=(reports_already,),
        effect=mark,
        help=_("可能造成社会影响的重大、紧急情况，马上报本级政府和信访部门。标的是这个情况，不是人；信访人照样反映、照样办理。"),
    )  # fmt: skip


def unseen(moves: Iterable[Move]) -> tuple[Move, ...]:
    """The same moves, of which a petitioner reads nothing."""
    return tuple(replace(move, audience="handlers", seen="") for move in moves)


PROCEDURE = Procedure(
    kind=ALERT,
    name=_("紧急情况"),
    stages=STAGES,
    rules=RULES,
    moves=(
        Move("found", _("发现"), LAW, SYSTEM, opening=True),
        Move("report_first", _("首报"), LAW, REPORTERS, frozenset({FOUND}), REPORTED, FirstReportForm,
             closes=(clocks.REPORT_FIRST,), effect=report_first, paper="urgent", primary=True,
             help=_("知道多少报多少，不等查清。系统报送本级政府和信访部门；信访部门签收时再报上一级。")),
        Move("drop_alert", _("不用上报"), LAW, frozenset({Role.HEAD.value}), frozenset({FOUND}), DROPPED, DropForm,
             closes=(clocks.REPORT_FIRST,), help=_("只有负责人能定，要写明理由，留在记录里。")),
        Move("report_further", _("续报"), LAW, REPORTERS, frozenset({REPORTED}), facts=FurtherReportForm,
             effect=report_further, paper="urgent", help=_("每天一次，或者按上级定的日子。")),
        Move("report_last", _("终报"), LAW, REPORTERS, frozenset({REPORTED}), ENDED, LastReportForm,
             closes=(clocks.REPORT_FURTHER,), effect=report_last, paper="urgent", help=_("情况了结了，报最后一次。")),
        Move("further_asked", _("上级要求续报"), LAW, SYSTEM, frozenset({REPORTED})),
        *unseen(system_moves(STAGES)),
    ),
)  # fmt: skip
COPIES = Procedure(
    kind=COPY,
    name=_("紧急情况报送"),
    stages=COPY_STAGES,
    rules=RULES,
    moves=(
        Move("sent", _("报送"), LAW, SYSTEM, opening=True),
        Move("take_note", _("签收紧急情况"), LAW, TOLD, frozenset({SENT}), TAKEN,
             closes=(clocks.TAKE_NOTE_BUREAU, clocks.TAKE_NOTE_LEADER, clocks.TAKE_NOTE), effect=take_note, primary=True,
             help=_("表示已经知道。信访部门签收的，系统同时报上一级信访部门。")),
        Move("ask_further", _("要求续报"), LAW, TOLD, frozenset({SENT, TAKEN}), facts=AskFurtherForm,
             guards=(still_open,), effect=ask_further, help=_("定下最迟哪天再报，写明要它做什么。")),
        Move("recalled", _("收回"), "条例 第三十条", SYSTEM, frozenset({SENT, TAKEN})),
        *unseen(system_moves(COPY_STAGES)),
    ),
)  # fmt: skip
