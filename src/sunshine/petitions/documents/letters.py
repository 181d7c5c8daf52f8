"""The facts of short letters: an answer at once, a filing without action, refusals, a report back. Pure; Chinese only."""

from __future__ import annotations

from collections.abc import Sequence

from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.offices.directory import Office
from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions.documents.build import UNSET, addressee, organ
from sunshine.petitions.documents.data import LetterData, Part
from sunshine.petitions.documents.side_data import NoMoreData, Paper, Reviewed
from sunshine.petitions.matter import Matter
from sunshine.petitions.rulesets import in_full

ABOUT = {"own": "本机关自己的工作", "public": "公开的政策、办事流程和联系方式"}
VIEWS = {"agree": "同意", "disagree": "不同意", "none": "没有表示"}
# Why nothing more is done 存, as the letter says it.
FILED = {
    "empty": "来件没有写明诉求，也没有可以查办的线索，经联系仍无法补充。",
    "illegible": "来件的内容无法辨认，经联系仍无法弄清。",
    "thanks": "来件表示感谢、问候或者心情，没有要求办理的事项。",
    "copy": "来件是抄送件，主送的机关已经登记办理，编号{number}。",
    "repeat": "来件与正在办理的事项是同一件事，已并入编号{number}一起办理。",
}
# Why it is not accepted 不予受理: the ground, and the article it rests on.
REFUSED = {
    "level": ("走访应当到有权处理的本级或者上一级机关、单位提出，您走访的不是这两级。", "第二十条"),
    "pending": ("您反映的是同一信访事项，已经受理或者正在办理，编号{number}，仍在规定期限内。", "第十九条"),
    "no_review": ("您对处理意见不服，应当先请求复查、复核，您没有提出就到上级走访。", "第三十五条、第三十六条"),
    "late_review": ("您没有正当理由，超过规定期限没有请求复查、复核，又就同一事项走访。", "第三十五条、第三十六条"),
}  # fmt: skip
VISITED = {"level": "refuse", "pending": "refuse"}  # the grounds that stood in one article in 2005
ANY_CHANNEL = "走访的层级要求只对走访有效。您随时可以在网上、来信、打电话反映，一样登记、一样办理。"
NEW_FACTS = "有新的事实或者理由的，是新的信访事项，您可以随时提出。"


def reply(plan: Plan) -> LetterData:
    """信访事项答复书: an answer at once about the bureau's own work or public facts (条例 第二十二条)."""
    texts = plan.given.texts
    parts: list[Part] = [
        _demands(plan),
        {"head": "答复", "words": [texts["answer"]]},
        {"head": "说明", "words": [f"以上是关于{ABOUT[plan.given.facts['about']]}的答复。您如果还要求解决具体问题，请告诉我们，将转给有权处理的机关。"]},
    ]  # fmt: skip
    return _letter(
        plan,
        "信访事项答复书",
        "您提出的事项收悉，现答复如下：",
        parts,
        "您可以对本次答复作出评价。特此答复。",
    )


def filed(plan: Plan) -> LetterData:
    """信访事项存查告知书: nothing more is done with it, and why."""
    texts, ground = plan.given.texts, plan.given.facts["ground"]
    why = [FILED[ground].format(number=texts.get("number", "")), texts["words"]]
    parts: list[Part] = [
        _demands(plan),
        {"head": "为什么不再往下办", "words": why},
        {"head": "您可以怎么办", "words": ["您可以随时补充内容，或者重新提出，一样登记、一样办理。认为不应当存的，可以向本机关的上级信访部门反映。"]},
    ]  # fmt: skip
    return _letter(
        plan,
        "信访事项存查告知书",
        "您提出的事项已经登记。经核对，作存查处理，现告知如下：",
        parts,
        "特此告知。",
    )


def refusal(plan: Plan) -> LetterData:
    """信访事项不予受理告知书: ground, basis, competent organ, remedies (条例 第十九条、第二十条)."""
    texts, ground = plan.given.texts, plan.given.facts["ground"]
    why, law = REFUSED[ground]
    words = [
        f"{why.format(number=texts.get('number', ''))}根据{in_full(law, plan.rules, VISITED.get(ground, ''))}，本机关不予受理。",
        texts["words"],
    ]
    remedies = [f"这件事由{texts['where']}办理，请向它提出或者询问。", _above(plan), NEW_FACTS]
    if ground != "pending":
        remedies.append(ANY_CHANNEL)
    parts: list[Part] = [
        _demands(plan),
        {"head": "不予受理的理由和依据", "words": words},
        {"head": "您可以怎么办", "words": remedies},
    ]
    return _letter(
        plan, "信访事项不予受理告知书", "您提出的事项已经登记。经审核，现告知如下：", parts, "特此告知。"
    )


def no_more(plan: Plan) -> NoMoreData:
    """信访事项不再受理告知书: the final review, and that facts and reasons are the same (条例 第三十六条)."""
    texts, facts = plan.given.texts, plan.given.facts
    earlier = Reviewed(
        filing=texts["number"],
        organ=texts["final_organ"],
        number=texts["final_number"],
        date=facts["final_on"],
    )
    return NoMoreData(
        demands=_demands(plan)["words"], law=in_full("第三十六条", plan.rules, "refuse_for_good"), earlier=earlier, same_facts=texts["same_facts"],
        same_reasons=texts["same_reasons"], remedies=[NEW_FACTS, _above(plan)], **_common(plan),
    )  # fmt: skip


def report(plan: Plan) -> LetterData:
    """办结报告, to the organ that assigned the matter 交办 (条例 第二十二条)."""
    texts, matter = plan.given.texts, _matter(plan)
    bureau = plan.book[plan.snapshot.family[matter.petition].unit]  # type: ignore[union-attr]
    view = VIEWS[plan.given.facts["view"]]
    parts: list[Part] = [
        _demands(plan, "信访人的诉求"),
        {"head": "办理过程", "words": [texts["process"]]},
        {"head": "办理结果", "words": [texts["result"]]},
        {"head": "落实情况", "words": [texts["execution"]]},
        {"head": "信访人的意见", "words": [view]},
    ]
    made = _letter(
        plan,
        "信访事项办结报告",
        f"贵单位交办的信访事项（编号{matter.number}）已经办结，现报告如下：",
        parts,
        "特此报告。",
    )
    return {**made, "petitioner": bureau.zh}


def _matter(plan: Plan) -> Matter:
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    return matter


def _demands(plan: Plan, head: str = "您提出的诉求") -> Part:
    return {"head": head, "words": [one.words for one in _matter(plan).demands_of(plan.here.id)]}


def _above(plan: Plan) -> str:
    own = organ(plan, plan.here.unit)
    above = _superior(plan, own)
    return f"认为本机关应当受理的，可以向{above}反映。"


def _superior(plan: Plan, own: Office) -> str:
    found = plan.book.get(own.review_organ or own.line or own.parent)
    return found.zh if found else "本机关的上一级机关"


def _letter(plan: Plan, title: str, opening: str, parts: Sequence[Part], ending: str) -> LetterData:
    return LetterData(title=title, opening=opening, parts=list(parts), ending=ending, **_common(plan))


def _common(plan: Plan) -> Paper:
    own, texts, matter = organ(plan, plan.here.unit), plan.given.texts, _matter(plan)
    return Paper(
        demo=False, organ=own.zh, number="", filing=matter.number, petitioner=addressee(matter),
        date=plan.now.astimezone(SHANGHAI).date().isoformat(), copies=[], delivery="网上查阅，或者当面、邮寄送达", verify=UNSET,
        contact={"unit": own.zh, "person": texts.get("person", ""), "phone": texts.get("phone", "") or own.phone},
    )  # fmt: skip
