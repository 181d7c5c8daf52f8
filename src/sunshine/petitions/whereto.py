"""Which organs a form offers as destinations once somebody is complained of (条例 第二十二条、第三十条)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.forms import destinations

ABOVE = _("优先：被反映单位的上级")
ACCUSED = _("被反映的一方：只有它有权处理时才选，要写明理由")


def destinations_of(snapshot: Snapshot, actor: Actor) -> list[Any]:
    """Who may get a demand of this matter: never the accused's side for a report 检举控告.

    For a demand about an organ, those above it come first; its own side comes last, with a word of warning: often it is
    the only one with the power, and then the move asks for the reason.
    """
    if not snapshot.bars:
        return destinations(actor)
    groups = outside(snapshot, actor)
    if snapshot.subject.sealed:
        return groups
    above = _superiors(snapshot)
    first = [one for _place, offices in groups for one in offices if UUID(one[0]) in above]
    rest = [(place, [one for one in offices if one not in first]) for place, offices in groups]
    last = [one for _place, offices in destinations(actor) for one in offices if _on_side(snapshot, one)]
    return [group for group in ((ABOVE, first), *rest, (ACCUSED, last)) if group[1]]


def outside(snapshot: Snapshot, actor: Actor) -> list[Any]:
    """The organs of the actor's area that are not on the accused's side, grouped by place."""
    groups = [
        (place, [one for one in offices if not _on_side(snapshot, one)])
        for place, offices in destinations(actor)
    ]
    return [group for group in groups if group[1]]


def _on_side(snapshot: Snapshot, choice: tuple[str, str]) -> bool:
    return directory().on_side_of(UUID(choice[0]), frozenset(snapshot.bars))


def _superiors(snapshot: Snapshot) -> set[UUID | None]:
    """The organs right above those complained of, by line and by area."""
    accused = [office for unit in snapshot.bars if (office := directory().get(unit))]
    return {above for one in accused for above in (one.line, one.parent, one.organ)}
