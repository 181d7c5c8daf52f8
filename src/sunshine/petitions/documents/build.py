"""From the plan of a move to the facts its document prints. Pure. Papers speak Chinese whatever the officer reads."""

from __future__ import annotations

from datetime import datetime
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
    Verify,
)
from sunshine.petitions.matter import Matter
from sunshine.petitions.models import Branch

UNSET: Verify = {"address": "", "code": ""}  # the press fills these in: they follow from the paper itself
KINDS: dict[str, RouteKind] = {
    Branch.PETITION: "accept",
    Branch.ADVICE: "suggestion",
    Branch.REPORT: "report",
}
ORDINALS = dict(zip("123456", "一二三四五六", strict=True))


def notice(plan: Plan, branch: str) -> NoticeData:
    """信访事项受理（处理途径）告知书 (条例 第二十三条)."""
    matter, here = _matter(plan), plan.here
    organ = _organ(plan, here.unit)
    accepted = branch == Branch.PETITION
    return NoticeData(
        demo=False, organ=organ.zh, number="", filing=matter.number, petitioner=addressee(matter),
        date=_day(plan.now), received=_day(matter.handlings[here.id].received_at),
        demands=[demand.words for demand in matter.demands_of(here.id)],
        route=_route(plan, branch),
        accepted=_day(plan.now) if accepted else None,
        due=_last(DECIDE, plan) if accepted else None,
        contact=_contact(plan, organ), copies=[], delivery="网上查阅，或者当面、邮寄送达", verify=UNSET,
    )  # fmt: skip


def opinion(plan: Plan) -> OpinionData:
    """信访事项处理意见书 (条例 第三十二条); names the organ that reviews it (第三十五条)."""
    matter, here = _matter(plan), plan.here
    organ = _organ(plan, here.unit)
    accepted = matter.handlings[here.id].accepted_at
    assert accepted is not None
    return OpinionData(
        demo=False, organ=organ.zh, number="", filing=matter.number, petitioner=addressee(matter),
        date=_day(plan.now), accepted=_day(accepted), facts=plan.given.texts["findings"],
        answers=_answers(plan, matter), review=_review(plan, organ),
        contact={"unit": organ.zh, "person": "", "phone": organ.phone},
        copies=[], delivery="网上查阅，或者当面、邮寄送达", verify=UNSET,
    )  # fmt: skip


def addressee(matter: Matter) -> str:
    """The filers' names as a document may print them; 信访人 where none was left."""
    names = [filing.addressee for filing in matter.filings.values() if filing.addressee]
    return "、".join(names) or "信访人"


def _matter(plan: Plan) -> Matter:
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    return matter


def _organ(plan: Plan, unit: UUID) -> Office:
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


def _contact(plan: Plan, organ: Office) -> Contact:
    texts = plan.given.texts
    return Contact(unit=organ.zh, person=texts.get("person", ""), phone=texts.get("phone", "") or organ.phone)


def _answers(plan: Plan, matter: Matter) -> list[DemandOpinion]:
    rows = plan.given.rows
    return [
        DemandOpinion(
            demand=demand.words, outcome=rows[str(demand.id)].facts["outcome"],
            opinion=rows[str(demand.id)].texts["opinion"], law=rows[str(demand.id)].texts["basis"],
        )
        for demand in matter.demands_of(plan.here.id)
    ]  # fmt: skip


def _review(plan: Plan, organ: Office) -> Place:
    above = plan.book.get(organ.review_organ or organ.line or organ.parent)
    return (
        Place(organ=above.zh, address=above.address, phone=above.phone)
        if above
        else Place(organ="上一级机关", address="", phone="")
    )


def _day(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).date().isoformat()


def _last(rule: DutyRule, plan: Plan) -> str:
    return last_day(rule.due(plan.now, plan.calendar).at).isoformat()
