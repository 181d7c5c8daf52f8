"""Moves that every kind of subject shares: the second signature, and what the system itself writes."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.duties.rules import rule
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import confirm, send_back
from sunshine.foundation.procedure.forms import MoveForm
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
    if actor.role != move.countersign:
        return _("由单位负责人审签。")
    return _("不能审签自己提出的意见。") if actor.officer == snapshot.proposal.officer else None


def second_signature(source: frozenset[str]) -> tuple[Move, ...]:
    """Confirm and send back, at the stages where a move that needs a second person can be proposed."""
    by, guards = frozenset({Role.HEAD.value}), (proposal_waits,)
    return (
        Move("confirm", _("同意"), "条例 第三十二条", by, source, guards=guards, effect=confirm, key="y",
             primary=True, help=_("您签批后，意见以本机关名义出具。")),
        Move("send_back", _("退回修改"), "条例 第三十二条", by, source, guards=guards, effect=send_back,
             facts=ReasonForm, key="n"),
    )  # fmt: skip


def _stirred(plan: Plan) -> DutyState | None:
    """The open duty this waking is about; ``None`` when it was done or woken meanwhile."""
    assert plan.snapshot is not None
    wanted = str(plan.given.facts["duty"])
    return next((duty for duty in plan.snapshot.duties if str(duty.id) == wanted), None)


def _remind(plan: Plan) -> None:
    duty = _stirred(plan)
    if duty is not None:
        wakes = rule(duty.rule).wakes(duty.opened_at, duty.due_at)
        woken = duty.wakes + 1
        following = wakes[woken] if woken < len(wakes) else None
        plan.update("duties.duty", duty.id, wakes=woken, wake_at=following)


def _lapse(plan: Plan) -> None:
    duty = _stirred(plan)
    if duty is not None:
        assert plan.main is not None
        plan.main.record["closes"] = [str(duty.id)]
        plan.update(
            "duties.duty", duty.id, state="lapsed", wake_at=None, closed_at=plan.now, closed_seq=plan.main.seq
        )


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
    )  # fmt: skip
