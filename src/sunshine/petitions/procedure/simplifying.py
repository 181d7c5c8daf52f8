"""Simplified handling 简易办理: what is clear, small or urgent is answered within ten working days of acceptance (条例 第三十一条).

By 《信访事项简易办理办法（试行）》: first petitions only, of four kinds, accepted within three working days. It can become ordinary
handling once; the sixty days then count from acceptance. Its answer may be short, unless the petitioner wants a full one.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Each, Guard, Move
from sunshine.petitions import clocks
from sunshine.petitions.documents import simple as papers
from sunshine.petitions.documents.kinds import SIMPLE_NOTICE, SIMPLE_REPLY
from sunshine.petitions.matter import HandlingState
from sunshine.petitions.models import Branch
from sunshine.petitions.procedure.answering import issue, serve_filers, tell_filers
from sunshine.petitions.procedure.executing import owe_execution
from sunshine.petitions.procedure.hearing import nothing_runs
from sunshine.petitions.procedure.moves import demand_keys, demand_label, demands_here, nothing_proposed
from sunshine.petitions.simple_forms import (
    AcceptSimplyForm,
    SimpleReplyForm,
    SimpleReplyRow,
    TurnOrdinaryForm,
)

LAW = "条例 第三十一条第六项"
HANDLER = frozenset({Role.HANDLER.value})


def accept_simply(plan: Plan) -> None:
    """Accepted as one of the four kinds; the ten working days begin, and the petitioner may ask for a full opinion."""
    assert plan.snapshot is not None
    here = plan.here.id
    received = plan.snapshot.matter.handlings[here].received_at
    if plan.now >= clocks.ACCEPT_SIMPLY.due(received, plan.calendar).at:
        raise Refused(clocks.TOO_LATE_TO_SIMPLIFY)
    branch = Branch.PETITION.value
    plan.update(
        "petitions.handling", here, branch=branch, accepted_at=plan.now, simple=plan.given.facts["simple"]
    )
    for demand in demands_here(plan.snapshot):
        plan.update("petitions.demand", demand.id, branch=branch)
    issue(plan, SIMPLE_NOTICE, papers.notice(plan))
    tell_filers(plan)


def turn_ordinary(plan: Plan) -> None:
    """Not so simple after all: from now on the sixty days hold, counted from acceptance as if it had been ordinary at once."""
    here = _here(plan.snapshot)
    assert here.accepted_at is not None
    plan.open(clocks.DECIDE, since=here.accepted_at)
    plan.update("petitions.handling", here.id, simple="")
    tell_filers(plan, due=last_day(plan.opened[-1].due_at).isoformat())


def reply_simply(plan: Plan) -> None:
    """The short answer: an opinion all the same, rated, reviewed and carried out like any other (条例 第三十二条、第三十五条)."""
    if _here(plan.snapshot).wants_opinion:
        raise Refused(_("信访人刚刚要求出具处理意见书。请退回，出具处理意见。"))
    plan.update("petitions.handling", plan.here.id, opinion_seq=plan.words_seq)
    outcomes = {key: row.facts["outcome"] for key, row in plan.given.rows.items()}
    for key, outcome in outcomes.items():
        plan.update("petitions.demand", UUID(key), outcome=outcome)
    owe_execution(plan, plan.here.id, outcomes.values())
    serve_filers(plan, issue(plan, SIMPLE_REPLY, papers.reply(plan)))


def want_opinion(plan: Plan) -> None:
    """The petitioner wants a full opinion: whoever handles it simply gives one."""
    assert plan.snapshot is not None
    for one in _simple_at_work(plan.snapshot):
        plan.step(one.id, move="opinion_wanted", filing=str(plan.here.id))
        plan.update("petitions.handling", one.id, wants_opinion=True)


def _here(snapshot: Snapshot | None) -> HandlingState:
    assert snapshot is not None
    found: HandlingState = snapshot.matter.handlings[snapshot.subject.id]
    return found


def _simple_at_work(snapshot: Snapshot) -> list[HandlingState]:
    """The handlings dealt with simply that have not answered, and of which nobody has wanted a full opinion yet."""
    at_work = {one.id for one in snapshot.of_kind("handling") if one.stage == "accepted"}
    every = snapshot.matter.handlings.values()
    return [one for one in every if one.id in at_work and one.simple and not one.wants_opinion]


def is_simple(snapshot: Snapshot, actor: Actor) -> object:
    """Only of a matter accepted as a simple one."""
    return None if _here(snapshot).simple else _("这件事不是按简易办理受理的。")


def short_will_do(snapshot: Snapshot, actor: Actor) -> object:
    """A short answer only while the petitioner has not asked for a full opinion."""
    return _("信访人要求出具处理意见书，请用“出具处理意见”。") if _here(snapshot).wants_opinion else None


def first_petition(snapshot: Snapshot, actor: Actor) -> object:
    """First petitions only: not what others joined, nor what another organ has already handed back."""
    again = len(snapshot.matter.filings) > 1 or any(one.objections for one in demands_here(snapshot))
    return _("简易办理只用于初次信访，职责清楚的事项。") if again else None


def can_want(snapshot: Snapshot, actor: Actor) -> object:
    """Only while something is dealt with simply and no full opinion was asked for."""
    return None if _simple_at_work(snapshot) else _("现在没有可以要求出具处理意见书的事项。")


def simplifying(
    signed: frozenset[str], accepted: str, issued: str, guards: tuple[Guard, ...]
) -> tuple[Move, ...]:
    """The moves of a handling: from ``signed`` to ``accepted``, and from there to ``issued``. ``guards`` are those of acceptance."""
    at_work = frozenset({accepted})
    return (
        Move("accept_simply", _("简易办理受理"), LAW, HANDLER, signed, accepted, AcceptSimplyForm,
             guards=(*guards, first_petition), closes=(clocks.NOTICE,), opens=(clocks.SIMPLE,), effect=accept_simply,
             paper="simple_notice", audience="petitioner", shows=("note",), seen=_("办理单位已受理，按简易办理，10个工作日内答复"),
             tells=_("【阳光信访】{unit}已受理您反映的事项（{number}），按简易办理，10个工作日内答复。想要一份完整的处理意见书，可在网上提出。"),
             help=_("事实清楚、争议不大的初次信访，收到后3个工作日内用。10个工作日内答复。")),
        Move("turn_ordinary", _("转为普通程序"), "条例 第三十四条", HANDLER, at_work, facts=TurnOrdinaryForm,
             guards=(nothing_proposed, is_simple),
             closes=(clocks.SIMPLE,), effect=turn_ordinary, audience="petitioner", shows=("reason",),
             seen=_("转为普通程序办理，60日从受理那天算起"),
             tells=_("【阳光信访】您反映的事项（{number}）转为普通程序办理，{unit}最迟{due}书面答复。原因可在网上查看。"),
             help=_("办着发现不简单时用，只能转一次。60日从受理那天算起，不重新算。")),
        Move("reply_simply", _("简易答复"), "条例 第三十二条", HANDLER, at_work, issued, SimpleReplyForm,
             Each("demand", SimpleReplyRow, demand_keys, demand_label), countersign=Role.HEAD.value,
             guards=(is_simple, short_will_do, nothing_runs), closes=(clocks.SIMPLE,), effect=reply_simply, paper="simple_reply",
             audience="petitioner", shows=(), seen=_("办理单位作出了答复"), primary=True,
             tells=_("【阳光信访】{unit}对您反映的事项（{number}）作出了答复，请在网上查看并评价。"),
             help=_("逐项简短答复，经负责人审签。信访人要求出具处理意见书的，不能用。")),
        Move("opinion_wanted", _("信访人要求出具处理意见书"), "条例 第三十二条", frozenset({Role.SYSTEM.value}), at_work),
    )  # fmt: skip


def wanting(source: frozenset[str]) -> Move:
    """The petitioner's own move on the filing."""
    return Move(
        "want_opinion", _("要一份完整的处理意见书"), "条例 第三十二条", frozenset({Role.PETITIONER.value}), source,
        guards=(can_want,), effect=want_opinion, audience="petitioner", seen=_("您要求出具完整的处理意见书"),
        help=_("这件事按简易办理，可能只给您简短的答复。想要写明事实、理由和依据的处理意见书，就点这里。"),
    )  # fmt: skip
