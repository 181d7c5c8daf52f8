"""The facts printed by the reports of an urgent matter 紧急信访信息报告单 (条例 第二十五条). Pure; Chinese only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions.documents.build import UNSET, day_of, organ
from sunshine.petitions.documents.data import Part, UrgentData
from sunshine.petitions.matter import FIRST, Matter

URGENCIES = {
    "safety": "有人身安全或者公共安全的危险",
    "crowd": "多人聚集，可能继续增加",
    "accident": "涉及灾害、事故、疫情",
    "wide": "涉及面广，社会影响可能扩大",
    "other": "其他重大、紧急情况",
}
NATIONAL = "国家信访局"  # told by every petition bureau at the same time; it has no desk here


def first(plan: Plan, told: Sequence[UUID]) -> UrgentData:
    """首报: what is known by now."""
    texts, facts = plan.given.texts, plan.given.facts
    rows = [
        _row("时间", _spoken(datetime.fromisoformat(facts["happened_at"]))),
        _row("地点", texts["scene"]),
        _row("人数", f"{facts['people']}人"),
        _row("诉求和起因", texts["words"]),
        _row("已经采取的措施", texts["done"]),
        _row("需要上级协调的事", texts.get("wanted", "")),
    ]
    return _report(plan, told, "首报", rows)


def further(plan: Plan, told: Sequence[UUID]) -> UrgentData:
    """续报: what is new since."""
    texts = plan.given.texts
    people = f"{plan.given.facts['people']}人"
    rows = [_row("现在人数", people), _row("新的情况", texts["words"]), _row("又采取的措施", texts["done"])]
    return _report(plan, told, "续报", [_row("地点", _matter(plan).newest(plan.here.id, "scene")), *rows])


def last(plan: Plan, told: Sequence[UUID]) -> UrgentData:
    """终报: how it ended."""
    texts = plan.given.texts
    rows = [_row("处置结果", texts["words"]), _row("还要接着办的事", texts.get("remaining", ""))]
    return _report(plan, told, "终报", [_row("地点", _matter(plan).newest(plan.here.id, "scene")), *rows])


def _report(
    plan: Plan, told: Sequence[UUID], kind: Literal["首报", "续报", "终报"], rows: list[Part]
) -> UrgentData:
    matter, here = _matter(plan), plan.here
    before = sum(1 for subject, _seq, name in matter.words if (subject, name) == (here.id, "paper"))
    return UrgentData(
        demo=False, organ=organ(plan, here.unit).zh, number="", filing=matter.number, date=day_of(plan.now), kind=kind,
        nth=before if kind == "续报" else 0, moment=plan.now.astimezone(SHANGHAI).isoformat()[:16],
        to=[plan.book[unit].zh for unit in told], urgency=URGENCIES[matter.text(here.id, FIRST, "urgency")],
        rows=[row for row in rows if row["words"] != [""]], reporter=plan.actor.name,
        copies=[NATIONAL] if plan.book[here.unit].is_bureau else [], delivery="", verify=UNSET,
    )  # fmt: skip


def _row(head: str, words: str) -> Part:
    return {"head": head, "words": [words]}


def _spoken(moment: datetime) -> str:
    at = moment.astimezone(SHANGHAI)
    return f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute:02}分"


def _matter(plan: Plan) -> Matter:
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    return matter
