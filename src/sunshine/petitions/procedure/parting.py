"""What becomes of a filing that was joined 并案: it may be its own matter again; and whether it was the first of its kind."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import Due
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move
from sunshine.petitions import clocks
from sunshine.petitions.joining_forms import FirstForm, PartForm
from sunshine.petitions.matter import FilingState
from sunshine.petitions.models import Filing
from sunshine.petitions.procedure.joining import JOINED, LAW, NOT_FOUND, OF_THE_BUREAU, unsettled
from sunshine.petitions.procedure.moves import pursued
from sunshine.petitions.procedure.serving import REGISTERED, settle_without

SERVING = frozenset({clocks.DELIVER.code, clocks.DELIVER_BUREAU.code, clocks.ANNOUNCED.code})


def _home(subject: UUID, _given: Given) -> UUID | None:
    return Filing.objects.filter(pk=subject).values_list("home_id", flat=True).first()


def part(plan: Plan) -> None:
    """Let a filing be its own matter again, as far as that had come, with the days it had (条例 第二十二条)."""
    assert plan.snapshot is not None
    filing: FilingState = plan.snapshot.matter.filings[plan.here.id]
    home = plan.snapshot.beside
    if home is None or home.subject.stage != JOINED:
        raise Refused(NOT_FOUND)
    for duty in plan.snapshot.open_duties(plan.here.id):
        if duty.rule in SERVING:
            plan.close_duty(duty)
    settle_without(plan)
    plan.step(plan.here.root, move="parted_off")
    plan.step(home.subject.id, move="parted", stage=filing.home_stage)
    plan.open(clocks.FORWARD, on=home.subject.id, due=_as_before(filing.home_due))
    plan.update(
        "petitions.filing", filing.id, petition_id=home.subject.id, home_id=None, home_stage="", home_due=None,
        first_here=None, first_anywhere=None,
    )  # fmt: skip
    plan.tell(filing.id, number=filing.number, unit=plan.book[home.subject.unit].zh)
    plan.move_to(filing.id, home.subject.id)


def _as_before(due: datetime | None) -> Due | None:
    return Due(due, provisional=False) if due else None


def joined_and_unanswered(snapshot: Snapshot, actor: Actor) -> object:
    """Only a joined filing that no answer has reached, and only while somebody else still pursues the matter."""
    filing: FilingState = snapshot.matter.filings[snapshot.subject.id]
    if filing.home is None:
        return _("这件没有并案。")
    if filing.delivered:
        return _("书面答复已经送达，不能再分开。")
    if [one.id for one in pursued(snapshot)] == [filing.id]:
        return _("先登记的那件已经撤回，只剩这一件，不能再分开。")
    return unsettled(snapshot, {filing.id})


def say_first(plan: Plan) -> None:
    """本机构初次 and 全国初次, kept apart; nothing is counted against anybody."""
    said = {"yes": True, "no": False}
    facts = plan.given.facts
    plan.update(
        "petitions.filing", plan.here.id, first_here=said.get(facts.get("here", "")),
        first_anywhere=said.get(facts.get("anywhere", "")),
    )  # fmt: skip


OF_A_JOINED_FILING = (
    Move("joined", _("已并案"), LAW, frozenset({"system"}), frozenset({REGISTERED}),
         seen=_("您反映的是先前登记过的同一件事，并在一起办理")),
    Move("part", _("分开办理"), LAW, OF_THE_BUREAU, frozenset({REGISTERED}), facts=PartForm,
         guards=(joined_and_unanswered,), effect=part, beside=_home, audience="petitioner",
         seen=_("您反映的事项改为单独办理，期限照原来的算"),
         tells=_("【阳光信访】您反映的事项（{number}）改由{unit}单独办理，期限照原来的算。"),
         help=_("并错了的，分开单独办理；转送的期限照原来的算。")),
    Move("say_first", _("初次还是重复"), "条例 第二十二条", OF_THE_BUREAU | {Role.WINDOW.value},
         frozenset({REGISTERED}), facts=FirstForm, effect=say_first,
         help=_("本机构和全国分开记。只用来统计，不影响办理，也不是对人的评价。")),
)  # fmt: skip
