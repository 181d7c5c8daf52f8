"""The facts printed by the papers of a hearing 听证: notice and conclusion. Pure; Chinese only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions import intervals
from sunshine.petitions.documents.build import UNSET, addressee, day_of, organ
from sunshine.petitions.documents.data import LetterData, Part
from sunshine.petitions.intervals import IntervalLine
from sunshine.petitions.matter import Matter
from sunshine.petitions.procedure.moves import demands_here
from sunshine.petitions.rulesets import in_full

GROUNDS = {"major": "重大", "complex": "复杂", "difficult": "疑难"}
RIGHTS = [
    "可以带证据、请证人，可以委托一至二名代理人，也可以申请主持人回避。",
    "可以陈述、提问、辩论，核对笔录，有不对的当场改正后再签字。",
    "来不了的，请提前告诉我们。听证不收任何费用。",
]


def notice(plan: Plan, hearing: IntervalLine) -> LetterData:
    """听证通知书: when, where, about what, with whom, and what the petitioner may do there."""
    texts, facts = plan.given.texts, plan.given.facts
    term = _left_out(hearing, plan.rules) or "办理期限照常计算，听证的时间不另外扣除。"
    parts: list[Part] = [
        {"head": "听证的事项", "words": [texts["issues"]]},
        {"head": "时间和地点", "words": [f"{spoken(hearing.until)}{facts['at']}，{texts['venue']}。"]},
        {"head": "主持人和参加人", "words": [f"主持人：{plan.actor.name}（本机关负责人，没有经办这件事）", texts["participants"]]},
        {"head": "您的权利", "words": RIGHTS},
        {"head": "办理期限", "words": [term]},
    ]  # fmt: skip
    opening = f"您反映的信访事项属于{GROUNDS[facts['ground']]}事项。根据{_law(plan)}，本机关决定举行听证，请您参加。"
    return letter(plan, "听证通知书", opening, parts, "特此通知。")


def conclusion(plan: Plan, hearing: IntervalLine) -> LetterData:
    """听证结论书: what was said, what it comes to, and why."""
    matter, here, texts = _matter(plan), plan.here.id, plan.given.texts
    others = matter.newest(here, "others_said")
    parts: list[Part] = [
        {"head": "听证的事项", "words": [matter.text(here, hearing.seq, "issues")]},
        {"head": "到场的人", "words": [matter.newest(here, "present")]},
        {"head": "信访人的陈述", "words": [matter.newest(here, "petitioner_said")]},
        {"head": "承办人的陈述", "words": [matter.newest(here, "unit_said")]},
        *([Part(head="其他人的意见", words=[others])] if others else ()),
        {"head": "听证结论和理由", "words": [texts["conclusion"], texts["reason"]]},
    ]
    opening = f"本机关根据{_law(plan)}就您反映的信访事项举行了听证，由{plan.actor.name}主持，现作出结论如下："
    return letter(plan, "听证结论书", opening, parts, "书面意见将以本结论为依据作出。")


def spoken(day: date) -> str:
    """A day as letters write it: 2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _left_out(hearing: IntervalLine, rules: str) -> str:
    """That the days of this hearing do not count, and by what; empty where they do."""
    basis = intervals.basis_of(hearing, rules)
    return f"从今天起到作出听证结论的时间，根据{basis}不计入期限。" if hearing.days else ""


def _law(plan: Plan) -> str:
    review = _matter(plan).reviews.get(plan.here.id)
    final = review and review.level == "final"
    return in_full("第三十六条" if final else "第三十一条第六项", plan.rules)


def _matter(plan: Plan) -> Matter:
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    return matter


def to_whom(plan: Plan) -> tuple[str, str]:
    """The number and the name a paper of a handling or a review is addressed to."""
    matter = _matter(plan)
    review = matter.reviews.get(plan.here.id)
    if review is None:
        return matter.number, addressee(matter)
    filing = matter.filings[review.filing]
    return filing.number, filing.addressee or "信访人"


def letter(plan: Plan, title: str, opening: str, parts: Sequence[Part], ending: str) -> LetterData:
    """A letter about a handling or a review, to whomever it concerns."""
    assert plan.snapshot is not None
    own, (number, name) = organ(plan, plan.here.unit), to_whom(plan)
    asked: Part = {"head": "您提出的诉求", "words": [one.words for one in demands_here(plan.snapshot)]}
    return LetterData(
        demo=False, organ=own.zh, number="", filing=number, petitioner=name, date=day_of(plan.now), title=title,
        opening=opening, parts=[asked, *parts], ending=ending, copies=[], delivery="网上查阅，或者当面、邮寄送达",
        verify=UNSET, contact={"unit": own.zh, "person": "", "phone": own.phone},
    )  # fmt: skip
