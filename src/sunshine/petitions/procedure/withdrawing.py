"""Withdrawing 撤回: the petitioner's alone, confirmed by telephone, and carried out only when a week has passed.

No unit learns of it before that: whoever pressed for it must not know whether to press again. Why it was asked is told to
nobody at the desk but the bureau that calls the person (条例 第十八条、第四十六条). It never counts as an answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import DutyState, Snapshot, SubjectState
from sunshine.foundation.procedure.table import Move
from sunshine.petitions import clocks, conferring, objections
from sunshine.petitions.matter import FilingState
from sunshine.petitions.models import Why
from sunshine.petitions.procedure import assisting, callback, handling, petition, settling
from sunshine.petitions.procedure.moves import FILED, WITHDRAWN, at_work, pursued
from sunshine.petitions.procedure.renewal import same_person
from sunshine.petitions.procedure.serving import settle_without
from sunshine.petitions.protecting import PRESSURE, WithdrawForm

LAW = "条例 第十八条"
PETITIONER = frozenset({Role.PETITIONER.value})
RESTS = {
    objections.KIND: objections.MOOT,
    assisting.KIND: assisting.RELEASED,
    conferring.CONFERENCE: conferring.OFF,
    conferring.TASK: conferring.LIFTED,
}  # what others were asked about it
KEPT = frozenset(
    {clocks.RATE.code, clocks.ASK_REVIEW.code, clocks.ASK_FINAL.code}
)  # rights to what was answered before


def ask(plan: Plan) -> None:
    """Begin the week. Who proved the telephone is asked nothing more; at the window the document is compared, not kept."""
    assert plan.main is not None
    told, words = dict(plan.given.texts), plan.given.texts.get("words", "")
    if plan.actor.officer and not same_person(_filing(plan.snapshot).identity, told):
        raise Refused(_("证件上的和登记的对不上。请再核对一遍编号、姓名和证件号码；不是本人，不能撤回。"))
    plan.main.texts.clear()
    plan.main.texts |= {"why": words} if words else {}
    plan.main.record["credential"] = "code+document" if plan.actor.officer else "code+phone"
    plan.open(clocks.COOLING)
    plan.tell(plan.here.id, number=_filing(plan.snapshot).number, unit=plan.book[plan.here.unit].zh)
    if plan.given.facts["reason"] == PRESSURE:
        callback.owe(plan, clocks.CALL_PRESSED, Why.PRESSURE, callback.everyone(plan), words)


def _filing(snapshot: Snapshot | None) -> FilingState:
    assert snapshot is not None
    found: FilingState = snapshot.matter.filings[snapshot.subject.id]
    return found


def withdraw(plan: Plan) -> None:
    """The week is over. The filing rests; what was still open of the matter rests with it, if nobody else pursues it."""
    assert plan.snapshot is not None
    plan.turn(plan.here.id, WITHDRAWN)
    ended = {plan.here.id}
    if [filing.id for filing in pursued(plan.snapshot)] == [plan.here.id]:
        for open_one in _unanswered(plan.snapshot):
            ended.add(open_one.id)
            plan.step(open_one.id, move="withdrawn", stage=RESTS.get(open_one.kind, WITHDRAWN))
    else:
        settle_without(plan)
    for member in ended:
        plan.let_fall(member)
    for duty in plan.snapshot.duties:
        if duty.subject in ended and duty.rule not in KEPT:
            plan.close_duty(duty)
    plan.tell(plan.here.id, number=_filing(plan.snapshot).number)


def _unanswered(snapshot: Snapshot) -> Iterator[SubjectState]:
    """The petition, the handlings at work, and what others were asked for them; one that gave its answer keeps it."""
    yield from snapshot.of_kind("petition")
    yield from (
        one for one in snapshot.of_kind("handling") if one.stage in handling.OPEN_STAGES | {settling.KEPT}
    )
    asked = {objections.RAISED, assisting.ASKED, conferring.CALLED, conferring.GIVEN}
    yield from (one for kind in RESTS for one in snapshot.of_kind(kind) if one.stage in asked)


def cooling(snapshot: Snapshot) -> DutyState | None:
    """The week that runs, if one does."""
    running = snapshot.open_duties(snapshot.subject.id)
    return next((duty for duty in running if duty.rule == clocks.COOLING.code), None)


def something_open(snapshot: Snapshot, actor: Actor) -> object:
    """What was answered cannot be withdrawn any more, nor what is being withdrawn; a review asked for is given first."""
    if cooling(snapshot):
        return _("已经申请过撤回，正在7天冷静期内。")
    if _reviewed(snapshot):
        return _("您申请的复查（复核）还没有结果。收到书面意见以后，没有办完的还可以撤回。")
    stage = snapshot.family[snapshot.subject.root].stage
    return _("已经书面答复，不用撤回。") if stage == petition.ANSWERED else None


def _reviewed(snapshot: Snapshot) -> bool:
    """Whether a review that this filer asked for has not come to its end."""
    reviews = snapshot.matter.reviews.values()
    own = {one.id for one in reviews if one.filing == snapshot.subject.id}
    return any(one.id in own for one in at_work(snapshot))


def telephone_first(snapshot: Snapshot, actor: Actor) -> object:
    """The window may only take it down where no telephone was left to confirm it with."""
    phone = _filing(snapshot).identity.phone
    if actor.officer and phone:
        return _("登记时留了手机的，由信访人本人在网上用验证码撤回，窗口不能代办。")
    known = _filing(snapshot).identity
    return None if known else _("登记时没有留姓名、电话或证件，没法核对是不是本人，不能撤回。")


def in_the_week(snapshot: Snapshot, actor: Actor) -> object:
    """Only while the week runs."""
    return None if cooling(snapshot) else _("没有正在进行的撤回。")


WITHDRAWING = (
    Move("ask_withdrawal", _("申请撤回"), LAW, PETITIONER | {Role.WINDOW.value}, FILED, facts=WithdrawForm,
         guards=(something_open, telephone_first), effect=ask, audience="sealed", apart=True, shows=(),
         seen=_("您申请撤回，7天后生效；这之前随时可以取消，办理不停"),
         tells=_("【阳光信访】您申请撤回编号{number}的事项，7天后生效，这之前随时可以在网上取消。不是您本人办的，请马上取消，并联系{unit}。"),
         help=_("只有信访人本人能撤回，用登记的手机确认；没有留手机的，带证件到登记的窗口。7天内随时可以取消。")),
    Move("keep_on", _("取消撤回，继续反映"), LAW, PETITIONER, FILED, guards=(in_the_week,), closes=(clocks.COOLING,),
         audience="sealed", seen=_("您取消了撤回，事项照常办理"), primary=True),
    Move("withdraw", _("撤回生效"), LAW, frozenset({Role.SYSTEM.value}), FILED, guards=(in_the_week,), effect=withdraw,
         audience="petitioner", seen=_("您撤回了这件事，不再办理"),
         tells=_("【阳光信访】编号{number}的事项已按您的申请撤回，不再办理。想再反映，随时可以重新提交。")),
)  # fmt: skip
