"""What is lawful now, and the plan of one act. The same checks draw the buttons and refuse the requests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import WorkCalendar, WorkingDays
from sunshine.foundation.duties.rules import STATUTORY, DutyRule, LocalTerms, declare
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import Directory
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.mint import MINT, Mint
from sunshine.foundation.procedure.plan import Plan, all_texts
from sunshine.foundation.procedure.rulesets import knows, named
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move, Procedure, Words, procedure

COUNTERSIGN = DutyRule("countersign", _("审签"), WorkingDays(3), Role.HEAD, "条例 第三十二条")
CONFIRM_CHANGE = DutyRule(
    "confirm_change", _("确认变更"), WorkingDays(3), Role.SECURITY_ADMIN, "GB/T22239—2019（8.1.5）"
)
CONFIRM_ERASURE = DutyRule(
    "confirm_erasure", _("核准清除"), WorkingDays(5), Role.AUDITOR, "个人信息保护法 第四十七条"
)
declare(COUNTERSIGN, CONFIRM_CHANGE, CONFIRM_ERASURE)
# What the second person owes, by the role that must sign.
SIGNATURES: dict[str | None, DutyRule] = {
    Role.HEAD.value: COUNTERSIGN,
    Role.SECURITY_ADMIN.value: CONFIRM_CHANGE,
    Role.AUDITOR.value: CONFIRM_ERASURE,
}


class Refused(Exception):
    """The move is not lawful here and now; ``words`` say why, in the reader's language, and what to do instead."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self.words = words


class Forbidden(Refused):
    """Refused because of who asks, not because of the state of things."""


def refusal(snapshot: Snapshot, move: Move, actor: Actor) -> Refused | None:
    """Why the actor may not make this move now, or ``None`` if they may."""
    subject = snapshot.subject
    if actor.role not in move.by or _kept_out(snapshot, actor):
        return Forbidden(_("您当前的岗位不能办理这一步。"))
    if move.own and actor.unit and actor.unit != subject.unit:
        return Forbidden(_("这一步由承办单位办理。"))
    if actor.filing and actor.filing not in snapshot.family:
        return Forbidden(_("请先用编号和查询码打开这件信访事项。"))
    if subject.erased and not move.by_system:
        return Refused(_("这件事项的内容已依法清除，只留下办过什么，不能再办。"))
    if not knows(subject.rules, move.code):
        return Refused(format_lazy(_("这件事项适用{rules}，没有这一步。"), rules=named(subject.rules)))
    if subject.stage not in move.source:
        return Refused(_("事项已经走到别的环节，这一步现在不能办。"))
    if subject.pending_seq and (move.to or move.countersign):
        return Refused(_("有一项意见正在等待审签，审签后才能继续。"))
    return next(
        (Refused(words) for words in (guard(snapshot, actor) for guard in move.guards) if words), None
    )


def _kept_out(snapshot: Snapshot, actor: Actor) -> bool:
    """Whether ``ledger.scope`` would show this actor nothing of it: asked again here, where nobody asked it first."""
    if not actor.lineage.isdisjoint(snapshot.bars) or actor.officer in snapshot.recused:
        return True
    return actor.role != Role.HEAD and not snapshot.lets_in(actor.unit, actor.officer)


def lawful(snapshot: Snapshot, actor: Actor) -> list[Move]:
    """The moves this actor may make on this subject now, in the table's order."""
    moves = procedure(snapshot.subject.kind).moves
    open_to = [m for m in moves if not (m.opening or m.apart or m.by_system)]
    return [m for m in open_to if refusal(snapshot, m, actor) is None]


def plan(
    snapshot: Snapshot,
    move: Move,
    actor: Actor,
    given: Given,
    now: datetime,
    calendar: WorkCalendar,
    book: Directory,
    terms: LocalTerms = STATUTORY,
    mint: Mint = MINT,
) -> Plan:
    """The effects of one move, or Refused. Pure. A move that needs a second person is proposed first."""
    why = refusal(snapshot, move, actor)
    if why:
        raise why
    made = Plan(move.code, move.audience, actor, given, now, calendar, book, snapshot, terms=terms, mint=mint)
    if move.countersign:
        propose(made)
    else:
        enact(made, move)
    return made


def plan_opening(
    move: Move,
    actor: Actor,
    given: Given,
    now: datetime,
    calendar: WorkCalendar,
    book: Directory,
    terms: LocalTerms = STATUTORY,
    mint: Mint = MINT,
) -> Plan:
    """The effects of a move that begins a new subject, e.g. registering a filing."""
    if actor.role not in move.by:
        raise Forbidden(_("您当前的岗位不能办理这一步。"))
    made = Plan(move.code, move.audience, actor, given, now, calendar, book, terms=terms, mint=mint)
    assert move.opening
    assert move.effect is not None
    move.effect(made)
    return made


def enact(plan: Plan, move: Move) -> None:
    """Do the move: its step, its duties, and whatever is truly its own."""
    here = plan.here
    record: dict[str, Any] = {
        "given": dict(plan.given.facts),
        "rows": {k: dict(r.facts) for k, r in plan.given.rows.items()},
    }
    record |= _in_whose_name(plan)
    texts = {} if plan.proposal else all_texts(plan.given)
    if plan.proposal:
        record["proposal"] = {"seq": plan.proposal.seq, "officer": str(plan.proposal.officer)}
    plan.main = plan.step(here.id, stage=move.to or "", texts=texts, **record)
    plan.attach(plan.main)
    for rule in move.closes:
        plan.close(rule)
    for rule in move.opens:
        plan.open(rule)
    if move.effect:
        move.effect(plan)


def _in_whose_name(plan: Plan) -> dict[str, str]:
    """That this is an absent colleague's named work, done by their substitute 代班: the step says for whom."""
    assert plan.snapshot is not None
    taken = plan.snapshot
    named = {taken.subject.post, *(duty.post for duty in taken.open_duties(taken.subject.id))}
    absent = () if plan.actor.post in named else sorted(named & taken.stands_in, key=str)
    return {"for": str(absent[0])} if absent else {}


def propose(plan: Plan) -> None:
    """Put an act before the second person: nothing happens yet but a step, a duty to decide, and the words kept."""
    rows = {key: dict(row.facts) for key, row in plan.given.rows.items()}
    plan.main = plan.step(
        plan.here.id, phase="proposed", audience="handlers", texts=all_texts(plan.given),
        given=dict(plan.given.facts), rows=rows, **_in_whose_name(plan),
    )  # fmt: skip
    plan.subjects[plan.here.id] = replace(plan.here, pending_seq=plan.main.seq)
    plan.open(SIGNATURES[procedure(plan.here.kind).by_code[plan.move].countersign])


def confirm(plan: Plan) -> None:
    """The effect of 同意: enact the proposed move, signed by this second person."""
    assert plan.snapshot is not None
    assert plan.snapshot.proposal is not None
    proposal = plan.snapshot.proposal
    moves: Procedure = procedure(plan.here.kind)
    plan.steps.clear()
    plan.subjects.clear()
    plan.subjects[plan.snapshot.subject.id] = replace(plan.snapshot.subject, pending_seq=None)
    proposed = moves.by_code[proposal.move]
    plan.move, plan.audience = proposed.code, proposed.audience
    plan.given, plan.proposal = proposal.given, proposal
    enact(plan, proposed)
    plan.close(SIGNATURES[proposed.countersign])


def send_back(plan: Plan) -> None:
    """The effect of 退回修改: the proposal falls, with a reason its author can read."""
    _fall(plan, "returned")


def recall(plan: Plan) -> None:
    """The effect of 撤回: its author takes the proposal back before anybody has decided it."""
    _fall(plan, "recalled")


def _fall(plan: Plan, phase: str) -> None:
    assert plan.main is not None
    plan.main.phase = phase
    plan.subjects[plan.here.id] = replace(plan.here, pending_seq=None, stage_seq=plan.main.seq)
    for signature in SIGNATURES.values():
        plan.close(signature)
