"""What the procedures of petition, filing and handling share."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.duties.rules import DutyRule
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.snapshot import DutyState, Snapshot
from sunshine.foundation.procedure.table import Guard
from sunshine.petitions import clocks
from sunshine.petitions.matter import DemandState, HandlingState, Matter
from sunshine.petitions.models import DeliveryState

RULES = "2022"  # 《信访工作条例》, in force since 2022-05-01
FILED = frozenset({"registered", "answered"})  # the stages of a filing


def demands_here(snapshot: Snapshot) -> Sequence[DemandState]:
    """The demands a move on this subject is about: a handling's own, else the petition's."""
    matter: Matter = snapshot.matter
    here = snapshot.subject
    return matter.demands_of(here.id) if here.kind == "handling" else matter.demands


def demand_keys(snapshot: Snapshot) -> list[str]:
    """The rows of a move that is asked demand by demand."""
    return [str(demand.id) for demand in demands_here(snapshot)]


def demand_label(snapshot: Snapshot, key: str) -> str:
    """The demand's own words."""
    return next(d.words for d in demands_here(snapshot) if d.id == UUID(key))


def brings(duty: DutyState, answer: HandlingState, matter: Matter) -> bool:
    """Whether this is a filing's duty to have just this answer served, or the public notice of it that runs.

    It was opened when the answer was issued, or announced. The unit does not tell: an organ that another was merged
    into may owe several answers to one filer.
    """
    if duty.rule == clocks.DELIVER.code:
        return duty.opened_at == answer.answered_at
    if duty.rule != clocks.ANNOUNCED.code:
        return False
    return any(
        (one.paper, one.state, one.at) == (answer.answer, DeliveryState.ANNOUNCED, duty.opened_at)
        for one in matter.filings[duty.subject].tried
    )


def only_assists(snapshot: Snapshot, actor: Actor) -> bool:
    """Whether all that the actor's unit has in this matter is an assistance 协办: it answers for no part of it."""
    held = {one.kind for one in snapshot.family.values() if one.unit == actor.unit}
    return held == {"assistance"}


def reply_owed(rule: DutyRule) -> Guard:
    """Only when the petitioner has pressed for progress and waits for a word."""

    def guard(snapshot: Snapshot, actor: Actor) -> object:
        owed = any(duty.rule == rule.code for duty in snapshot.open_duties(snapshot.subject.id))
        return None if owed else _("没有等待回复的催办。")

    return guard
