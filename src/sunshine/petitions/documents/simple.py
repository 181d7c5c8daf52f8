"""The facts printed by the papers of simplified handling 简易办理. Pure; Chinese only."""

from __future__ import annotations

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions.clocks import SIMPLE
from sunshine.petitions.documents.build import day_of, organ_that_reviews, promised_by
from sunshine.petitions.documents.data import LetterData, Part
from sunshine.petitions.documents.hearing import common, letter
from sunshine.petitions.documents.passing import spoken
from sunshine.petitions.documents.side_data import ShortAnswer, SimpleReplyData
from sunshine.petitions.matter import DemandState, Matter

KINDS = {
    "clear": "事实清楚、责任明确、争议不大、易于解决",
    "inquiry": "咨询、意见建议、表达感谢，可以即时答复",
    "daily": "涉及群众日常生产生活、时效性强，应当即时处理",
    "promised": "有关机关、单位已有明确承诺或者结论",
}


def notice(plan: Plan) -> LetterData:
    """简易办理告知书: accepted, as which kind, and until when it is answered (条例 第二十三条)."""
    texts, kind = plan.given.texts, KINDS[plan.given.facts["simple"]]
    due = spoken(last_day(SIMPLE.due(plan.now, plan.calendar).at))
    parts: list[Part] = [
        {"head": "处理途径", "words": [f"根据《信访工作条例》第三十一条第六项，本机关今天受理。您反映的属于{kind}的初次信访事项，按简易办理。"]},
        {"head": "办理时限", "words": [f"自受理之日起10个工作日内，即于{due}前（含当日）答复您。需要转为普通程序的，会告诉您原因，60日从今天算起。"]},
        {"head": "您可以要求", "words": ["简易办理可以只作简短答复。想要写明事实、理由和依据的处理意见书，答复以前随时可以在网上提出，或者告诉承办人。"]},
    ]  # fmt: skip
    made = letter(
        plan, "信访事项简易办理告知书", "您反映的信访事项已经收到，现告知如下：", parts, "特此告知。"
    )
    contact = {**made["contact"], "person": texts.get("person", "")}
    contact |= {"phone": texts["phone"]} if texts.get("phone") else {}
    return {**made, "contact": contact}  # type: ignore[typeddict-item]  # the same three keys


def reply(plan: Plan) -> SimpleReplyData:
    """简易办理答复书: the answer to each demand, when what is supported is done, and who looks at it again (第三十五条)."""
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    accepted = matter.handlings[plan.here.id].accepted_at
    assert accepted is not None
    return SimpleReplyData(
        accepted=day_of(accepted), answers=[_answer(plan, one) for one in matter.demands_of(plan.here.id)],
        by=promised_by(plan), review=organ_that_reviews(plan), **common(plan),
    )  # fmt: skip


def _answer(plan: Plan, demand: DemandState) -> ShortAnswer:
    row = plan.given.rows[str(demand.id)]
    return ShortAnswer(demand=demand.words, outcome=row.facts["outcome"], opinion=row.texts["opinion"])
