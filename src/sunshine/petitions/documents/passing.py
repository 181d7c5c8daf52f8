"""The facts printed when demands are passed on: a slip to each organ, and a notice to each petitioner. Pure; Chinese only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.procedure.plan import Plan
from sunshine.petitions.documents.build import UNSET, addressee, day_of, organ
from sunshine.petitions.documents.side_data import Paper, Placed, TransferData, TransferNoticeData
from sunshine.petitions.matter import DemandState, FilingState, Matter
from sunshine.petitions.models import Visibility
from sunshine.petitions.rulesets import EARLIER, in_full, in_short
from sunshine.petitions.veiling import SUMMARY, needs_summary, summary_of

CHANNELS = {"web": "网上", "visit": "来访", "letter": "来信", "phone": "电话"}
NOTICE = "请在告知期限内，把接收情况以及处理途径和程序书面告知信访人（{}）。"
OBJECT = "认为不属于你单位职权范围的，请自收到之日起5个工作日内说明理由，提出异议（{}）。"
REPORT = "请在报告期限前书面报告办结情况（{}）。"
KEPT = "留在本机关的诉求，由本机关直接书面答复；不再往下办的，书面告知您为什么。"
BUREAU_NEXT = "离事情近的信访部门接着转办，转给哪个机关会告诉您。登记之日起15日的期限不重新起算。"
SHARED = "登记之日起15日由各级信访部门合用，不重新起算（{}）。"


def slip(
    plan: Plan, to: UUID, demands: Sequence[UUID], due: datetime | None, report_by: str = ""
) -> TransferData:
    """信访事项转送单 or 交办函, to one organ; ``due`` is the exclusive end of its term for the notice, if it owes one."""
    matter = _matter(plan)
    first = matter.first_filing
    return TransferData(
        to=plan.book[to].zh, registered=day_of(first.registered_at), channel=CHANNELS[first.channel],
        demands=[_words(plan, one) for one in matter.demands if one.id in demands],
        notice_due=last_day(due).isoformat() if due else "", report_by=report_by, required=_required(plan.rules, bool(due), bool(report_by)), law=in_full("第二十二条", plan.rules),
        note=plan.given.texts.get("note", ""), **_common(plan, matter.number, addressee(matter)),
    )  # fmt: skip


def notice(
    plan: Plan, filing: FilingState, places: Mapping[UUID, UUID], after: Sequence[str]
) -> TransferNoticeData:
    """信访事项转送告知书, to one filer: which unit has each demand from now on, and what comes next."""
    matter = _matter(plan)
    return TransferNoticeData(
        registered=day_of(filing.registered_at), next=list(after), law=in_full("第二十二条", plan.rules),
        places=[_placed(plan, one, places[one.id]) for one in matter.asked_by(filing.id) if one.id in places],
        **_common(plan, filing.number, filing.addressee or "信访人"),
    )  # fmt: skip


def _required(rules: str, owed: bool, assigned: bool) -> list[str]:
    """What the regulation asks of whoever gets it; the older one knew no objection."""
    passing, noticing = in_short("第二十二条", rules), in_short("第二十三条", rules)
    if not owed:
        return [SHARED.format(passing)]
    objecting = [OBJECT.format(noticing)] if rules != EARLIER else []
    return [NOTICE.format(noticing), *objecting, *([REPORT.format(passing)] if assigned else [])]


def _placed(plan: Plan, demand: DemandState, unit: UUID) -> Placed:
    office = plan.book[unit]
    return Placed(demand=_words(plan, demand), organ=office.zh, phone=office.phone)


def _words(plan: Plan, demand: DemandState) -> str:
    """What is asked; its summary where handling units are not to read the petitioner's words, and of a report its number."""
    matter = _matter(plan)
    if needs_summary(matter, demand):
        row = plan.given.rows.get(str(demand.id))
        return (row.texts.get(SUMMARY, "") if row else "") or summary_of(matter, demand.id)
    hidden = plan.here.sealed or matter.filings[demand.filing].visibility != Visibility.HANDLERS
    return f"第{demand.nth}项诉求" if hidden else demand.words


def written_by(due: datetime, rules: str) -> str:
    """When the petitioner hears from the organ at the latest."""
    day, article = last_day(due), in_short("第二十三条", rules)
    return f"办理机关最迟在{spoken(day)}前（含当日）书面告知您收到没有、怎么处理（{article}）。"


def spoken(day: date) -> str:
    """A day as letters write it: 2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _matter(plan: Plan) -> Matter:
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    return matter


def _common(plan: Plan, number: str, name: str) -> Paper:
    assert plan.snapshot is not None
    own = organ(plan, plan.snapshot.subject.unit)  # whoever passes it on, even where it is another's by now
    return Paper(
        demo=False, organ=own.zh, number="", filing=number, petitioner=name, date=day_of(plan.now), copies=[],
        contact={"unit": own.zh, "person": "", "phone": own.phone}, delivery="网上查阅，或者当面、邮寄送达", verify=UNSET,
    )  # fmt: skip
