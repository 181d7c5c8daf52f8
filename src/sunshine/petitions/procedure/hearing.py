"""Hearing 听证: in a major, complex or difficult matter both sides are heard before it is decided (条例 第三十一条第六项、第三十六条).

A leader of the organ who did not handle it convenes it. Its days are left out of the final review's term alone; elsewhere
only where a place's own law says so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import ONE_DAY, SHANGHAI, Due, last_day
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.papers.versions import at_issue
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move
from sunshine.petitions import clocks, intervals
from sunshine.petitions.documents import hearing as papers
from sunshine.petitions.documents.build import organ
from sunshine.petitions.documents.kinds import HEARING_CONCLUSION, HEARING_NOTICE, HEARING_RECORD
from sunshine.petitions.hearing_forms import (
    CallHearingForm,
    CallOffForm,
    ConcludeHearingForm,
    RecordHearingForm,
)
from sunshine.petitions.interval_models import IntervalKind, IntervalState
from sunshine.petitions.intervals import IntervalLine
from sunshine.petitions.procedure.answering import issue, tell
from sunshine.petitions.procedure.designating import left_to_a_bureau
from sunshine.petitions.procedure.moves import pursued

LAW = "条例 第三十一条第六项、第三十六条"
STILL = {
    IntervalKind.HEARING.value: _("听证还没有结论，先作出结论或者取消听证。"),
    IntervalKind.PAUSE.value: _("期限还在暂停，先恢复计算。"),
    IntervalKind.MEDIATION.value: _("调解还没有结果，先记下谈成没有。"),
}  # why nothing else begins or is decided
HANDLER, HEAD = frozenset({Role.HANDLER.value}), frozenset({Role.HEAD.value})


def call(plan: Plan) -> None:
    """Signed: whoever signs convenes it. The petitioner is told where and when, so many days ahead."""
    assert plan.snapshot is not None
    assert plan.main is not None
    if _handled_it(plan.snapshot, plan.actor):
        raise Refused(_("您经办过这件事，不能主持听证。请由没有经办过的负责人审签。"))
    day = date.fromisoformat(plan.given.facts["day"])
    ahead = plan.terms.term(clocks.HOLD_HEARING, plan.here.area, plan.now)
    if day < last_day(clocks.HOLD_HEARING.due(plan.now, plan.calendar, ahead).at):
        raise Refused(format_lazy(_("离听证不到 {n} 天了。请退回，另定日期。"), n=ahead.n))
    plan.open(clocks.HOLD_HEARING, due=until_end_of(day))
    began = intervals.begin(plan, IntervalKind.HEARING, day, _over(plan, day))
    plan.main.texts["convener"] = plan.actor.name
    issue(plan, HEARING_NOTICE, papers.notice(plan, began))
    tell_concerned(plan, day=day.isoformat(), at=plan.given.facts["at"])


def _over(plan: Plan, day: date) -> date:
    """By when a hearing held on this day should have come to its conclusion."""
    held = datetime.combine(day, time.min, tzinfo=SHANGHAI)
    term = plan.terms.term(clocks.CONCLUDE_HEARING, plan.here.area, plan.now)
    return last_day(clocks.CONCLUDE_HEARING.due(held, plan.calendar, term).at)


def until_end_of(day: date) -> Due:
    """To the end of a day that was named."""
    return Due(datetime.combine(day + ONE_DAY, time.min, tzinfo=SHANGHAI), provisional=False)


def record(plan: Plan) -> None:
    """It was held; what each side said is on record 笔录, and whoever convened it owes a conclusion."""
    assert plan.main is not None
    minutes = papers.record(plan, _here(plan))
    plan.main.texts["held"] = minutes["when"]
    own = organ(plan, plan.here.unit)
    plan.issue(
        HEARING_RECORD.code, at_issue(HEARING_RECORD.code), plan.here.id, own.id, minutes
    )  # a record has no number
    plan.close(clocks.HOLD_HEARING)
    plan.open(clocks.CONCLUDE_HEARING)
    plan.update("petitions.interval", _here(plan).id, state=IntervalState.HELD.value)


def conclude(plan: Plan) -> None:
    """The conclusion with its reasons; the days it really took are left out, where any are."""
    here = _here(plan)
    days = _end(plan, here, IntervalState.ENDED)
    issue(plan, HEARING_CONCLUSION, papers.conclusion(plan, here, days))


def call_off(plan: Plan) -> None:
    """There will be none, or no conclusion. What the organ itself caused takes nothing from the petitioner's time."""
    here = _here(plan)
    _end(plan, here, IntervalState.OFF, counts=plan.given.facts["ground"] == "organ")


def _end(plan: Plan, here: IntervalLine, state: IntervalState, *, counts: bool = False) -> int:
    """Over; returns how many days are left out of the term for it."""
    assert plan.main is not None
    days = intervals.end(plan, here, state, counts=counts)
    if here.days:
        plan.main.record["days"] = days
    plan.close(clocks.HOLD_HEARING)
    plan.close(clocks.CONCLUDE_HEARING)
    tell_concerned(plan)
    return days


def _here(plan: Plan) -> IntervalLine:
    assert plan.snapshot is not None
    going = intervals.running(plan.snapshot)
    assert going is not None
    return going


def concerned(plan: Plan) -> list[UUID]:
    """The filings it is about: of a review that of whoever asked for it, else all that are still pursued."""
    assert plan.snapshot is not None
    review = plan.snapshot.matter.reviews.get(plan.here.id)
    return [review.filing] if review else [filing.id for filing in pursued(plan.snapshot)]


def tell_concerned(plan: Plan, **told: Any) -> None:
    """Let those it is about know. ``told`` are codes, numbers and dates."""
    about: dict[str, Any] = {plan.here.kind: str(plan.here.id)}
    for filing in concerned(plan):
        plan.step(filing, move="noticed", **about)
        tell(plan, filing, **told)


def _handled_it(snapshot: Snapshot, actor: Actor) -> bool:
    return actor.officer in snapshot.matter.handled.get(snapshot.subject.id, ())


def apart(snapshot: Snapshot, actor: Actor) -> object:
    """A leader who handled the matter as a case officer does not conclude its hearing."""
    return _("您经办过这件事，不能主持听证。") if _handled_it(snapshot, actor) else None


def of_the_organ(snapshot: Snapshot, actor: Actor) -> object:
    """A bureau left with the matter of an organ that is no more decides no merits (条例 第二十二条)."""
    left = left_to_a_bureau(snapshot, actor) is None
    return _("原承办机关已经撤销。请先指定承接机关。") if left else None


def nothing_runs(snapshot: Snapshot, actor: Actor) -> object:
    """Nothing is decided, and nothing else begun, while a hearing, a pause or a mediation goes on."""
    going = intervals.running(snapshot)
    if going is None:
        return None
    return STILL[going.kind]


def hearing_at(state: IntervalState) -> Callable[[Snapshot, Actor], object]:
    """Only while a hearing stands there."""

    def guard(snapshot: Snapshot, actor: Actor) -> object:
        going = intervals.running(snapshot)
        here = going is not None and (going.kind, going.state) == (IntervalKind.HEARING, state)
        return None if here else _("现在没有要做这一步的听证。")

    return guard


def hearing_goes_on(snapshot: Snapshot, actor: Actor) -> object:
    """Only while there is a hearing without its conclusion."""
    going = intervals.running(snapshot)
    return None if going and going.kind == IntervalKind.HEARING else _("现在没有要做这一步的听证。")


def hearing(source: frozenset[str]) -> tuple[Move, ...]:
    """The moves, from the stages at which a handling or a review is worked on."""
    return (
        Move("call_hearing", _("举行听证"), LAW, HANDLER, source, facts=CallHearingForm, countersign=Role.HEAD.value,
             guards=(nothing_runs,), effect=call, paper="hearing_notice", audience="petitioner",
             shows=("venue", "issues", "panel", "participants"), seen=_("要开听证会，当面听您和办理单位把话说清楚"),
             tells=_("【阳光信访】您反映的事项（{number}）定于{day} {at}举行听证，请您参加。地点和您的权利见听证通知书，可在网上查看。来不了，请提前告诉{unit}。"),
             help=_("重大、复杂、疑难的事项用。由审签的负责人主持，他不能经办过这件事。")),
        Move("record_hearing", _("记录听证"), LAW, HANDLER, source, facts=RecordHearingForm,
             guards=(hearing_at(IntervalState.OPEN),), effect=record, paper="hearing_record", audience="petitioner", primary=True,
             shows=("present", "petitioner_said", "unit_said", "others_said"), seen=_("听证会开过了，各方说的话都记下来了"),
             help=_("各方说的话如实记下，信访人看得到。签过字的笔录扫描附上。")),
        Move("conclude_hearing", _("作出听证结论"), LAW, HEAD, source, facts=ConcludeHearingForm,
             guards=(hearing_at(IntervalState.HELD), apart, of_the_organ), effect=conclude, paper="hearing_conclusion",
             audience="petitioner", shows=("conclusion", "reason"), seen=_("听证会有了结论"), primary=True,
             tells=_("【阳光信访】您反映的事项（{number}），{unit}作出了听证结论，请在网上查看。"),
             help=_("由主持听证的负责人作出，写明理由。处理意见以它为依据。")),
        Move("call_off_hearing", _("取消听证"), LAW, HANDLER, source, facts=CallOffForm, guards=(hearing_goes_on,),
             effect=call_off, audience="petitioner", seen=_("听证会不开了"),
             tells=_("【阳光信访】您反映的事项（{number}）不再举行听证，原因请在网上查看。办理继续进行。"),
             help=_("信访人没有来，或者双方已经说好时用。因本机关的原因取消的，这段时间照样计入期限。")),
    )  # fmt: skip
