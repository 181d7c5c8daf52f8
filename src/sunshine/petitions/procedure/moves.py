"""What the procedures of petition, filing and handling share."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.duties.rules import DutyRule
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Guard
from sunshine.petitions.matter import DemandState, Matter

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


def reply_owed(rule: DutyRule) -> Guard:
    """Only when the petitioner has pressed for progress and waits for a word."""

    def guard(snapshot: Snapshot, actor: Actor) -> object:
        owed = any(duty.rule == rule.code for duty in snapshot.open_duties(snapshot.subject.id))
        return None if owed else _("没有等待回复的催办。")

    return guard
