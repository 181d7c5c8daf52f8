"""What a handling unit reads in place of the petitioner's own words 摘要 (条例 第三十条). Pure.

Where the petitioner wants the identity kept from handling units, and where a report 检举控告 came in one letter with other
demands, the bureau that sorts it writes of each demand what there is to handle, without who says so. The words themselves,
and the files, are for those who hold the whole matter, and for a unit they were opened to with a second person's consent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.snapshot import Snapshot, SubjectState
from sunshine.petitions.matter import FIRST, DemandState, Matter
from sunshine.petitions.models import DemandClass, Visibility

Members = Mapping[UUID, SubjectState]

WHOLE = frozenset({"petition", "filing", "callback"})  # who holds one of these has to know who filed it
OWN_WORDS = frozenset({"demand", "files", "title", "text", "place_detail", "accused"})
SUMMARY = "summary"
HEADING = 60  # characters of a summary by which lists call the matter


def mixed(matter: Matter) -> bool:
    """Whether a report 检举控告 came in one letter with something else."""
    classes = {demand.klass for demand in matter.demands}
    return DemandClass.REPORT in classes and len(classes) > 1


def needs_summary(matter: Matter, demand: DemandState) -> bool:
    """Whether whoever handles this demand is not to read it in the petitioner's words."""
    hidden = matter.filings[demand.filing].visibility == Visibility.BUREAU
    return hidden or (mixed(matter) and demand.klass != DemandClass.REPORT)


def heading(summary: str) -> str:
    """What lists call a matter whose own title handling units may not read."""
    return summary.splitlines()[0][:HEADING] if summary else ""


def apart(matter: Matter, family: Members, actor: Actor) -> bool:
    """Whether this actor's unit handles something that came together with a report, and no report."""
    if _holds_it_whole(family, actor) or not mixed(matter):
        return False
    about = {one.id for one in family.values() if one.unit == actor.unit}
    about |= {matter.reviews[pk].handling for pk in about & matter.reviews.keys()}
    return not any(d.klass == DemandClass.REPORT for d in matter.demands if d.handling in about)


def _holds_it_whole(family: Members, actor: Actor) -> bool:
    """Petitioner, clock, and those who hold the matter itself; whoever only watches over an area handles nothing."""
    held = {one.kind for one in family.values() if one.unit == actor.unit}
    return actor.unit is None or not held or bool(held & WHOLE)


def closed_to(matter: Matter, family: Members, actor: Actor) -> frozenset[UUID]:
    """The filings of which this actor reads the summary alone."""
    if _holds_it_whole(family, actor):
        return frozenset()
    if apart(matter, family, actor):
        return frozenset(matter.filings)
    return frozenset(
        one.id for one in matter.filings.values()
        if one.visibility == Visibility.BUREAU and actor.unit not in one.opened_to
    )  # fmt: skip


def veil(matter: Matter, family: Members, actor: Actor) -> Matter:
    """The matter as this actor may read it: closed filings without their words, their demands as they were summed up."""
    closed = closed_to(matter, family, actor)
    if not closed:
        return matter
    hidden = apart(matter, family, actor)
    own = {one.id for one in family.values() if one.unit == actor.unit}
    own |= {matter.reviews[pk].handling for pk in own & matter.reviews.keys()}
    said = {
        one.id: summary_of(matter, one.id) if not hidden or one.handling in own else elsewhere()
        for one in matter.demands
        if one.filing in closed
    }
    demands = [replace(one, words=said[one.id]) if one.id in said else one for one in matter.demands]
    words = {place: text for place, text in matter.words.items() if not _own_words(place, closed)}
    for filing in closed:
        parts = [
            said[d.id] for d in matter.demands if d.filing == filing and (not hidden or d.handling in own)
        ]
        words[filing, FIRST, "text"] = "\n".join(parts) or unwritten()
        words[filing, FIRST, "title"] = heading(parts[0] if parts else unwritten())
    return replace(matter, demands=demands, words=words, closed=closed)


def _own_words(place: tuple[UUID, int, str], closed: frozenset[UUID]) -> bool:
    subject, _seq, name = place
    return subject in closed and name.partition("@")[0] in OWN_WORDS


def summary_of(matter: Matter, demand: UUID) -> str:
    """What was written of this demand when it was passed on."""
    return matter.newest(matter.petition, f"{SUMMARY}@{demand}") or unwritten()


def unwritten() -> str:
    """In place of a summary that nobody had to write: of what was joined later, or was passed on before there were any."""
    return gettext("信访人要求不让办理单位知道身份，原文由登记的信访部门保管。")


def elsewhere() -> str:
    """In place of another organ's part of the letter."""
    return gettext("另一项诉求，由别的机关办理。")


def in_sight(snapshot: Snapshot, actor: Actor) -> frozenset[UUID]:
    """The members of a family whose acts, papers and files this actor may read: of one that came with a report, the own part."""
    matter: Matter = snapshot.matter
    if not apart(matter, snapshot.family, actor):
        return frozenset(snapshot.family)
    own = {one.id for one in snapshot.family.values() if one.unit == actor.unit}
    own |= {one.id for one in matter.reviews.values() if one.handling in own}
    return frozenset(own | matter.filings.keys() | {matter.petition})
