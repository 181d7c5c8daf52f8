"""From the plan of a move to the facts its document prints. Pure. Papers speak Chinese whatever the officer reads."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sunshine.foundation.calendar.rules import SHANGHAI, last_day
from sunshine.foundation.duties.rules import DutyRule
from sunshine.foundation.offices.directory import Office
from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions.clocks import DECIDE
from sunshine.petitions.documents.data import (
    Contact,
    DemandOpinion,
    NoticeData,
    OpinionData,
    Place,
    Route,
    RouteKind,
    ServiceData,
    Verify,
)
from sunshine.petitions.matter import HandlingState, Matter
from sunshine.petitions.models import Branch

UNSET: Verify = {"address": "", "code": ""}  # the press fills these in: they follow from the paper itself
KINDS: dict[str, RouteKind] = {
    Branch.PETITION: "accept",
    Branch.ADVICE: "suggestion",
    Branch.REPORT: "report",
}
METHODS = {"hand": "直接送达", "post": "邮寄送达", "left": "留置送达", "notice": "公告送达"}
RELATIONS = {"self": "本人", "family": "同住成年家属", "agent": "代理人或代表人", "office": "单位收发人员"}
VIEWS = {"none": "没有表示", "agree": "同意", "disagree": "不同意"}
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
        answers=_answers(plan, matter), review=_review(plan, own),
        contact={"unit": own.zh, "person": "", "phone": own.phone},
        copies=[], delivery="网上查阅，或者当面、邮寄送达", verify=UNSET,
    )  # fmt: skip


def service(plan: Plan, handling: UUID, paper: UUID, method: str, day: date) -> ServiceData:
    """送达回证: how the answer of one handling reached this filer, and who saw it (民事诉讼法 第八十七条)."""
    matter, texts, facts = _matter(plan), plan.given.texts, plan.given.facts
    own = organ(plan, plan.state(handling).unit)
    filing = matter.filings[plan.here.id]
    return ServiceData(
        demo=False, organ=own.zh, number="", filing=filing.number, petitioner=filing.addressee or "信访人",
        date=day_of(plan.now), about={"paper": str(paper), "name": _answer_name(matter.handlings[handling])},
        method=METHODS[method], day=day.isoformat(), place=texts.get("place", ""),
        receiver=texts.get("receiver", ""), relation=RELATIONS.get(facts.get("relation", ""), ""),
        tracking=texts.get("tracking", ""), reason=texts.get("reason", ""), witness=texts.get("witness", ""),
        view=VIEWS.get(facts.get("view", ""), ""), server=plan.actor.name, verify=UNSET,
    )  # fmt: skip


def _answer_name(handling: HandlingState) -> str:
    return "信访事项处理意见书" if handling.opinion_seq else "信访事项处理途径告知书"


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
        kind=KINDS.get(branch, "statutory"), law=law_of(branch), reason=texts.get("reason", ""),
        procedure=texts.get("procedure", ""),
        where=Place(organ=where, address="", phone="") if where else None, limit=texts.get("limit", ""),
    )  # fmt: skip


def law_of(branch: str) -> str:
    """The full citation of a branch: ``31.6`` is 《信访工作条例》第三十一条第六项."""
    article, _, item = branch.partition(".")
    names = {"31": "第三十一条", "29": "第二十九条", "30": "第三十条"}
    return f"《信访工作条例》{names[article]}" + (f"第{ORDINALS[item]}项" if item else "")


def _contact(plan: Plan, own: Office) -> Contact:
    texts = plan.given.texts
    return Contact(unit=own.zh, person=texts.get("person", ""), phone=texts.get("phone", "") or own.phone)


def _answers(plan: Plan, matter: Matter) -> list[DemandOpinion]:
    rows = plan.given.rows
    return [
        DemandOpinion(
            demand=demand.words, outcome=rows[str(demand.id)].facts["outcome"],
            opinion=rows[str(demand.id)].texts["opinion"], law=rows[str(demand.id)].texts["basis"],
        )
        for demand in matter.demands_of(plan.here.id)
    ]  # fmt: skip


def _review(plan: Plan, own: Office) -> Place:
    above = plan.book.get(own.review_organ or own.line or own.parent)
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
