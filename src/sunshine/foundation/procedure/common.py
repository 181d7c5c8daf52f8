"""Moves that every kind of subject shares: the second signature, and what the system itself writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.duties.rules import rule
from sunshine.foundation.ledger.erasure import ERASED
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused, confirm, recall, send_back
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.outside import hand_outside, owe_outside, somebody_is_free
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import DutyState, Snapshot
from sunshine.foundation.procedure.table import Move, Stage, Words, procedure


class ReasonForm(MoveForm):
    """Why a proposal goes back to its author."""

    sealed_fields = ("reason",)
    reason = forms.CharField(
        label=_("退回理由"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("写清楚要改什么。")
    )


def proposal_waits(snapshot: Snapshot, actor: Actor) -> Words | None:
    """Only a second person in the role the move names may decide a proposal, never its author."""
    if snapshot.subject.pending_seq is None or snapshot.proposal is None:
        return _("没有等待审签的事项。")
    move = procedure(snapshot.subject.kind).by_code[snapshot.proposal.move]
    assert move.countersign is not None
    if actor.role != move.countersign:
        return format_lazy(_("由{role}审签。"), role=Role(move.countersign).label)
    return _("不能审签自己提出的意见。") if actor.officer == snapshot.proposal.officer else None


IN_ITS_NAME = _("您签批后，意见以本机关名义出具。")


def second_signature(
    source: frozenset[str],
    role: Role = Role.HEAD,
    law: str = "条例 第三十二条",
    words: Words = IN_ITS_NAME,
    own: bool = True,
) -> tuple[Move, ...]:
    """Confirm and send back, at the stages where a move that needs a second person can be proposed."""
    by, guards = frozenset({role.value}), (proposal_waits,)
    return (
        Move("confirm", _("同意"), law, by, source, guards=guards, effect=confirm, key="y", primary=True, own=own,
             help=words),
        Move("send_back", _("退回修改"), law, by, source, guards=guards, effect=send_back, facts=ReasonForm, key="n",
             own=own),
    )  # fmt: skip


def own_proposal(snapshot: Snapshot, actor: Actor) -> Words | None:
    """Only whoever proposed an act may take it back, and only while it waits."""
    if snapshot.subject.pending_seq is None or snapshot.proposal is None:
        return _("没有等待审签的事项。")
    return None if actor.officer == snapshot.proposal.officer else _("由提出的人撤回。")


def taking_back(source: frozenset[str], authors: frozenset[str]) -> Move:
    """Recall 撤回: before the second person decides, the author takes a proposal back; its words stay on record."""
    return Move(
        "recall", _("撤回"), "条例 第三十二条", authors, source, guards=(own_proposal,), effect=recall, key="z",
        help=_("还没有审签，可以撤回来改。写过的话留在经过里，表格会替您填好。"),
    )  # fmt: skip


def _stirred(plan: Plan) -> DutyState:
    """The open duty this waking is about. Raises Refused when it was done meanwhile: then nothing of this is to be written."""
    assert plan.snapshot is not None
    wanted = str(plan.given.facts["duty"])
    found = next((duty for duty in plan.snapshot.duties if str(duty.id) == wanted), None)
    if found is None:
        raise Refused(_("这项期限已经了结，不再提醒。"))
    return found


def _remind(plan: Plan) -> None:
    duty = _stirred(plan)
    wakes = rule(duty.rule).wakes(duty.opened_at, duty.due_at)
    woken = duty.wakes + 1
    following = wakes[woken] if woken < len(wakes) else None
    plan.update("duties.duty", duty.id, wakes=woken, wake_at=following)


def _lapse(plan: Plan) -> None:
    duty = _stirred(plan)
    assert plan.main is not None
    plan.main.record["closes"] = [str(duty.id)]
    plan.update(
        "duties.duty", duty.id, state="lapsed", wake_at=None, closed_at=plan.now, closed_seq=plan.main.seq
    )


def _succeed(plan: Plan) -> None:
    """What the organ that is no more held and owed here passes to its heir; no clock changes (条例 第二十四条)."""
    assert plan.snapshot is not None
    assert plan.main is not None
    gone = UUID(plan.given.facts["unit"])
    heir = plan.book.heir(gone, frozenset(plan.snapshot.bars)).id
    plan.main.record["heir"] = str(heir)
    if plan.here.unit == gone:
        plan.hand_to(plan.here.id, heir)
        owe_outside(plan, plan.here.id, plan.snapshot.bars.keys())
    for duty in plan.snapshot.open_duties(plan.here.id):
        if duty.unit == gone:
            plan.update("duties.duty", duty.id, unit_id=heir, post_id=None)


def _recount(plan: Plan) -> None:
    """A term that was provisional, counted again now that the year's holidays are known (民法典 第二百零三条)."""
    duty = _stirred(plan)
    due_at = datetime.fromisoformat(plan.given.facts["due"])
    wakes = rule(duty.rule).wakes(duty.opened_at, due_at)
    following = wakes[duty.wakes] if duty.wakes < len(wakes) else None
    plan.update("duties.duty", duty.id, due_at=due_at, wake_at=following, provisional=False)


def system_moves(stages: Iterable[Stage]) -> tuple[Move, ...]:
    """What the clock and the press write: reminders, lateness, lapsed rights, rendered documents."""
    source = frozenset(stage.code for stage in stages)
    by = frozenset({Role.SYSTEM.value})
    return (
        Move("remind", _("到期提醒"), "条例 第四十条", by, source, effect=_remind),
        Move("overdue", _("超过期限"), "条例 第四十条", by, source, effect=_remind, audience="petitioner",
             seen=_("已超过规定期限，系统已提醒承办单位")),
        Move("lapse", _("期限届满"), "条例 第三十五条", by, source, effect=_lapse),
        Move("render", _("文书生成"), "条例 第三十二条", by, source),
        Move(ERASED, _("内容已清除"), "个人信息保护法 第四十七条", by, source),
        Move("succeed", _("机关撤并，由承接机关继续办理"), "条例 第二十四条", by, source, effect=_succeed,
             audience="petitioner", seen=_("原办理机关已撤并，由承接其职能的机关继续办理，期限不变")),
        Move("hand_outside", _("交给无关的机关"), "条例 第三十条", by, source, guards=(somebody_is_free,),
             effect=hand_outside, audience="petitioner", seen=_("已交给与被反映一方无关的机关，期限不变")),
        Move("recount", _("按公布的放假安排核定期限"), "民法典 第二百零三条", by, source, effect=_recount,
             audience="petitioner", seen=_("放假安排已公布，期限已按它核定")),
    )  # fmt: skip
