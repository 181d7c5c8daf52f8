"""Serving a document 送达: every way of it, and what a delivery on record sets going.

The petitioner's clocks run from the recorded day of delivery and from nothing else (条例 第三十五条、第三十六条). That day
may lie before the entry, never after it, and never before the paper's own date.
"""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import SHANGHAI, last_day
from sunshine.foundation.duties.rules import DutyRule
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.papers.versions import at_issue
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import DutyState, Snapshot
from sunshine.foundation.procedure.table import Move
from sunshine.petitions import clocks
from sunshine.petitions.documents import build
from sunshine.petitions.documents.kinds import SERVICE
from sunshine.petitions.forms import unserved
from sunshine.petitions.matter import Answer, HandlingState, Matter, Tried
from sunshine.petitions.models import DeliveryState, Method, Verdict
from sunshine.petitions.procedure import handling, petition, settling
from sunshine.petitions.procedure.moves import RETURNED, RIGHTS, brings, pursued
from sunshine.petitions.serving import AnnounceForm, DeliverForm, FailForm, SendForm, announceable

REGISTERED, ANSWERED = "registered", "answered"


def deliver(plan: Plan) -> None:
    """Record that a document reached this filer (条例 第三十二条)."""
    method = plan.given.facts["method"]
    if (method == Method.ONLINE) != bool(plan.actor.filing):
        raise Refused(_("网上查阅由信访人自己打开时记录。"))
    if method == Method.NOTICE:
        raise Refused(_("公告送达请用“公告送达”，期满后系统自动记录。"))
    paper, day = _paper(plan), _day(plan)
    if method == Method.POST and any(day < sent.day for sent in _sent(plan, paper)):
        raise Refused(_("签收日期早于寄出日期，请再核对一遍。"))
    serve(plan, paper, method, day)
    if method != Method.ONLINE:
        _receipt(plan, paper, method, day)


def serve(plan: Plan, paper: UUID, method: str, day: date) -> None:
    """What follows from a delivery: the duty is done, the petitioner's rights begin, the answer has arrived."""
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    answer = matter.answer(paper)
    _record(plan, paper, method, DeliveryState.SERVED, day)
    _close_of(plan, answer, clocks.DELIVER, clocks.DELIVER_BUREAU, clocks.ANNOUNCED)
    _open_rights(plan, answer, day)
    if answer.filing is None and len(unserved(plan.snapshot)) == 1:
        plan.turn(plan.here.id, ANSWERED)
    _settle(plan, matter, answer)


def _paper(plan: Plan) -> UUID:
    assert plan.snapshot is not None
    paper = UUID(plan.given.facts["paper"])
    if paper not in unserved(plan.snapshot):
        raise Refused(_("没有这份等待送达的文书。"))
    if plan.actor.unit and plan.actor.unit != _unit_of(plan.snapshot, paper):
        raise Refused(_("由出具意见的单位送达。"))
    return paper


def _unit_of(snapshot: Snapshot, paper: UUID) -> UUID:
    """The unit whose answer this is."""
    matter: Matter = snapshot.matter
    return snapshot.family[matter.answer(paper).subject].unit


def _day(plan: Plan) -> date:
    """The day it happened: not before the paper, not after today."""
    today = plan.now.astimezone(SHANGHAI).date()
    given = plan.given.facts.get("day")
    day = date.fromisoformat(given) if given else today
    issued = _answer(plan, UUID(plan.given.facts["paper"])).issued_at
    if day > today:
        raise Refused(_("这一天还没有到，请写已经发生的日期。"))
    if issued and day < issued.astimezone(SHANGHAI).date():
        raise Refused(_("日期早于文书出具的日期，请再核对一遍。"))
    return day


def _answer(plan: Plan, paper: UUID) -> Answer:
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    return matter.answer(paper)


def _sent(plan: Plan, paper: UUID) -> list[Tried]:
    assert plan.snapshot is not None
    tried = plan.snapshot.matter.filings[plan.here.id].tried
    return [one for one in tried if one.paper == paper and one.state == DeliveryState.SENT]


def _record(plan: Plan, paper: UUID, method: str, state: str, day: date) -> None:
    assert plan.main is not None
    plan.insert(
        "petitions.delivery", filing_id=plan.here.id, paper_id=paper, method=method, state=state,
        seq=plan.main.seq, day=day, at=plan.now,
    )  # fmt: skip


def _close_of(plan: Plan, answer: Answer, *rules: DutyRule) -> None:
    """Close the duties of having this answer served to this filer."""
    assert plan.snapshot is not None
    for rule in rules:
        for duty in plan.duties(rule, plan.here.id):
            if brings(duty, answer, plan.snapshot.matter):
                plan.close_duty(duty)


def _open_rights(plan: Plan, answer: Answer, day: date) -> None:
    """An opinion can be rated and reviewed, a review be reviewed once more, an answer at once rated; other notices say
    their own remedies, and a final review has none (条例 第三十五条、第三十六条).
    """
    since = datetime.combine(day, time.min, tzinfo=SHANGHAI)
    for rule in _rights_from(plan, answer):
        if rule is not clocks.RATE or not plan.duties(rule, plan.here.id):
            plan.open(rule, since=since)


def _rights_from(plan: Plan, answer: Answer) -> tuple[DutyRule, ...]:
    """What was revoked is decided anew, and open to review again then."""
    if plan.state(answer.subject).stage == settling.REPLIED:
        return (clocks.RATE,)
    return () if answer.verdict == Verdict.REVOKE else RIGHTS.get(answer.kind, ())


def _settle(plan: Plan, matter: Matter, answer: Answer) -> None:
    """Answered is whatever reached all whom it is for; the petition, when every handling's answer has."""
    assert plan.snapshot is not None
    others = [
        filing.id
        for filing in pursued(plan.snapshot)
        if filing.id != plan.here.id and answer.is_for(filing.id)
    ]
    if any(answer.paper not in matter.filings[filing].delivered for filing in others):
        return
    if plan.state(answer.subject).stage == handling.ISSUED:
        plan.step(answer.subject, move="delivered", stage=handling.ANSWERED)
    served = {*matter.filings[plan.here.id].delivered, answer.paper}
    standing = [one.answer for one in _standing(plan)]
    if answer.filing is None and all(paper in served for paper in standing):
        plan.step(plan.snapshot.subject.root, move="answered", stage=petition.ANSWERED)
        _nothing_to_withdraw(plan)


def settle_without(plan: Plan) -> None:
    """One of several filers withdrew: what has reached all the others is answered."""
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    others = [matter.filings[one.id] for one in pursued(plan.snapshot) if one.id != plan.here.id]
    standing = _standing(plan)
    reached = {h.id for h in standing if all(h.answer in one.delivered for one in others)}
    for issuer in sorted(reached):
        if plan.state(issuer).stage == handling.ISSUED:
            plan.step(issuer, move="delivered", stage=handling.ANSWERED)
    waiting = plan.state(plan.here.root).stage == petition.HANDLING
    if waiting and reached == {h.id for h in standing}:
        plan.step(plan.here.root, move="answered", stage=petition.ANSWERED)


def _standing(plan: Plan) -> list[HandlingState]:
    """The handlings that answer for something: not those that were handed back."""
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    return [one for one in matter.handlings.values() if plan.state(one.id).stage != RETURNED]


def _nothing_to_withdraw(plan: Plan) -> None:
    """All was answered before the week of a withdrawal was over."""
    assert plan.snapshot is not None
    for filing in pursued(plan.snapshot):
        plan.close(clocks.COOLING, filing.id)


def _receipt(plan: Plan, paper: UUID, method: str, day: date) -> None:
    """送达回证, issued by the organ whose answer it is (民事诉讼法 第八十七条)."""
    assert plan.snapshot is not None
    answer = _answer(plan, paper)
    organ = build.organ(plan, plan.snapshot.family[answer.subject].unit)
    plan.issue(
        SERVICE.code,
        at_issue(SERVICE.code, plan.rules),
        plan.here.id,
        organ.id,
        build.service(plan, answer, method, day),
    )


def send(plan: Plan) -> None:
    """Sent off by post; the day it is signed for is entered with the delivery."""
    _record(plan, _paper(plan), Method.POST, DeliveryState.SENT, _day(plan))


def fail(plan: Plan) -> None:
    """Keep that a way failed: without such a record nothing may be served by public notice."""
    _record(plan, _paper(plan), plan.given.facts["method"], DeliveryState.FAILED, _day(plan))


def announce(plan: Plan) -> None:
    """Begin a public notice. The unit has done its part; the delivery takes effect when the notice has run."""
    assert plan.snapshot is not None
    paper, day = _paper(plan), _day(plan)
    if paper not in announceable(plan.snapshot):
        raise Refused(_("公告送达只在别的方式都送不到时用。请先记下哪种方式没有送到。"))
    _record(plan, paper, Method.NOTICE, DeliveryState.ANNOUNCED, day)
    _close_of(plan, _answer(plan, paper), clocks.DELIVER, clocks.DELIVER_BUREAU)
    since = datetime.combine(day, time.min, tzinfo=SHANGHAI)
    plan.open(clocks.ANNOUNCED, unit=_unit_of(plan.snapshot, paper), since=since)


def announced_served(plan: Plan) -> None:
    """The notice has run: what it announced counts as served on its last day (民事诉讼法 第九十五条)."""
    assert plan.snapshot is not None
    duty = next((d for d in plan.snapshot.duties if str(d.id) == plan.given.facts["duty"]), None)
    paper = _announced_by(plan, duty) if duty else None
    if duty is None or paper is None:
        return
    day = last_day(duty.due_at)
    serve(plan, paper, Method.NOTICE, day)
    _receipt(plan, paper, Method.NOTICE, day)


def _announced_by(plan: Plan, duty: DutyState) -> UUID | None:
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    return next((p for p in unserved(plan.snapshot) if brings(duty, matter.answer(p), matter)), None)


def undelivered(snapshot: Snapshot, actor: Actor) -> object:
    """Only while an answer waits to reach this filer."""
    return None if unserved(snapshot) else _("没有等待送达的文书。")


def issuers_only(snapshot: Snapshot, actor: Actor) -> object:
    """Served by the petitioner's own opening, or by the unit whose opinion it is."""
    if actor.filing:
        return None
    mine = any(_unit_of(snapshot, paper) == actor.unit for paper in unserved(snapshot))
    return None if mine else _("由出具意见的单位送达。")


def another_way_failed(snapshot: Snapshot, actor: Actor) -> object:
    """Public notice is the last way (民事诉讼法 第九十五条)."""
    return (
        None if announceable(snapshot) else _("公告送达只在别的方式都送不到时用。请先记下哪种方式没有送到。")
    )


SERVERS = frozenset({Role.HANDLER.value, Role.SORTER.value})  # an organ's, or the bureau's own answers
ALL = frozenset({REGISTERED, ANSWERED})
ON_SERVICE = "条例 第三十二条；民事诉讼法 第八十七条至第九十五条"
GUARDS = (undelivered, issuers_only)

SERVING = (
    Move("deliver", _("送达"), "条例 第三十二条、第三十五条", SERVERS | {Role.PETITIONER.value}, ALL, facts=DeliverForm,
         guards=GUARDS, effect=deliver, paper="service", own=False, audience="petitioner", seen=_("书面答复已送达"), shows=(), key="d",
         help=_("对方收到了才算送达。评价和复查的期限从送达日期起算，没有送达记录就不开始。")),
    Move("send_paper", _("寄出文书"), ON_SERVICE, SERVERS, ALL, facts=SendForm, guards=GUARDS, effect=send, own=False,
         audience="petitioner", seen=_("书面答复已寄出"), shows=("tracking",),
         help=_("寄出还不算送达；对方签收后再办“送达”，写签收的日期。")),
    Move("fail_delivery", _("没有送到"), ON_SERVICE, SERVERS, ALL, facts=FailForm, guards=GUARDS, effect=fail, own=False,
         audience="petitioner", seen=_("书面答复没有送到，请联系办理单位"), shows=("reason",),
         help=_("记下哪种方式没有送到、为什么。送达的期限不变。")),
    Move("announce", _("公告送达"), "条例 第三十二条；民事诉讼法 第九十五条", SERVERS, ALL, facts=AnnounceForm,
         guards=(*GUARDS, another_way_failed), effect=announce, own=False, audience="petitioner",
         seen=_("别的方式送不到，书面答复已公告送达"), shows=("place",),
         help=_("公告里不写姓名全名、住址和案情。公告期满，系统自动记录送达。")),
    Move("announced_served", _("公告期满"), "条例 第三十二条；民事诉讼法 第九十五条", frozenset({Role.SYSTEM.value}), ALL,
         effect=announced_served, audience="petitioner", seen=_("公告期满，按已经送到算")),
)  # fmt: skip
