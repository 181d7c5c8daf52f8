"""The procedure of a handling 承办: the organ with the power signs for it, gives notice, hears, decides and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import ONE_DAY, SHANGHAI, Due
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.common import second_signature, system_moves, taking_back
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot, SubjectState
from sunshine.foundation.procedure.table import Each, Move, Procedure, Stage
from sunshine.petitions import clocks, rulesets
from sunshine.petitions.documents import build
from sunshine.petitions.documents.kinds import NOTICE, OPINION
from sunshine.petitions.forms import AcceptForm, ContactForm, OpinionForm, OutcomeRow, ReplyForm
from sunshine.petitions.models import Branch, DemandClass
from sunshine.petitions.procedure import settling
from sunshine.petitions.procedure.answering import issue, serve_filers, tell_filers
from sunshine.petitions.procedure.assisting import asking
from sunshine.petitions.procedure.correcting import correct_delivery
from sunshine.petitions.procedure.designating import designating, left_to_a_bureau
from sunshine.petitions.procedure.executing import carrying_out, owe_execution
from sunshine.petitions.procedure.extending import extending
from sunshine.petitions.procedure.handing import HAND_ON
from sunshine.petitions.procedure.hearing import hearing, nothing_runs
from sunshine.petitions.procedure.mediating import mediating
from sunshine.petitions.procedure.moves import (
    RETURNED,
    RULES,
    WITHDRAWN,
    demand_keys,
    demand_label,
    demands_here,
    reply_owed,
)
from sunshine.petitions.procedure.objecting import objecting, undisputed
from sunshine.petitions.procedure.pausing import pausing
from sunshine.petitions.procedure.recording import recording
from sunshine.petitions.procedure.simplifying import simplifying
from sunshine.petitions.procedure.teamwork import teamwork
from sunshine.petitions.procedure.urgent import marking
from sunshine.petitions.sorting import GuideForm

RECEIVED, SIGNED, ACCEPTED, GUIDED, ISSUED, ANSWERED = (
    "received",
    "signed",
    "accepted",
    "guided",
    "issued",
    "answered",
)

STAGES = (
    Stage(RECEIVED, _("待签收"), _("已转到办理单位，等待签收")),
    Stage(SIGNED, _("待告知"), _("办理单位已收到，会书面告诉您受不受理、怎么办")),
    Stage(ACCEPTED, _("办理中"), _("已受理，正在办理")),
    Stage(
        GUIDED,
        _("已导入法定途径"),
        _("这件事走另一条法定的路，告知书里写着"),
        rest=_("告知书送达后，按那个程序的期限办理。"),
    ),
    Stage(ISSUED, _("待送达"), _("书面答复写好了，等您收到")),
    Stage(ANSWERED, _("已答复"), _("书面答复已送达"), rest=_("处理意见已经送达。")),
    Stage(WITHDRAWN, _("已撤回"), _("您撤回了，不再办理"), rest=_("信访人撤回了，不算答复，也不算解决。")),
    *settling.STAGES,
    Stage(RETURNED, _("已退回"), _("异议成立，已改由别的单位办理"), rest=_("诉求已经转给别的单位。")),
)

HANDLER = frozenset({Role.HANDLER.value})
BEFORE_NOTICE = frozenset({RECEIVED, SIGNED})
OPEN_STAGES = frozenset({RECEIVED, SIGNED, ACCEPTED, ISSUED})
EVERY_STAGE = frozenset(stage.code for stage in STAGES)
SIGNABLE = frozenset({GUIDED, ISSUED, ANSWERED})  # where a delivery can have a wrong day
PROPOSED = SIGNABLE | {ACCEPTED, SIGNED, settling.KEPT}  # where something can wait for the second signature
ON_THE_MERITS = frozenset({"issue_opinion", "call_hearing", "pause", "reach_agreement", "reply_simply"})
AT_AN_ORGAN = EVERY_STAGE - {RECEIVED, WITHDRAWN, settling.KEPT, settling.REPLIED, settling.FILED}


def receive(plan: Plan, unit: UUID, demands: Sequence[UUID], since: datetime | None = None) -> SubjectState:
    """Begin a handling at this organ. Its clock starts on arrival, not on signing for it (条例 第二十三条).

    ``since`` is the arrival where that was earlier: an organ that registers a matter itself has received it then.
    """
    state = plan.begin(PROCEDURE.kind, plan.rules, unit, plan.here.root, sealed=plan.here.sealed)
    plan.step(state.id, move="receive", stage=RECEIVED, demands=[str(pk) for pk in demands])
    plan.open(clocks.NOTICE, on=state.id, since=since)
    plan.insert("petitions.handling", state.id, petition_id=plan.here.root, received_at=plan.now)
    for demand in demands:
        plan.update("petitions.demand", demand, handling_id=state.id)
    return state


def give_notice(plan: Plan) -> None:
    """Issue the notice of receipt and route and keep the branch it decides (条例 第二十三条、第三十一条)."""
    branch = plan.given.facts.get("branch", Branch.PETITION.value)
    here = plan.here
    accepted = {"accepted_at": plan.now} if branch == Branch.PETITION else {}
    plan.update("petitions.handling", here.id, branch=branch, **accepted)
    for demand in demands_here(plan.snapshot):  # type: ignore[arg-type]
        plan.update("petitions.demand", demand.id, branch=branch)
    paper = issue(plan, NOTICE, build.notice(plan, branch))
    if branch == Branch.PETITION:
        tell_filers(plan)
    else:
        serve_filers(plan, paper)


def issue_opinion(plan: Plan) -> None:
    """Issue the opinion; each filer must now be served with it (条例 第三十二条)."""
    assert plan.snapshot is not None
    plan.update("petitions.handling", plan.here.id, opinion_seq=plan.words_seq)
    outcomes = {key: row.facts["outcome"] for key, row in plan.given.rows.items()}
    for key, outcome in outcomes.items():
        plan.update("petitions.demand", UUID(key), outcome=outcome)
    owe_execution(plan, plan.here.id, outcomes.values())
    serve_filers(plan, issue(plan, OPINION, build.opinion(plan)))


def keep_appointment(plan: Plan) -> None:
    """Whoever agreed to get in touch has done so; a new day agreed on is a duty of its own."""
    plan.close(clocks.APPOINTMENT)
    agreed = plan.given.facts.get("next_on")
    if agreed:
        midnight = datetime.combine(date.fromisoformat(agreed) + ONE_DAY, time.min, tzinfo=SHANGHAI)
        plan.open(clocks.APPOINTMENT, due=Due(midnight, provisional=False))


def by_the_organ_itself(snapshot: Snapshot, actor: Actor) -> object:
    """A bureau left with the opinion or the hearing of an organ that is no more does not sign it: it decides no merits
    (条例 第二十二条).
    """
    merits = snapshot.proposal is not None and snapshot.proposal.move in ON_THE_MERITS
    left = merits and left_to_a_bureau(snapshot, actor) is None
    return _("原承办机关已经撤销。请先指定承接机关，由它审签。") if left else None


def only_demands(snapshot: Snapshot, actor: Actor) -> object:
    """Only 申诉求决 can be accepted and put on the sixty days (条例 第三十一条第六项、第三十四条); before 2022 whatever was accepted."""
    if snapshot.subject.rules == rulesets.EARLIER:
        return None
    others = [d for d in demands_here(snapshot) if d.klass != DemandClass.DEMAND]
    return _("其中有建议、检举控告或涉法涉诉的诉求，请用“告知处理途径”。") if others else None


PROCEDURE = Procedure(
    kind="handling",
    name=_("承办"),
    stages=STAGES,
    rules=RULES,
    moves=(
        Move("receive", _("收到"), "条例 第二十三条", frozenset({"system"}), opening=True),
        Move("rehandle", _("重新办理"), "条例 第三十五条", frozenset({"system"}), opening=True, audience="petitioner"),
        Move("sign", _("签收"), "条例 第二十三条", HANDLER, frozenset({RECEIVED}), SIGNED, key="s", primary=True,
             audience="petitioner", seen=_("办理单位收到了"),
             help=_("期限从到达本单位那天起算，签收早晚不改变期限。")),
        Move("accept", _("受理告知"), "条例 第二十三条、第三十一条第六项", HANDLER, frozenset({SIGNED}), ACCEPTED, AcceptForm,
             guards=(only_demands, undisputed), closes=(clocks.NOTICE,), opens=(clocks.DECIDE,), effect=give_notice,
             paper="notice", audience="petitioner", shows=("note",), key="a", primary=True,
             seen=_("办理单位已受理，出具了受理告知书"),
             tells=_("【阳光信访】{unit}已受理您反映的事项（{number}），60日内书面答复。受理告知书可在网上查看。"),
             help=_("出具受理告知书，60日办理期限从今天起算。")),
        Move("guide", _("告知处理途径"), "条例 第二十三条、第三十一条", HANDLER, frozenset({SIGNED}), GUIDED, GuideForm,
             guards=(undisputed,), closes=(clocks.NOTICE,), effect=give_notice, paper="notice", audience="petitioner",
             shows=("reason", "note"), key="r",
             seen=_("办理单位书面告诉您这件事该走哪条路"),
             tells=_("【阳光信访】您反映的事项（{number}）另有法定途径，{unit}已出具告知书，请在网上查看。"),
             help=_("诉求属于诉讼、仲裁、行政程序等途径，或者是建议、检举控告时用。")),
        *simplifying(frozenset({SIGNED}), ACCEPTED, ISSUED, (only_demands, undisputed)),
        *settling.SETTLING,
        HAND_ON,
        objecting(BEFORE_NOTICE),
        Move("returned", _("已退回"), "条例 第二十三条", frozenset({"system"}), BEFORE_NOTICE, RETURNED),
        extending(frozenset({ACCEPTED})),
        *recording(frozenset({SIGNED, ACCEPTED})),
        *hearing(frozenset({ACCEPTED})),
        *pausing(frozenset({ACCEPTED})),
        *mediating(frozenset({ACCEPTED}), ISSUED),
        asking(frozenset({ACCEPTED})),
        marking(OPEN_STAGES | {GUIDED, ISSUED, ANSWERED}),
        carrying_out(frozenset({ISSUED, ANSWERED})),
        Move("varied", _("答复已变更"), "条例 第三十五条", frozenset({"system"}), frozenset({ANSWERED})),
        designating(OPEN_STAGES | {GUIDED, ANSWERED}),
        Move("contact", _("联系记录"), "条例 第三十一条", HANDLER, EVERY_STAGE - {RECEIVED, RETURNED, WITHDRAWN}, facts=ContactForm,
             effect=keep_appointment, audience="petitioner", seen=_("承办人与您联系"), key="c"),
        Move("issue_opinion", _("出具处理意见"), "条例 第三十二条、第三十四条", HANDLER, frozenset({ACCEPTED}), ISSUED,
             OpinionForm, Each("demand", OutcomeRow, demand_keys, demand_label), countersign=Role.HEAD.value,
             guards=(nothing_runs,),
             closes=(clocks.DECIDE, clocks.REHANDLE, clocks.SIMPLE), effect=issue_opinion, paper="opinion", audience="petitioner", key="o",
             primary=True, seen=_("办理单位出具了书面处理意见"),
             tells=_("【阳光信访】{unit}对您反映的事项（{number}）作出了书面处理意见，请在网上查看并评价。"),
             help=_("逐项答复，经单位负责人审签后以本机关名义出具。")),
        Move("reply_urge", _("回复催办"), "条例 第二十八条", HANDLER, EVERY_STAGE, facts=ReplyForm,
             guards=(reply_owed(clocks.REPLY),), closes=(clocks.REPLY,), audience="petitioner",
             seen=_("办理单位回复了您的催办"), key="u"),
        Move("urge", _("被催办"), "条例 第二十八条", frozenset({"system"}), OPEN_STAGES),
        Move("delivered", _("已送达"), "条例 第三十二条", frozenset({"system"}), frozenset({ISSUED}), ANSWERED),
        Move("withdrawn", _("信访人撤回"), "条例 第十八条", frozenset({"system"}), OPEN_STAGES | {settling.KEPT}, WITHDRAWN),
        correct_delivery(SIGNABLE),
        *(replace(move, guards=(*move.guards, by_the_organ_itself)) if move.code == "confirm" else move
          for move in second_signature(PROPOSED)),
        taking_back(PROPOSED, HANDLER | {Role.SORTER.value}),
        *teamwork(Role.HANDLER.value, OPEN_STAGES | {GUIDED}, HANDLER | {Role.HEAD.value}, (s.code for s in STAGES)),
        *system_moves(STAGES),
    ),
)  # fmt: skip
