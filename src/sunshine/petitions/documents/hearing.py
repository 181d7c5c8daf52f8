"""The facts printed by the papers of a hearing 听证: notice, record and conclusion. Pure; Chinese only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict

from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions import intervals
from sunshine.petitions.documents.build import UNSET, addressee, day_of, organ
from sunshine.petitions.documents.data import LetterData, Part
from sunshine.petitions.documents.passing import spoken
from sunshine.petitions.documents.side_data import (
    HearingConclusionData,
    HearingNoticeData,
    HearingRecordData,
    Paper,
    Seat,
)
from sunshine.petitions.intervals import IntervalLine
from sunshine.petitions.matter import Matter
from sunshine.petitions.procedure.moves import demands_here
from sunshine.petitions.rulesets import in_full

GROUNDS = {"major": "重大", "complex": "复杂", "difficult": "疑难"}
SAID = {"petitioner_said": "信访人的陈述", "unit_said": "承办人的陈述", "others_said": "其他人的意见"}
RIGHTS = [
    "可以带证据、请证人，可以委托一至二名代理人，也可以申请主持人回避。",
    "可以陈述、提问、辩论，核对笔录，有不对的当场改正后再签字。",
    "来不了的，请提前告诉我们。听证不收任何费用。",
]


def notice(plan: Plan, hearing: IntervalLine) -> HearingNoticeData:
    """听证通知书: when, where, about what, before whom, and what the petitioner may do there."""
    texts, facts = plan.given.texts, plan.given.facts
    return HearingNoticeData(
        law=_law(plan), ground=GROUNDS[facts["ground"]], when=f"{spoken(hearing.until)} {facts['at']}",
        venue=texts["venue"], seats=seats(texts, plan.actor.name), demands=_demands(plan), issues=texts["issues"], rights=RIGHTS,
        term=_left_out(hearing, plan.rules) or "办理期限照常计算，听证的时间不另外扣除。", **common(plan),
    )  # fmt: skip


def record(plan: Plan, hearing: IntervalLine) -> HearingRecordData:
    """听证笔录, for everybody who was there to check and to sign."""
    texts = plan.given.texts
    held = spoken(date.fromisoformat(plan.given.facts["held_on"]))
    return HearingRecordData(
        when=held, present=texts["present"], said=_said(texts), **_called(plan, hearing), **common(plan)
    )


def conclusion(plan: Plan, hearing: IntervalLine, days: int) -> HearingConclusionData:
    """听证结论书: what was said, what it comes to, and why; ``days`` are those left out of the term."""
    matter, here, texts = _matter(plan), plan.here.id, plan.given.texts
    said = {name: matter.newest(here, name) for name in (*SAID, "present", "held")}
    term = f"根据{intervals.basis_of(hearing, plan.rules)}，听证的{days}天不计入办理期限。" if days else ""
    return HearingConclusionData(
        law=_law(plan), when=said["held"], present=said["present"], said=_said(said), term=term,
        conclusion=texts["conclusion"], reason=texts["reason"], **_called(plan, hearing), **common(plan),
    )  # fmt: skip


def seats(texts: Mapping[str, str], convener: str) -> list[Seat]:
    """Who takes which part; whoever signs the notice convenes it."""
    parts = {
        "主持人": f"{convener}（本机关负责人，没有经办这件事）", "听证员": texts.get("panel", ""),
        "记录人": texts.get("clerk", ""), "参加人": texts["participants"],
    }  # fmt: skip
    return [Seat(role=role, who=who) for role, who in parts.items() if who]


class _Called(TypedDict):
    """What was fixed when the hearing was called."""

    venue: str
    seats: list[Seat]
    issues: str


def _called(plan: Plan, hearing: IntervalLine) -> _Called:
    matter, here = _matter(plan), plan.here.id
    names = ("venue", "issues", "participants", "panel", "clerk")
    texts = {name: matter.text(here, hearing.seq, name) for name in names}
    convener = matter.newest(here, "convener")
    return _Called(venue=texts["venue"], seats=seats(texts, convener), issues=texts["issues"])


def _said(texts: Mapping[str, str]) -> list[Part]:
    """Each side's words; what the others said only where they said anything."""
    return [Part(head=head, words=[texts[name]]) for name, head in SAID.items() if texts.get(name)]


def _demands(plan: Plan) -> list[str]:
    assert plan.snapshot is not None
    return [one.words for one in demands_here(plan.snapshot)]


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


def common(plan: Plan) -> Paper:
    """What every paper of a handling or a review begins and ends with."""
    own, (number, name) = organ(plan, plan.here.unit), to_whom(plan)
    return Paper(
        demo=False, organ=own.zh, number="", filing=number, petitioner=name, date=day_of(plan.now), copies=[],
        delivery="网上查阅，或者当面、邮寄送达", verify=UNSET, contact={"unit": own.zh, "person": "", "phone": own.phone},
    )  # fmt: skip


def letter(plan: Plan, title: str, opening: str, parts: Sequence[Part], ending: str) -> LetterData:
    """A letter about a handling or a review, to whomever it concerns."""
    asked: Part = {"head": "您提出的诉求", "words": _demands(plan)}
    return LetterData(title=title, opening=opening, parts=[asked, *parts], ending=ending, **common(plan))
