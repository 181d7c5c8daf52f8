"""Joining 并案: a filing that says again what its person said before goes with the matter that is being handled.

Nothing is refused and no clock begins anew: the filing keeps its number, its code and its rating, and is told, served and
may ask for a review like the first. ``part`` undoes it, and the fifteen days end on the day they always would have.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot, SubjectState
from sunshine.foundation.procedure.table import Move, Stage
from sunshine.petitions import clocks
from sunshine.petitions.joining_forms import JoinForm
from sunshine.petitions.matter import FilingState, Matter
from sunshine.petitions.models import Visibility
from sunshine.petitions.procedure.moves import pursued
from sunshine.petitions.recusing import ASKED as RECUSAL_ASKED
from sunshine.petitions.sameness import shared

NEW, SORTED, HANDLING = "new", "sorted", "handling"  # those of the petition
JOINED = "joined"
STAGE = Stage(
    JOINED, _("已并案"), _("已并入您先前反映的同一件事"), rest=_("并入了先登记的事项，在那里一起办理。")
)
OF_THE_BUREAU = frozenset({Role.SORTER.value})
ROAD = frozenset(
    rule.code for rule in (clocks.FORWARD, clocks.SETTLE, clocks.NOTICE, clocks.DECIDE, clocks.REHANDLE)
)
LAW = "条例 第十九条、第二十二条"
NOT_FOUND = _("没有这件信访事项，或者您看不到它。请再核对一遍编号。")


def _into(_subject: UUID, given: Given) -> UUID | None:
    into = given.facts.get("into")
    return UUID(into) if into else None


def join(plan: Plan) -> None:
    """Let all who filed this go with the matter it repeats; the bureau owes nothing for the empty cover (条例 第十九条)."""
    assert plan.snapshot is not None
    assert plan.main is not None
    target = plan.snapshot.beside
    if target is None or target.subject.kind != "petition":
        raise Refused(NOT_FOUND)
    _check(plan, plan.snapshot, target)
    matter: Matter = plan.snapshot.matter
    plan.main.texts["title"] = matter.newest(matter.first_filing.id, "title")
    for duty in plan.snapshot.open_duties(plan.here.id):
        plan.close_duty(duty)
    gone = pursued(plan.snapshot)
    for filing in gone:
        said = {"words": plan.given.texts["words"]}
        plan.step(filing.id, move="joined", texts=said, petition=str(target.subject.id))
        _row(plan, matter.filings[filing.id], target)
        _tell(plan, matter.filings[filing.id], target)
    _kept_from_handlers(plan, gone, target)
    for filing in gone:
        plan.move_to(filing.id, target.subject.id)


def _check(plan: Plan, here: Snapshot, target: Snapshot) -> None:
    """Raises Refused where the two are not one matter, or joining would take something from somebody."""
    mine: Matter = here.matter
    other: Matter = target.matter
    if target.subject.stage not in {NEW, SORTED, HANDLING} or other.answers:
        raise Refused(_("那一件已经书面答复或者撤回了。请照常甄别这一件，需要的话告知复查、复核的途径。"))
    if other.petition == mine.petition or other.first_filing.registered_at > mine.first_filing.registered_at:
        raise Refused(_("只能并入先登记的那一件。"))
    guarded = here.subject.sealed != target.subject.sealed or not here.bars.keys() <= target.bars.keys()
    if guarded or plan.book.on_side_of(plan.here.unit, frozenset(target.bars)):
        raise Refused(_("两件反映的单位不一样，要回避的单位也不一样，不能并案。"))
    if not all(shared(one, other.filings.values()) for one in mine.filings.values()):
        raise Refused(
            _(
                "两件没有同一个人：姓名、电话、证件都对不上。不同的人反映同一件事，各自登记、各自办理、各自答复。"
            )
        )
    plan.main.record["why"] = shared(mine.first_filing, other.filings.values())  # type: ignore[union-attr]


def _row(plan: Plan, filing: FilingState, target: Snapshot) -> None:
    """Where it came from, so that it can go back; and that it is no first filing, of this organ or of any."""
    assert plan.snapshot is not None
    due = max((d.due_at for d in plan.duties(clocks.FORWARD, plan.here.id)), default=None)
    home = {"home_id": plan.here.id, "home_stage": plan.snapshot.subject.stage, "home_due": due}
    elsewhere = target.subject.unit != plan.here.unit
    plan.update(
        "petitions.filing", filing.id, petition_id=target.subject.id, first_here=elsewhere, first_anywhere=False,
        **({} if filing.home else home),
    )  # fmt: skip


def _kept_from_handlers(plan: Plan, gone: Sequence[SubjectState], target: Snapshot) -> None:
    """Words kept from handling units stay so where they are handled now."""
    assert plan.snapshot is not None
    filings = plan.snapshot.matter.filings
    if any(filings[one.id].visibility == Visibility.BUREAU for one in gone):
        plan.update("petitions.petition", target.subject.id, veiled=True)


def _tell(plan: Plan, filing: FilingState, target: Snapshot) -> None:
    """The number of the matter that is handled, and until when the next step is due (条例 第十九条)."""
    due = min((d.due_at for d in target.duties if d.rule in ROAD), default=None)
    until = last_day(due).isoformat() if due else ""
    unit = next((one.unit for one in target.of_kind("handling")), target.subject.unit)
    plan.tell(
        filing.id, number=filing.number, into=target.matter.number, unit=plan.book[unit].zh, due=until,
    )  # fmt: skip


def nothing_else_begun(snapshot: Snapshot, actor: Actor) -> object:
    """Only what is a cover with filings in it, none of them being withdrawn or corrected just now."""
    if {one.kind for one in snapshot.family.values()} - {"petition", "filing"}:
        return _("这件已经转出或者留下办理，不能再并案。")
    return unsettled(snapshot, {one.id for one in snapshot.of_kind("filing")})


def unsettled(snapshot: Snapshot, filings: set[UUID]) -> object:
    """A withdrawal or a correction of these filings, or that somebody withdraws 回避, is still to be decided."""
    cooling = any(d.rule == clocks.COOLING.code and d.subject in filings for d in snapshot.duties)
    waiting = any(snapshot.family[one].pending_seq for one in filings)
    asked = any(one.stage == RECUSAL_ASKED for one in snapshot.of_kind("recusal"))
    settled = not (cooling or waiting or asked)
    return None if settled else _("信访人正在撤回，或者有一项更正、一项回避还没有决定，过后再办。")


JOINING = (
    Move("join", _("并案"), LAW, OF_THE_BUREAU, frozenset({NEW, SORTED}), JOINED, JoinForm, guards=(nothing_else_begun,),
         effect=join, beside=_into, audience="petitioner", seen=_("您反映的是先前登记过的同一件事，并在一起办理"),
         tells=_("【阳光信访】您反映的事项（{number}）和先前登记的{into}是同一件事，并在一起由{unit}办理，下一步最迟{due}。这个编号和查询码照样能用。"),
         help=_("同一个人又反映同一件事的。编号、查询码、评价各是各的；答复同样送达。弄错了可以分开。")),
    Move("parted", _("分开办理"), LAW, frozenset({"system"}), frozenset({JOINED})),
    Move("parted_off", _("分出一件"), LAW, frozenset({"system"}), frozenset({NEW, SORTED, HANDLING, "answered"})),
)  # fmt: skip
