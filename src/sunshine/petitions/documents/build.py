"""From the plan of a move to the facts its document prints. Pure. Papers speak Chinese whatever the officer reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sunshine.foundation.calendar.rules import SHANGHAI, last_day
from sunshine.foundation.duties.rules import DutyRule
from sunshine.foundation.offices.directory import Office
from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions.clocks import DECIDE, EXECUTE
from sunshine.petitions.documents.data import (
    Again,
    Contact,
    DemandOpinion,
    NoticeData,
    OpinionData,
    Place,
    ReviewData,
    Route,
    RouteKind,
    ServiceData,
    Verify,
)
from sunshine.petitions.matter import Answer, Matter
from sunshine.petitions.models import Branch, Level, Outcome, Verdict
from sunshine.petitions.reviewing import deciders, organ_above
from sunshine.petitions.rulesets import EARLIER, in_full

UNSET: Verify = {"address": "", "code": ""}  # the press fills these in: they follow from the paper itself
KINDS: dict[str, RouteKind] = {
    Branch.PETITION: "accept",
    Branch.ADVICE: "suggestion",
    Branch.REPORT: "report",
}
METHODS = {"hand": "直接送达", "post": "邮寄送达", "left": "留置送达", "notice": "公告送达"}
RELATIONS = {"self": "本人", "family": "同住成年家属", "agent": "代理人或代表人", "office": "单位收发人员"}
VIEWS = {"none": "没有表示", "agree": "同意", "disagree": "不同意"}
PAPERS = {
    "notice": "信访事项处理途径告知书", "agreement": "信访事项协议书", "opinion": "信访事项处理意见书", "review": "信访事项复查意见书",
    "final": "信访事项复核意见书",
}  # fmt: skip
OPEN_TO_FINAL = {(Level.REVIEW.value, Verdict.UPHOLD), (Level.REVIEW.value, Verdict.VARY)}  # 条例 第三十六条
ORDINALS = dict(zip("123456", "一二三四五六", strict=True))


def notice(plan: Plan, branch: str) -> NoticeData:
    """信访事项受理（处理途径）告知书 (条例 第二十三条)."""
    matter, here = _matter(plan), plan.here
    own = organ(plan, here.unit)
    accepted = branch == Branch.PETITION
    return NoticeData(
        demo=False, organ=own.zh, number="", filing=matter.number, petitioner=addressee(matter),
        date=day_of(plan.now), received=day_of(matter.handlings[here.id].received_at),
        demands=[demand.words for demand in matter.demands_of(here.id)],
        route=_route(plan, branch),
        accepted=day_of(plan.now) if accepted else None,
        due=_last(DECIDE, plan) if accepted else None,
        contact=_contact(plan, own), copies=[], delivery="网上查阅，或者当面、邮寄送达", verify=UNSET,
    )  # fmt: skip


def opinion(plan: Plan) -> OpinionData:
    """信访事项处理意见书 (条例 第三十二条); names the organ that reviews it (第三十五条)."""
    matter, here = _matter(plan), plan.here
    own = organ(plan, here.unit)
    accepted = matter.handlings[here.id].accepted_at
    assert accepted is not None
    return OpinionData(
        demo=False, organ=own.zh, number="", filing=matter.number, petitioner=addressee(matter),
        date=day_of(plan.now), accepted=day_of(accepted), facts=plan.given.texts["findings"],
        answers=_answers(plan, matter, here.id), review=_review(plan, [here.unit]), again=_again(plan, matter), by=promised_by(plan),
        contact={"unit": own.zh, "person": "", "phone": own.phone},
        copies=[], delivery="网上查阅，或者当面、邮寄送达", verify=UNSET,
    )  # fmt: skip


def _again(plan: Plan, matter: Matter) -> Again | None:
    """What the opinion of a re-handling says first: which review had the matter decided anew, and what was newly found."""
    review = matter.redoes(plan.here.id)
    if review is None:
        return None
    assert review.answered_at is not None
    return Again(
        organ=organ(plan, plan.state(review.id).unit).zh, name=PAPERS[review.level], date=day_of(review.answered_at),
        new=plan.given.texts.get("new", ""),
    )  # fmt: skip


def review(plan: Plan, verdict: Verdict) -> ReviewData:
    """信访事项复查意见书 or 复核意见书 (条例 第三十五条、第三十六条)."""
    assert plan.snapshot is not None
    matter, here, texts = _matter(plan), plan.here, plan.given.texts
    asked, own = matter.reviews[here.id], organ(plan, here.unit)
    answer = matter.answer(asked.against)
    units = deciders(plan.snapshot, answer)
    return ReviewData(
        demo=False, organ=own.zh, number="", filing=matter.filings[asked.filing].number,
        petitioner=matter.filings[asked.filing].addressee or "信访人", date=day_of(plan.now), level=asked.level, verdict=verdict.value,
        respondent=organ(plan, units[-1]).zh, about={"paper": str(answer.paper), "name": PAPERS[answer.kind]},
        asked=day_of(asked.asked_at), request=matter.text(asked.filing, asked.asked_seq, "words"),
        demands=[one.words for one in matter.demands_of(asked.handling)], facts=texts["findings"],
        opinion=texts["opinion"], law=texts["basis"],
        answers=_answers(plan, matter, asked.handling) if verdict == Verdict.VARY else [], by=promised_by(plan),
        redo={"organ": _redoer(plan, asked.handling), "days": int(plan.given.facts["days"])} if verdict == Verdict.REVOKE else None,
        final=_review(plan, [*units, here.unit]) if (asked.level, verdict) in OPEN_TO_FINAL else None,
        contact={"unit": own.zh, "person": "", "phone": own.phone},
        copies=list(dict.fromkeys(organ(plan, unit).zh for unit in units)), delivery="网上查阅，或者当面、邮寄送达", verify=UNSET,
    )  # fmt: skip


def promised_by(plan: Plan) -> str:
    """Until when what is supported is to be carried out: the day named, else the rule's own; empty when nothing is."""
    if Outcome.SUPPORT not in {row.facts["outcome"] for row in plan.given.rows.values()}:
        return ""
    return str(plan.given.facts.get("by") or _last(EXECUTE, plan))


def organ_that_reviews(plan: Plan) -> Place:
    """Where the decision of the handling acted on can be reviewed (条例 第三十五条)."""
    return _review(plan, [plan.here.unit])


def _redoer(plan: Plan, handling: UUID) -> str:
    """The organ that has to decide anew: the one that decided, or its successor."""
    assert plan.snapshot is not None
    return plan.book.heir(plan.state(handling).unit, frozenset(plan.snapshot.bars)).zh


def service(plan: Plan, answer: Answer, method: str, day: date) -> ServiceData:
    """送达回证: how an answer reached this filer, and who saw it (民事诉讼法 第八十七条)."""
    matter, texts, facts = _matter(plan), plan.given.texts, plan.given.facts
    own = organ(plan, plan.state(answer.subject).unit)
    filing = matter.filings[plan.here.id]
    return ServiceData(
        demo=False, organ=own.zh, number="", filing=filing.number, petitioner=filing.addressee or "信访人",
        date=day_of(plan.now), about={"paper": str(answer.paper), "name": _answer_name(answer, plan.state(answer.subject).stage)},
        method=METHODS[method], day=day.isoformat(), place=texts.get("place", ""),
        receiver=texts.get("receiver", ""), relation=RELATIONS.get(facts.get("relation", ""), ""),
        tracking=texts.get("tracking", ""), reason=texts.get("reason", ""), witness=texts.get("witness", ""),
        view=VIEWS.get(facts.get("view", ""), ""), server=plan.actor.name, verify=UNSET,
    )  # fmt: skip


SETTLED = {
    "replied": "信访事项答复书",
    "filed": "信访事项存查告知书",
    "refused": "信访事项不予（不再）受理告知书",
}


def _answer_name(answer: Answer, stage: str) -> str:
    return SETTLED.get(stage, PAPERS[answer.kind])


def addressee(matter: Matter) -> str:
    """The filers' names as a document may print them; 信访人 where none was left."""
    names = [filing.addressee for filing in matter.filings.values() if filing.addressee]
    return "、".join(names) or "信访人"


def _matter(plan: Plan) -> Matter:
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    return matter


def organ(plan: Plan, unit: UUID) -> Office:
    """Documents are issued by the organ, never by an inner office."""
    office = plan.book[unit]
    return plan.book[office.organ] if office.organ else office


def _route(plan: Plan, branch: str) -> Route:
    texts = plan.given.texts
    where = texts.get("where", "")
    return Route(
        kind=KINDS.get(branch, "statutory"), law=law_of(branch, plan.rules), reason=texts.get("reason", ""),
        procedure=texts.get("procedure", ""),
        where=Place(organ=where, address="", phone="") if where else None, limit=texts.get("limit", ""),
        materials=texts.get("materials", ""), basis=texts.get("basis", ""),
    )  # fmt: skip


def law_of(branch: str, rules: str) -> str:
    """The full citation of a branch: ``31.6`` is 《信访工作条例》第三十一条第六项; in 2005 all statutory routes were one item."""
    article, _, item = branch.partition(".")
    names = {"31": "第三十一条", "29": "第二十九条", "30": "第三十条"}
    statutory = article == "31" and branch != Branch.PETITION
    if rules == EARLIER and statutory:
        return in_full(names[article], rules, "guide")
    return in_full(names[article] + (f"第{ORDINALS[item]}项" if item else ""), rules)


def _contact(plan: Plan, own: Office) -> Contact:
    texts = plan.given.texts
    return Contact(unit=own.zh, person=texts.get("person", ""), phone=texts.get("phone", "") or own.phone)


def _answers(plan: Plan, matter: Matter, handling: UUID) -> list[DemandOpinion]:
    rows = plan.given.rows
    return [
        DemandOpinion(
            demand=demand.words, outcome=rows[str(demand.id)].facts["outcome"],
            opinion=rows[str(demand.id)].texts["opinion"], law=rows[str(demand.id)].texts["basis"],
        )
        for demand in matter.demands_of(handling)
    ]  # fmt: skip


def _review(plan: Plan, below: Sequence[UUID]) -> Place:
    """The organ that looks at it again, one level above those that decided."""
    assert plan.snapshot is not None
    above = organ_above(plan.book, below, frozenset(plan.snapshot.bars))
    return (
        Place(organ=above.zh, address=above.address, phone=above.phone)
        if above
        else Place(organ="上一级机关", address="", phone="")
    )


def day_of(moment: datetime) -> str:
    """The local day of a moment, as documents keep it."""
    return moment.astimezone(SHANGHAI).date().isoformat()


def _last(rule: DutyRule, plan: Plan) -> str:
    return last_day(rule.due(plan.now, plan.calendar).at).isoformat()
