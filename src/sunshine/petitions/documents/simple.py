"""The facts printed by the papers of simplified handling 简易办理. Pure; Chinese only."""

from __future__ import annotations

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions.clocks import SIMPLE
from sunshine.petitions.documents.build import organ_that_reviews, promised_by
from sunshine.petitions.documents.data import LetterData, Part
from sunshine.petitions.documents.hearing import letter, spoken
from sunshine.petitions.matter import Matter

KINDS = {
    "clear": "事实清楚、责任明确、争议不大、易于解决",
    "inquiry": "咨询、意见建议、表达感谢，可以即时答复",
    "daily": "涉及群众日常生产生活、时效性强，应当即时处理",
    "promised": "有关机关、单位已有明确承诺或者结论",
}
OUTCOMES = {"support": "予以支持。", "explain": "现作出解释说明。", "refuse": "不予支持。"}


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


def reply(plan: Plan) -> LetterData:
    """简易办理答复书: the answer to each demand, when what is supported is done, and who looks at it again (第三十五条)."""
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    rows = [plan.given.rows[str(one.id)] for one in matter.demands_of(plan.here.id)]
    answers = [OUTCOMES[row.facts["outcome"]] + row.texts["opinion"] for row in rows]
    by, above = promised_by(plan), organ_that_reviews(plan)
    done: list[Part] = (
        [{"head": "办到的期限", "words": [f"予以支持的请求，{by}前办到，并把结果告知您。"]}] if by else []
    )
    remedy = (
        f"不服本答复的，可以根据《信访工作条例》第三十五条，自收到之日起30日内向{above['organ']}请求复查。"
    )
    parts: list[Part] = [{"head": "答复", "words": answers}, *done, {"head": "救济途径", "words": [remedy]}]
    opening = "您反映的信访事项，本机关按简易办理已经办理完毕，现答复如下："
    return letter(plan, "信访事项简易办理答复书", opening, parts, "特此答复。")
