"""The facts printed by the papers of a joint conference 联席会议: its minutes, and how an organ is held to them. Pure; Chinese only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions.documents.build import UNSET, day_of, organ
from sunshine.petitions.documents.data import LetterData, Part
from sunshine.petitions.documents.passing import spoken
from sunshine.petitions.matter import FIRST, Matter
from sunshine.petitions.objections import disputed, disputed_demands

MEASURES = {"talk": "约谈通知书", "circulate": "通报", "listed": "挂牌督办通知书", "order": "限期整改通知书"}
OFFICE = "信访工作联席会议办公室"


def minutes(plan: Plan, organs: Sequence[UUID], lead: UUID) -> LetterData:
    """联席会议纪要 of a matter referred to it: the tasks bind the organs named (条例 第二十四条)."""
    demands = [one.words for one in _matter(plan).demands]
    tasks = [
        f"{plan.book[UUID(key)].zh}{'（牵头）' if UUID(key) == lead else ''}：{row.texts['task']}"
        f"（{spoken(date.fromisoformat(row.facts['by']))}前办好）"
        for key, row in plan.given.rows.items()
        if row.facts.get("by")
    ]
    named = [plan.book[one].zh for one in organs]
    return _minutes(plan, named, demands, [Part(head="分工和期限", words=tasks)])


def ruling(plan: Plan, objector: UUID, units: Sequence[UUID]) -> LetterData:
    """联席会议纪要 on who has a demand that organs dispute and nobody above both decides."""
    assert plan.snapshot is not None
    names = list(dict.fromkeys(plan.book[unit].zh for unit in units)) or [plan.book[objector].zh]
    said = "、".join(names)
    decided = f"改由{said}办理。" if units else f"仍由{said}办理。"
    old = disputed(plan.snapshot)
    argued = [_matter(plan).newest(old.id, name) for name in ("reason", "basis")]
    demands = [one.words for one in disputed_demands(plan.snapshot)]
    parts = [
        Part(head=f"{plan.book[objector].zh}的异议", words=argued),
        Part(head="由谁办理", words=[decided]),
    ]
    return _minutes(plan, list(dict.fromkeys([plan.book[objector].zh, *names])), demands, parts)


def _minutes(plan: Plan, organs: Sequence[str], demands: list[str], parts: Sequence[Part]) -> LetterData:
    texts = plan.given.texts
    day = spoken(date.fromisoformat(plan.given.facts["held_on"]))
    opening = f"{day}，{OFFICE}召集有关单位，研究了下列信访事项（会议纪要{texts['minutes']}），现将决定通知如下，请遵照办理："
    said: list[Part] = [
        {"head": "研究的诉求", "words": demands},
        {"head": "参加的单位和人员", "words": [texts["present"]]},
        *parts,
        {"head": "会议结论", "words": [texts["conclusion"]]},
        {"head": "依据", "words": [texts["basis"]]},
    ]
    ending = "根据《信访工作条例》第二十四条，本决定对有关单位都有约束力。"
    return _letter(plan, plan.here.unit, "信访工作联席会议纪要", organs, opening, said, ending)


def order(plan: Plan, conference: UUID) -> LetterData:
    """How the conference holds an organ to its task (条例 第三十九条)."""
    facts, matter = plan.given.facts, _matter(plan)
    by = facts.get("by")
    parts: list[Part] = [
        {"head": "交办的任务", "words": [matter.text(plan.here.id, FIRST, "words")]},
        {"head": "没有落实的情况和要求", "words": [plan.given.texts["words"]]},
        *([Part(head="整改期限", words=[f"{spoken(date.fromisoformat(by))}前（含当日）。"])] if by else []),
    ]
    opening = f"贵单位对联席会议交办的信访事项（编号{matter.number}）没有落实到位。根据《信访工作条例》第三十九条，通知如下："
    unit, to = plan.state(conference).unit, [plan.book[plan.here.unit].zh]
    return _letter(plan, unit, MEASURES[facts["measure"]], to, opening, parts, "请将整改落实情况书面报告。")


def _letter(
    plan: Plan, unit: UUID, title: str, to: Sequence[str], opening: str, parts: Sequence[Part], ending: str
) -> LetterData:
    own = organ(plan, unit)
    return LetterData(
        demo=False, organ=own.zh, number="", filing=_matter(plan).number, petitioner="、".join(to), date=day_of(plan.now),
        title=title, opening=opening, parts=list(parts), ending=ending, copies=[], delivery="", verify=UNSET,
        contact={"unit": own.zh, "person": "", "phone": own.phone},
    )  # fmt: skip


def _matter(plan: Plan) -> Matter:
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    return matter
