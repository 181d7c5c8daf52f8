"""Mediation 调解: where the law leaves room, both sides agree to it, and what they agree on is written down (条例 第三十三条).

No term stands still for it. An agreement ends the demands of this handling, and is owed until it is shown to be done.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Each, Move
from sunshine.petitions import clocks, intervals
from sunshine.petitions.documents import mediation as papers
from sunshine.petitions.documents.kinds import AGREEMENT
from sunshine.petitions.interval_models import IntervalKind, IntervalState
from sunshine.petitions.intervals import IntervalLine
from sunshine.petitions.mediation_forms import AgreedRow, AgreementForm, MediateForm, NoAgreementForm
from sunshine.petitions.models import Outcome
from sunshine.petitions.procedure.answering import issue, serve_filers
from sunshine.petitions.procedure.executing import owe_execution
from sunshine.petitions.procedure.hearing import nothing_runs, tell_concerned, until_end_of
from sunshine.petitions.procedure.moves import demand_keys, demand_label, nothing_proposed

LAW = "条例 第三十三条"
HANDLER = frozenset({Role.HANDLER.value})


def mediate(plan: Plan) -> None:
    """Both sides are willing, which is on record with how each said so. Every clock runs on."""
    until = date.fromisoformat(plan.given.facts["by"])
    plan.open(clocks.MEDIATE, due=until_end_of(until))
    intervals.begin(plan, IntervalKind.MEDIATION, until, until)
    tell_concerned(plan)


def reach_agreement(plan: Plan) -> None:
    """Signed by both sides and by the head: it ends what was asked, is served like any answer, and has to be carried out."""
    here = _here(plan)
    intervals.end(plan, here, IntervalState.ENDED)
    plan.update("petitions.handling", plan.here.id, opinion_seq=plan.words_seq)
    for key in plan.given.rows:
        plan.update("petitions.demand", UUID(key), outcome=Outcome.SETTLED.value)
    owe_execution(plan, plan.here.id, [Outcome.SETTLED.value])
    serve_filers(plan, issue(plan, AGREEMENT, papers.agreement(plan, here)))


def end_mediation(plan: Plan) -> None:
    """Nothing came of it, or one side is no longer willing: the handling goes on as if it had never been."""
    intervals.end(plan, _here(plan), IntervalState.OFF)
    tell_concerned(plan)


def _here(plan: Plan) -> IntervalLine:
    assert plan.snapshot is not None
    going = intervals.running(plan.snapshot)
    assert going is not None
    return going


def mediated(snapshot: Snapshot, actor: Actor) -> object:
    """Only while a mediation that both sides agreed to goes on."""
    going = intervals.running(snapshot)
    return None if going and going.kind == IntervalKind.MEDIATION else _("现在没有进行调解。")


def mediating(source: frozenset[str], issued: str) -> tuple[Move, ...]:
    """The moves, from the stages at which a handling is worked on; an agreement leads to ``issued``."""
    return (
        Move("mediate", _("开始调解"), LAW, HANDLER, source, facts=MediateForm, guards=(nothing_proposed, nothing_runs), effect=mediate,
             audience="petitioner", shows=("other", "scope"), seen=_("双方都愿意，坐下来谈（调解）"),
             tells=_("【阳光信访】您反映的事项（{number}），双方都同意调解，{unit}开始调解。办理期限不停；不愿意调解了，随时可以说。"),
             help=_("在裁量权范围内，双方自愿才能调解。办理期限不停。")),
        Move("reach_agreement", _("达成协议"), LAW, HANDLER, source, issued, AgreementForm,
             Each("demand", AgreedRow, demand_keys, demand_label), countersign=Role.HEAD.value, guards=(mediated,),
             closes=(clocks.DECIDE, clocks.REHANDLE, clocks.SIMPLE, clocks.MEDIATE), effect=reach_agreement, paper="agreement",
             audience="petitioner", shows=("parties",), seen=_("双方达成协议，出具了协议书"),
             tells=_("【阳光信访】您反映的事项（{number}），双方达成了协议，{unit}出具了协议书，请在网上查看并评价。"),
             help=_("双方签过字才记。协议代替处理意见，要办到为止。只谈成一部分的，记调解不成，把谈成的写进处理意见。")),
        Move("end_mediation", _("调解不成"), LAW, HANDLER, source, facts=NoAgreementForm, guards=(nothing_proposed, mediated),
             closes=(clocks.MEDIATE,), effect=end_mediation, audience="petitioner", seen=_("调解没有谈成，继续办理"),
             tells=_("【阳光信访】您反映的事项（{number}）没有谈成协议，{unit}继续办理，原来的期限不变。"),
             help=_("有一方不愿意了，也用它。期限不变，照常出具处理意见。")),
    )  # fmt: skip
