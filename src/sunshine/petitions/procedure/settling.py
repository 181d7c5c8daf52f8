"""What does not go on to an organ's decision: answers at once 直接答复, filings without action 存, refusals 不予（不再）受理.

A filing or a refusal has an enumerated ground, a paper, the second officer's signature and a delivery; none can happen
in silence. A bureau never answers on the merits (条例 第二十二条).
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import Due
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move, Stage
from sunshine.petitions import clocks
from sunshine.petitions.documents import letters
from sunshine.petitions.documents.kinds import FILED as FILED_PAPER
from sunshine.petitions.documents.kinds import NO_MORE, REFUSAL, REPLY, REPORT
from sunshine.petitions.ended_forms import NoMoreForm
from sunshine.petitions.models import DemandClass, Purpose
from sunshine.petitions.procedure.answering import issue, serve_filers
from sunshine.petitions.procedure.moves import demands_here
from sunshine.petitions.procedure.objecting import undisputed
from sunshine.petitions.settling_forms import (
    VISITS_ONLY,
    FileAwayForm,
    RefuseForm,
    ReplyAtOnceForm,
    ReportForm,
    only_visits,
)

SIGNED, GUIDED, ISSUED, ANSWERED = "signed", "guided", "issued", "answered"  # those of an organ's handling
KEPT, REPLIED, FILED, REFUSED = "kept", "replied", "filed", "refused"
STAGES = (
    Stage(KEPT, _("待答复或存"), _("信访部门正在答复")),
    Stage(REPLIED, _("已直接答复"), _("信访部门已书面答复"), rest=_("答复书送达后可以评价。")),
    Stage(FILED, _("已存"), _("信访部门已告知存查的理由"), rest=_("理由已经书面告知，可以随时补充或者重新提出。")),
    Stage(REFUSED, _("不予（不再）受理"), _("不受理，理由书面告诉您了"), rest=_("理由、依据和救济途径已经书面告知。")),
)  # fmt: skip
SETTLED = frozenset({REPLIED, FILED, REFUSED})
SORTER, HANDLER = frozenset({Role.SORTER.value}), frozenset({Role.HANDLER.value})


def keep(plan: Plan, demands: Sequence[UUID]) -> None:
    """Begin a handling of the bureau's own. What was left of its fifteen days is what it has for it."""
    owed = plan.duties(clocks.FORWARD, plan.here.id)
    state = plan.begin("handling", plan.rules, plan.here.unit, plan.here.id, sealed=plan.here.sealed)
    plan.step(state.id, move="receive", stage=KEPT, demands=[str(pk) for pk in demands])
    left = max((duty.due_at for duty in owed if duty.due_at > plan.now), default=None)
    plan.open(clocks.SETTLE, on=state.id, due=Due(left, provisional=False) if left else None)
    plan.insert("petitions.handling", state.id, petition_id=plan.here.id, received_at=plan.now)
    for demand in demands:
        plan.update("petitions.demand", demand, handling_id=state.id)


def _answer(plan: Plan, paper: UUID) -> None:
    """Owe the paper to every filer: the bureau by its sorters, an organ by its handlers."""
    assert plan.snapshot is not None
    kept = plan.snapshot.subject.stage == KEPT
    serve_filers(plan, paper, clocks.DELIVER_BUREAU if kept else clocks.DELIVER)


def reply_at_once(plan: Plan) -> None:
    """Answer what can be answered at once."""
    _answer(plan, issue(plan, REPLY, letters.reply(plan)))


def file_away(plan: Plan) -> None:
    """Tell the petitioner in writing why nothing more is done."""
    _answer(plan, issue(plan, FILED_PAPER, letters.filed(plan)))


def refuse(plan: Plan) -> None:
    """Refuse on an enumerated ground; what is asked of visits is asked of nobody who writes (条例 第二十条)."""
    assert plan.snapshot is not None
    if plan.given.facts["ground"] in VISITS_ONLY and not only_visits(plan.snapshot):
        raise Refused(_("这个理由只适用于走访。网上、来信、电话反映的，不能用它不予受理。"))
    _answer(plan, issue(plan, REFUSAL, letters.refusal(plan)))


def refuse_for_good(plan: Plan) -> None:
    """After a final review, on the same facts and reasons (条例 第三十六条)."""
    _answer(plan, issue(plan, NO_MORE, letters.no_more(plan)))


def report_back(plan: Plan) -> None:
    """Report the end of an assigned matter to the bureau."""
    issue(plan, REPORT, letters.report(plan))


def not_on_the_merits(snapshot: Snapshot, actor: Actor) -> object:
    """Only consultations and suggestions: demands are answered by the organ with the power (条例 第二十二条)."""
    asking = snapshot.matter.purpose in {Purpose.INQUIRY, Purpose.ADVICE}
    merits = [one for one in demands_here(snapshot) if one.klass != DemandClass.ADVICE and not asking]
    return _("申诉求决的诉求由有权处理的机关答复，请改为转送。") if merits else None


def by_whoever_has_it(snapshot: Snapshot, actor: Actor) -> object:
    """The bureau's sorter for what the bureau keeps, the handler for what the organ received."""
    wanted = Role.SORTER if snapshot.subject.stage == KEPT else Role.HANDLER
    return None if actor.role == wanted else _("这一步由承办单位办理。")


def report_owed(snapshot: Snapshot, actor: Actor) -> object:
    """Only where the bureau assigned the matter 交办."""
    owed = any(duty.rule == clocks.REPORT_BACK.code for duty in snapshot.open_duties(snapshot.subject.id))
    return None if owed else _("没有要报的办结报告。")


HEAD = Role.HEAD.value
UNDECIDED = frozenset({KEPT, SIGNED})
TERMS = (clocks.SETTLE, clocks.NOTICE)

SETTLING = (
    Move("reply", _("直接答复"), "条例 第二十二条", SORTER, frozenset({KEPT}), REPLIED, ReplyAtOnceForm,
         guards=(not_on_the_merits,), closes=(clocks.SETTLE,), effect=reply_at_once, paper="reply",
         audience="petitioner", shows=(), seen=_("信访部门出具了书面答复"), key="e", primary=True,
         tells=_("【阳光信访】{unit}对您反映的事项（{number}）作出了书面答复，请在网上查看并评价。"),
         help=_("咨询、建议、感谢，一次能答清的在这里答。只答本局的工作和公开的事实，不评是非。")),
    Move("file_away", _("存"), "条例 第二十二条", SORTER, frozenset({KEPT}), FILED, FileAwayForm, countersign=HEAD,
         closes=(clocks.SETTLE,), effect=file_away, paper="filed", audience="petitioner", shows=(),
         seen=_("信访部门书面告诉您为什么不再往下办"),
         tells=_("【阳光信访】您反映的事项（{number}），{unit}已出具存查告知书，写明了理由，请在网上查看。"),
         help=_("要有列明的理由，经负责人审签，书面告诉信访人；上级会抽查。")),
    Move("refuse", _("不予受理"), "条例 第十九条、第二十条", SORTER | HANDLER, UNDECIDED, REFUSED, RefuseForm,
         guards=(by_whoever_has_it, undisputed), countersign=HEAD, closes=TERMS, effect=refuse, audience="petitioner", shows=(), paper="refusal",
         seen=_("决定不受理，理由和您可以怎么办写在告知书里"),
         tells=_("【阳光信访】您反映的事项（{number}），{unit}已出具不予受理告知书，写明了理由和怎么办，请在网上查看。"),
         help=_("只有列明的几种情形，经负责人审签。登记从不拒绝；走访的层级要求不用在网上、来信和电话上。")),
    Move("refuse_for_good", _("不再受理"), "条例 第三十六条", SORTER | HANDLER, UNDECIDED, REFUSED, NoMoreForm,
         guards=(by_whoever_has_it, undisputed), countersign=HEAD, closes=TERMS, effect=refuse_for_good, audience="petitioner", shows=(), paper="no_more",
         seen=_("这件事已经复核过，同样的事实和理由不再受理，比较和依据写在告知书里"),
         tells=_("【阳光信访】您反映的事项（{number}），{unit}已出具不再受理告知书，写明了理由，请在网上查看。"),
         help=_("同一个人的事已经作出并送达复核意见，又以同一事实和理由提出的。有新的事实或者理由，就是新的事项。")),
    Move("report_back", _("提交办结报告"), "条例 第二十二条", HANDLER, frozenset({GUIDED, ISSUED, ANSWERED, REFUSED}),
         facts=ReportForm, guards=(report_owed,), closes=(clocks.REPORT_BACK,), effect=report_back, paper="report",
         key="h", help=_("交办的事项办结后，书面报告交办的信访部门。")),
)  # fmt: skip
