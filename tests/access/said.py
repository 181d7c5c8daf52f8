"""What is said with a move, so that only the right to make it is in question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from sunshine.foundation.ledger.models import Bar
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move
from sunshine.petitions.models import Filing
from sunshine.petitions.procedure.serving import SERVING
from tests.access.conftest import World


@dataclass(frozen=True)
class Cell:
    """One move on one member of a matter."""

    subject: UUID
    kind: str
    move: Move

    @property
    def name(self) -> str:
        return f"{self.kind}.{self.move.code}"


ROW = {
    "klass": "demand", "branch": "31.6", "category": "0402", "outcome": "explain", "opinion": "说明", "basis": "条例",
    "demand": "改过的诉求", "how": "forward", "report_by": "", "summary": "摘要", "task": "话", "by": str(localdate()),
}  # fmt: skip
FACTS = {
    "note": "说明", "accused_reason": "只有它有权", "person": "王强", "phone": "028-0000", "branch": "31.2",
    "procedure": "劳动仲裁", "where": "仲裁委", "reason": "另有途径", "method": "phone", "words": "话",
    "findings": "经查", "proof": "回单", "days": "20", "basis": "三定方案", "bureau": "0", "purpose": "contact",
    "day": str(localdate()), "caller": "office", "outcome": "reached", "said": "nothing", "at": "2026-03-02T10:00",
    "ground": "pending", "same_facts": "相同",
    "same_reasons": "相同", "about": "own", "answer": "话", "process": "话", "result": "话", "execution": "话",
    "view": "none", "who": "话", "whom": "话", "found": "话", "venue": "某处", "present": "话", "petitioner_said": "话",
    "unit_said": "话", "people": "8", "representatives": "张三丰", "urgency": "crowd",
    "happened_at": "2026-03-02T10:00", "scene": "某处", "done": "话", "minutes": "话", "held_on": str(localdate()), "conclusion": "话", "told": "话",
}  # fmt: skip


HEARING = {
    "ground": "major", "day": str(localdate() + timedelta(days=30)), "at": "09:30", "venue": "某处", "issues": "话",
    "participants": "话",
}  # fmt: skip


MEDIATION = {
    "other": "某公司", "scope": "话", "petitioner_willing": "signed", "other_willing": "spoken", "by": str(localdate()),
}  # fmt: skip


def elsewhere(world: World, cell: Cell) -> dict[str, Any]:
    """Another organ, never the one that asks or objects, whose officer is to withdraw, and what else one move alone is told."""
    units = {"ask_assistance": "ms-labour", "object": "rs-housing", "ask_recusal": "rs-bureau"}
    found: dict[str, Any] = (
        {"unit": str(world.people.units[units[cell.move.code]].pk)} if cell.move.code in units else {}
    )
    more: dict[str, dict[str, Any]] = {
        "ask_assistance": {"by": str(localdate())},
        "hold_to": {"measure": "talk"},
        "refer_conference": {"ground": "dispute", "other": str(world.people.units["ms-labour"].pk)},
        "decide_conference": {"lead": str(world.people.units["rs-housing"].pk)},
        "ask_further": {"by": str(localdate())},
        "ask_recusal": {"about": "officer"},
        "call_hearing": HEARING,
        "mediate": MEDIATION,
        "accept_simply": {"simple": "daily", "first": "yes"},
        "entrust": {"posts": [str(world.people.posts["sorter"].pk)]},
    }
    return found | more.get(cell.move.code, {})


def named(cell: Cell, snapshot: Snapshot) -> dict[str, str]:
    """The matter a move names by its number."""
    if cell.move.code == "join":
        return {"number": earlier(snapshot), "checked": "phone"}
    if cell.move.code == "refuse_for_good":
        return {"number": Filing.objects.get(reviews__level="final").number}
    return {"number": snapshot.matter.number}


def earlier(snapshot: Snapshot) -> str:
    """The number of the first matter of that place about the same organs; all are of one person."""
    for one in Filing.objects.filter(
        petition__place=snapshot.matter.place, petition__subject__stage="new"
    ).order_by("registered_at"):
        bars = Bar.objects.filter(root=one.petition_id, lifted_seq=None, unit__isnull=False).values_list(
            "unit", flat=True
        )
        if set(bars) == set(snapshot.bars):
            return one.number
    return str(snapshot.matter.number)


def facts(world: World, cell: Cell, snapshot: Snapshot) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Facts and rows that leave only the right to make the move in question."""
    unit = {"elsewhere": "hy-bureau"}.get(
        cell.kind, "rs-labour" if not snapshot.subject.sealed else "rs-discipline"
    )
    row: dict[str, Any] = ROW | {"unit": str(world.people.units[unit].pk)}
    given: dict[str, Any] = {name: FACTS[name] for name in cell.move.facts.base_fields if name in FACTS}
    given |= elsewhere(world, cell)
    if cell.move.code == "uphold_objection":
        row["unit"] = str(world.people.units["rs-housing"].pk)
    if cell.move.code == "correct":
        given = {"reason": "抄错", "channel": "letter"}
    if "number" in cell.move.facts.base_fields:
        given |= named(cell, snapshot)
    if cell.move.code == "correct_delivery":
        given["filing"] = str(next(iter(snapshot.matter.filings)))
    if cell.move in SERVING:
        papers = [h.answer for h in snapshot.matter.handlings.values() if h.answer]
        given |= {"paper": str(papers[0] if papers else uuid4()), "day": str(localdate())}
        asked = {"method": "hand", "tracking": "某处", "place": "某处"}
        given |= {name: said for name, said in asked.items() if name in cell.move.facts.base_fields}
    if cell.move.code == "ask_review":
        given["paper"] = str(next(iter(snapshot.matter.reviewable(cell.subject, "review")), uuid4()))
    each = cell.move.each
    keys = each.keys(snapshot) if each else []
    if cell.name == "filing.rate":
        row = {"unit": 0, "reasons": []}
    names = each.form.base_fields if each else {}
    return given, {key: {name: row[name] for name in names} for key in keys}
