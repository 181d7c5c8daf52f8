"""What the procedures of petition, filing and handling share."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.duties.rules import DutyRule
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import DutyState, Snapshot, SubjectState
from sunshine.foundation.procedure.table import Guard, procedure
from sunshine.petitions import clocks, rulesets
from sunshine.petitions.matter import Answer, DemandState, FilingState, Matter
from sunshine.petitions.models import DeliveryState
from sunshine.petitions.urgent import COPY

RULES = rulesets.NOW  # what the tables are written in; a matter is bound to the set of its day
RIGHTS = {
    "opinion": (clocks.RATE, clocks.ASK_REVIEW),
    "review": (clocks.ASK_FINAL,),
    "agreement": (clocks.RATE,),  # nobody decided it: there is nothing to look at again
}  # by the kind of answer
FILED = frozenset({"registered", "answered"})  # the stages of a filing its petitioner still pursues
WITHDRAWN = (
    "withdrawn"  # 已撤回, of petition, filing and handling alike: it rests, and nothing in it was answered
)

RETURNED = "returned"  # 已退回: of a handling whose objection was upheld; it answers for nothing any more


def demands_here(snapshot: Snapshot) -> Sequence[DemandState]:
    """The demands a move on this subject is about: a handling's own, those a review is about, else the petition's."""
    matter: Matter = snapshot.matter
    here = snapshot.subject
    if here.kind == "review":
        return matter.demands_of(matter.reviews[here.id].handling)
    return matter.demands_of(here.id) if here.kind == "handling" else matter.demands


def demand_keys(snapshot: Snapshot) -> list[str]:
    """The rows of a move that is asked demand by demand."""
    return [str(demand.id) for demand in demands_here(snapshot)]


def demand_label(snapshot: Snapshot, key: str) -> str:
    """The demand's own words."""
    return next(d.words for d in demands_here(snapshot) if d.id == UUID(key))


def pursued(snapshot: Snapshot) -> list[SubjectState]:
    """The filings that nobody has withdrawn: those that are told and served."""
    return [filing for filing in snapshot.of_kind("filing") if filing.stage != WITHDRAWN]


def brings(duty: DutyState, answer: Answer, matter: Matter) -> bool:
    """Whether this is a filing's duty to have just this answer served, or the public notice of it that runs.

    It was opened when the answer was issued, or announced. The unit does not tell: an organ that another was merged
    into may owe several answers to one filer.
    """
    if duty.rule in {clocks.DELIVER.code, clocks.DELIVER_BUREAU.code}:
        return duty.opened_at == answer.issued_at
    if duty.rule != clocks.ANNOUNCED.code:
        return False
    return any(
        (one.paper, one.state, one.at) == (answer.paper, DeliveryState.ANNOUNCED, duty.opened_at)
        for one in matter.filings[duty.subject].tried
    )


def rights(plan: Plan, filing: FilingState, answer: Answer) -> list[DutyState]:
    """The petitioner's rights that still run from the delivery of this answer."""
    since, codes = filing.served_at.get(answer.paper), {rule.code for rule in RIGHTS.get(answer.kind, ())}
    owed = plan.snapshot.open_duties(filing.id) if plan.snapshot else []
    return [duty for duty in owed if duty.rule in codes and duty.opened_at == since]


def at_work(snapshot: Snapshot) -> list[SubjectState]:
    """The handlings and reviews that somebody still works on."""
    members = (*snapshot.of_kind("handling"), *snapshot.of_kind("review"))
    return [one for one in members if not procedure(one.kind).stage_of[one.stage].rest]


def nothing_proposed(snapshot: Snapshot, actor: Actor) -> object:
    """What waits for the second signature, an agreement or an opinion, is decided or taken back first."""
    return _("有一项意见正在等待审签，审签后才能继续。") if snapshot.subject.pending_seq else None


def only_assists(snapshot: Snapshot, actor: Actor) -> bool:
    """Whether all that the actor's unit has in this matter is an assistance 协办, a conference's task 交办, to decide
    who withdraws 回避, or to have been told 报送: it answers for no part of it.
    """
    held = {one.kind for one in snapshot.family.values() if one.unit == actor.unit}
    if held == {COPY} and actor.area and not snapshot.subject.sealed:
        return False  # who reads the whole area does not read less for having been told
    return bool(held) and held <= {"assistance", "recusal", "conference_task", COPY}


def reply_owed(rule: DutyRule) -> Guard:
    """Only when the petitioner has pressed for progress and waits for a word."""

    def guard(snapshot: Snapshot, actor: Actor) -> object:
        owed = any(duty.rule == rule.code for duty in snapshot.open_duties(snapshot.subject.id))
        return None if owed else _("没有等待回复的催办。")

    return guard
