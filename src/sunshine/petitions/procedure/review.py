"""The procedure of a review 复查 or 复核: the organ above looks at the answer again, and upholds, varies or revokes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.common import second_signature, system_moves, taking_back
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Each, Move, Procedure, Stage
from sunshine.petitions import clocks
from sunshine.petitions.documents import build
from sunshine.petitions.documents.kinds import FINAL_REVIEW, REVIEW
from sunshine.petitions.forms import ContactForm, OutcomeRow, ReplyForm
from sunshine.petitions.matter import Matter
from sunshine.petitions.models import Level, Verdict
from sunshine.petitions.procedure import handling
from sunshine.petitions.procedure.answering import issue, serve_filer
from sunshine.petitions.procedure.correcting import correct_delivery
from sunshine.petitions.procedure.designating import left_to_a_bureau, pass_duties
from sunshine.petitions.procedure.executing import owe_execution
from sunshine.petitions.procedure.hearing import hearing, nothing_runs
from sunshine.petitions.procedure.moves import RULES, demand_keys, demand_label, reply_owed
from sunshine.petitions.procedure.pausing import pausing
from sunshine.petitions.procedure.recording import recording
from sunshine.petitions.procedure.rehandling import rehandle
from sunshine.petitions.procedure.teamwork import teamwork
from sunshine.petitions.review_forms import RevokeForm, VaryForm, VerdictForm
from sunshine.petitions.reviewing import organ_above

KIND = "review"
ASKED, ISSUED, ANSWERED = "asked", handling.ISSUED, handling.ANSWERED

STAGES = (
    Stage(ASKED, _("复查（复核）中"), _("上一级机关正在复查（复核）")),
    Stage(ISSUED, _("待送达"), _("复查（复核）意见写好了，等您收到")),
    Stage(ANSWERED, _("已答复"), _("复查（复核）意见已送达"), rest=_("复查（复核）意见已经送达。")),
)


def uphold(plan: Plan) -> None:
    """维持: the answer stands."""
    _decide(plan, Verdict.UPHOLD)


def vary(plan: Plan) -> None:
    """变更: another answer stands in its place, demand by demand, and what it supports is to be carried out."""
    assert plan.snapshot is not None
    outcomes = {key: row.facts["outcome"] for key, row in plan.given.rows.items()}
    for key, outcome in outcomes.items():
        plan.update("petitions.demand", UUID(key), outcome=outcome)
    handled: UUID = plan.snapshot.matter.reviews[plan.here.id].handling
    plan.step(handled, move="varied", review=str(plan.here.id))
    owe_execution(plan, handled, outcomes.values())
    _decide(plan, Verdict.VARY)


def revoke(plan: Plan) -> None:
    """撤销: the organ that decided has to decide anew, within the days set here."""
    assert plan.snapshot is not None
    handled: UUID = plan.snapshot.matter.reviews[plan.here.id].handling
    owe_execution(plan, handled, ())
    new = rehandle(plan, handled, int(plan.given.facts["days"]))
    _decide(plan, Verdict.REVOKE, rehandling=new)


def _decide(plan: Plan, verdict: Verdict, **values: Any) -> None:
    """Issue the opinion of this review; whoever asked for it must now be served with it (条例 第三十五条、第三十六条)."""
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    here = matter.reviews[plan.here.id]
    kind = FINAL_REVIEW if here.level == Level.FINAL else REVIEW
    paper = issue(plan, kind, build.review(plan, verdict))
    plan.update(
        "petitions.review", here.id, verdict=verdict.value, opinion_seq=plan.words_seq, answer=paper,
        answered_at=plan.now, **values,
    )  # fmt: skip
    serve_filer(plan, here.filing, paper)


def pass_up(plan: Plan) -> None:
    """The organ that was asked is no more and has no successor: the next one above decides, and every date stays."""
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    below = [plan.snapshot.family[one].unit for one in matter.below(plan.here.id)]
    office = organ_above(plan.book, below, frozenset(plan.snapshot.bars))
    if office is None:
        raise Refused(_("在本网站没有可以接着复查（复核）的上一级机关。请先由系统管理员登记。"))
    before = plan.here.unit
    plan.hand_to(plan.here.id, office.id)
    pass_duties(plan, before, office.id)


def apart_from_below(snapshot: Snapshot, actor: Actor) -> object:
    """Nobody who proposed, signed or handled on a lower stage, in whatever post and in whosever name (条例 第二十八条)."""
    matter: Matter = snapshot.matter
    below = matter.below(snapshot.subject.id)
    acted = any(actor.officer in matter.acted.get(one, ()) for one in below)
    return _("您在下一级办过这件事，要回避，请由别的同事办理。") if acted else None


def by_the_organ_itself(snapshot: Snapshot, actor: Actor) -> object:
    """A bureau left with a review of an organ that is no more decides nothing of it (条例 第二十二条)."""
    left = left_to_a_bureau(snapshot, actor) is None
    return _("原复查（复核）机关已经撤销。请先交给上一级机关，由它决定。") if left else None


HANDLER = frozenset({Role.HANDLER.value})
EVERY_STAGE = frozenset(stage.code for stage in STAGES)
AT_WORK = frozenset({ASKED, ISSUED})
DECIDING: dict[str, Any] = {
    "by": HANDLER, "source": frozenset({ASKED}), "to": ISSUED, "countersign": Role.HEAD.value,
    "closes": (clocks.REVIEW, clocks.FINAL), "guards": (nothing_runs,), "audience": "petitioner", "shows": (),
}  # fmt: skip
LAW = "条例 第三十五条、第三十六条"
TOLD = _("【阳光信访】{unit}对您的申请（{number}）作出了书面意见，请在网上查看。")


def _guarded(move: Move) -> Move:
    """Nobody who acted below takes part; in deciding, neither does a bureau."""
    if move.by_system:
        return move
    more = (apart_from_below, by_the_organ_itself) if move.code == "confirm" else (apart_from_below,)
    return replace(move, guards=(*move.guards, *more))


MOVES = (
    Move("uphold", _("维持"), LAW, facts=VerdictForm, effect=uphold, paper="review", primary=True,
         seen=_("上一级机关看过了，维持原来的意见"), tells=TOLD,
         help=_("事实清楚、依据正确。逐条回应申请人的理由，经单位负责人审签后以本机关名义出具。"), **DECIDING),
    Move("vary", _("变更"), LAW, facts=VaryForm, each=Each("demand", OutcomeRow, demand_keys, demand_label), effect=vary,
         paper="review", seen=_("上一级机关改了原来的意见"), tells=TOLD,
         help=_("事实清楚，但结论或依据不对。逐项写新的答复，它代替原来的答复。"), **DECIDING),
    Move("revoke", _("撤销，重新办理"), LAW, facts=RevokeForm, effect=revoke, paper="review",
         seen=_("上一级机关撤销了原来的意见，要求重新办理"), tells=TOLD,
         help=_("事实不清、程序违法。原办理机关要在您定的期限内重新作出处理意见，不得以同样的事实和理由作出同样的结论。"), **DECIDING),
    *recording(frozenset({ASKED})),
    *hearing(frozenset({ASKED})),
    *pausing(frozenset({ASKED})),
    Move("designate", _("交给上一级机关"), "条例 第二十四条", frozenset({Role.SORTER.value}), AT_WORK,
         guards=(left_to_a_bureau,), effect=pass_up, audience="petitioner",
         seen=_("原复查（复核）机关已撤销，由再上一级机关办理，期限不变"),
         help=_("原复查（复核）机关撤销、没有承接单位时用。期限不变。")),
    Move("contact", _("联系记录"), "条例 第三十一条", HANDLER, EVERY_STAGE, facts=ContactForm,
         effect=handling.keep_appointment, audience="petitioner", seen=_("承办人与您联系"), key="c"),
    Move("reply_urge", _("回复催办"), "条例 第二十八条", HANDLER, EVERY_STAGE, facts=ReplyForm,
         guards=(reply_owed(clocks.REPLY),), closes=(clocks.REPLY,), audience="petitioner",
         seen=_("上一级机关回复了您的催办"), key="u"),
    correct_delivery(frozenset({ISSUED, ANSWERED})),
    *second_signature(EVERY_STAGE),
    taking_back(EVERY_STAGE, HANDLER),
    *teamwork(Role.HANDLER.value, AT_WORK, HANDLER | {Role.HEAD.value}, EVERY_STAGE),
)  # fmt: skip

PROCEDURE = Procedure(
    kind=KIND,
    name=_("复查复核"),
    stages=STAGES,
    rules=RULES,
    moves=(
        Move("receive", _("收到申请"), LAW, frozenset({"system"}), opening=True),
        *(_guarded(move) for move in MOVES),
        Move("urge", _("被催办"), "条例 第二十八条", frozenset({"system"}), AT_WORK),
        Move("delivered", _("已送达"), LAW, frozenset({"system"}), frozenset({ISSUED}), ANSWERED),
        *system_moves(STAGES),
    ),
)
