"""Asking for a review 复查 and a final review 复核: within thirty days of the recorded delivery, of the organ one level up."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import SHANGHAI, last_day
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Guard, Move
from sunshine.petitions import clocks
from sunshine.petitions.matter import Answer, Matter
from sunshine.petitions.models import Level
from sunshine.petitions.procedure import review
from sunshine.petitions.procedure.moves import FILED, rights
from sunshine.petitions.review_forms import AskFinalForm, AskReviewForm
from sunshine.petitions.reviewing import asked_of

RIGHT = {Level.REVIEW: clocks.ASK_REVIEW, Level.FINAL: clocks.ASK_FINAL}
OWED = {Level.REVIEW: clocks.REVIEW, Level.FINAL: clocks.FINAL}
NOWHERE = _(
    "作出这份意见的机关，在本网站没有可以受理的上一级机关。请按意见书上写的，直接向它的上一级机关书面提出。"
)
TOO_LATE = _(
    "这份意见{served}送达，申请的期限到{due}为止，已经过了，上一级机关不再受理。因为生病、灾害等正当理由耽误的，请带证明到登记的窗口，由窗口代您提出；有新的事实和理由，可以作为新的事项反映。"
)  # fmt: skip


def ask_review(plan: Plan) -> None:
    """复查 (条例 第三十五条)."""
    _ask(plan, Level.REVIEW)


def ask_final_review(plan: Plan) -> None:
    """复核 (条例 第三十六条)."""
    _ask(plan, Level.FINAL)


def _ask(plan: Plan, level: Level) -> None:
    """A review begins at the organ above, whose thirty days run from the day it was asked.

    Whoever asks pursues the matter: a withdrawal that has not taken effect is taken back by that.
    """
    assert plan.snapshot is not None
    assert plan.main is not None
    matter: Matter = plan.snapshot.matter
    answer, asked = _complained_of(plan, level), _asked_on(plan)
    _in_time(plan, level, answer, asked)
    office = asked_of(plan.book, plan.snapshot, answer)
    if office is None:
        raise Refused(NOWHERE)
    begun = plan.begin(review.KIND, plan.rules, office.id, plan.here.root, sealed=plan.here.sealed)
    plan.main.record["review"] = str(begun.id)
    plan.step(begun.id, move="receive", stage=review.ASKED, level=level.value, against=str(answer.paper))
    plan.open(OWED[level], on=begun.id, since=asked)
    plan.insert(
        "petitions.review", begun.id, petition_id=plan.here.root, handling_id=matter.handling_of(answer),
        filing_id=plan.here.id, level=level.value, against=answer.paper, asked_at=asked, asked_seq=plan.main.seq,
    )  # fmt: skip
    for duty in rights(plan, matter.filings[plan.here.id], answer):
        if duty.rule == RIGHT[level].code:
            plan.close_duty(duty)
    plan.close(clocks.COOLING)
    plan.tell(plan.here.id, number=matter.filings[plan.here.id].number, unit=office.zh)


def _complained_of(plan: Plan, level: Level) -> Answer:
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    paper = UUID(plan.given.facts["paper"])
    if paper not in matter.reviewable(plan.here.id, level):
        raise Refused(_("这份意见现在不能申请：它还没有送达，或者已经申请过、被撤销了。"))
    return matter.answer(paper)


def _asked_on(plan: Plan) -> datetime:
    """When it was asked: now, or the day on which a written request came in."""
    given = plan.given.facts.get("day")
    day = datetime.combine(date.fromisoformat(given), time.min, tzinfo=SHANGHAI) if given else plan.now
    if day > plan.now:
        raise Refused(_("这一天还没有到，请写已经发生的日期。"))
    return day


def _in_time(plan: Plan, level: Level, answer: Answer, asked: datetime) -> None:
    """Within thirty days of the delivery, or later for a good reason, which only an officer who saw the proof can enter."""
    assert plan.snapshot is not None
    served = plan.snapshot.matter.filings[plan.here.id].served_on[answer.paper]
    since = datetime.combine(served, time.min, tzinfo=SHANGHAI)
    due = RIGHT[level].due(since, plan.calendar).at
    if asked < since:
        raise Refused(_("日期早于意见书送达的日期，请再核对一遍。"))
    excused = plan.actor.officer and plan.given.texts.get("excuse")
    if asked >= due and not excused:
        raise Refused(format_lazy(TOO_LATE, served=_said(served), due=_said(last_day(due))))


def _said(day: date) -> str:
    return f"{day.year}-{day.month:02}-{day.day:02}"


def something_to_ask(level: Level) -> Guard:
    """Only against an opinion that reached this filer, once."""

    def guard(snapshot: Snapshot, actor: Actor) -> object:
        found = snapshot.matter.reviewable(snapshot.subject.id, level)
        return None if found else _("没有可以提出申请的意见书：要先收到它，而且每份只能申请一次。")

    return guard


WHO = frozenset({Role.PETITIONER.value, Role.WINDOW.value, Role.SORTER.value})

ASKING = (
    Move("ask_review", _("申请复查"), "条例 第三十五条", WHO, FILED, facts=AskReviewForm,
         guards=(something_to_ask(Level.REVIEW),), effect=ask_review, audience="petitioner", seen=_("您请上一级机关再看一遍（复查）"),
         tells=_("【阳光信访】您对{number}申请复查，已交{unit}，30日内书面答复。申请复查不影响您走复议、诉讼、仲裁，那些期限照常计算。"),
         help=_("收到处理意见书起30日内提出，由上一级机关重新看一遍，30日内给您书面意见。")),
    Move("ask_final_review", _("申请复核"), "条例 第三十六条", WHO, FILED, facts=AskFinalForm,
         guards=(something_to_ask(Level.FINAL),), effect=ask_final_review, audience="petitioner", seen=_("您请再上一级机关最后看一遍（复核）"),
         tells=_("【阳光信访】您对{number}申请复核，已交{unit}，30日内书面答复。这是信访程序的最后一道。"),
         help=_("收到复查意见书起30日内提出，由再上一级机关看最后一遍，30日内给您书面意见。")),
)  # fmt: skip
