"""The API of the desk: my duties, the queue, one matter with exactly the moves lawful now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.duties.rules import light, rule
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.procedure.api import Offer, offer
from sunshine.foundation.procedure.perform import Unseen
from sunshine.foundation.procedure.problems import DOCUMENTED
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.foundation.procedure.table import Words
from sunshine.petitions import casepage, desk
from sunshine.petitions.api import OFFICER, PaperOut, actor_of, paper_out
from sunshine.petitions.knowing import keep_opening, kept_as_step
from sunshine.petitions.matter import FIRST, DemandState

router = Router()


class DutyOut(Schema):
    """One open duty. ``due`` is its last day."""

    id: UUID
    subject: UUID
    rule: str
    name: str
    law: str
    due: date
    due_at: datetime
    light: str


class LineOut(Schema):
    """One matter in a list, with the duty that presses most."""

    petition: UUID
    number: str
    title: str
    stage: str
    place: str
    duty: DutyOut | None


class PageOut(Schema):
    """Twenty lines; ``next`` is the address of the following ones."""

    lines: list[LineOut]
    next: str | None


class DemandOut(Schema):
    """One demand: its words, class, category, and the answer once there is one."""

    id: UUID
    filing: UUID
    handling: UUID | None
    words: str
    klass: str
    branch: str
    category: str
    outcome: str


class MemberOut(Schema):
    """A petition, filing or handling of the case: where it stands and with whom."""

    id: UUID
    kind: str
    stage: str
    stage_seq: int
    pending: bool
    unit: str


class PersonOut(Schema):
    """A filer, masked unless this officer has opened the name with a purpose."""

    filing: UUID
    name: str
    phone: str
    revealed: bool


class CaseOut(Schema):
    """One matter as this post may see it."""

    petition: UUID
    number: str
    place: str
    purpose: str
    sealed: bool
    texts: dict[str, str]
    demands: list[DemandOut]
    members: list[MemberOut]
    people: list[PersonOut]
    duties: list[DutyOut]
    papers: list[PaperOut]
    moves: list[Offer]


def shown(summary: Words) -> dict[str, Any]:
    """How an operation of the desk is listed."""
    return {"summary": summary, "tags": [_("工作台")]}


def facets(names: Sequence[str]) -> dict[str, Any]:
    """The query's parameters, as the document names them."""
    schema = {"type": "string"}
    return {"parameters": [{"name": name, "in": "query", "schema": schema} for name in (*names, "after")]}


@router.get(
    "/duties", auth=[OFFICER], response={200: PageOut, **DOCUMENTED}, operation_id="duties",
    openapi_extra=shown(_("我的责任")) | facets(("whose",)),
)  # fmt: skip
def duties(request: HttpRequest) -> PageOut:
    """Open duties of the token's post, soonest due first."""
    found = desk.work(actor_of(request), request.GET)
    return _page(found, found.page.rows, request.path)


@router.get(
    "/petitions", auth=[OFFICER], response={200: PageOut, **DOCUMENTED}, operation_id="petitions",
    openapi_extra=shown(_("信访事项列表")) | facets([facet.name for facet in desk.FACETS]),
)  # fmt: skip
def petitions(request: HttpRequest) -> PageOut:
    """The matters this post may see, newest first."""
    found = desk.queue(actor_of(request), request.GET)
    return _page(found, found.page.rows, request.path)


def _page(found: desk.Lines, roots: Sequence[Any], path: str) -> PageOut:
    lines = [line_out(line, root) for line, root in zip(found.lines, roots, strict=True)]
    return PageOut(lines=lines, next=f"{path}?{found.page.next}" if found.page.next else None)


def line_out(line: desk.Line, root: Any) -> LineOut:
    """A line of any list; ``root`` is the matter's row."""
    return LineOut(
        petition=line.petition, number=line.number, title=line.title, stage=root.stage, place=line.place,
        duty=_duty(line.duty, line.duty.subject_id) if line.duty else None,
    )  # fmt: skip


def _duty(duty: Any, subject: UUID) -> DutyOut:
    owed = rule(duty.rule)
    return DutyOut(
        id=duty.id, subject=subject, rule=duty.rule, name=str(owed.name), law=owed.law, due=last_day(duty.due_at),
        due_at=duty.due_at, light=light(duty.opened_at, duty.due_at, timezone.now()),
    )  # fmt: skip


@router.get(
    "/petitions/{id}", auth=[OFFICER], response={200: CaseOut, **DOCUMENTED}, operation_id="petition",
    openapi_extra=shown(_("一件信访事项")),
)  # fmt: skip
def case(request: HttpRequest, id: UUID) -> CaseOut:
    """One matter: what is asked, who has it, and exactly the moves lawful now. Its opening is kept in the access log."""
    actor = actor_of(request)
    found = casepage.case(actor, id)
    if found.petition.id != id:
        raise Unseen
    keep_opening(actor, id, id, sealed=kept_as_step(found.petition))
    return _case(found)


def _case(found: casepage.Case) -> CaseOut:
    read = found.read
    matter, filers = read.matter, read.snapshot.of_kind("filing")
    return CaseOut(
        petition=found.petition.id, number=matter.number, place=matter.place, purpose=matter.purpose,
        sealed=found.petition.sealed, texts={str(one.id): matter.text(one.id, FIRST, "text") for one in filers},
        demands=[_demand(one) for one in read.demands],
        members=[_member(one) for one in read.members],
        people=[PersonOut(filing=p.filing.id, name=p.name, phone=p.phone, revealed=p.revealed) for p in found.people],
        duties=[_duty(one, one.subject) for one in found.duties],
        papers=[paper_out(one) for one in found.papers],
        moves=[offer(one, str(one.snapshot.subject.id)) for one in found.asked],
    )  # fmt: skip


def _demand(one: DemandState) -> DemandOut:
    return DemandOut(
        id=one.id, filing=one.filing, handling=one.handling, words=one.words, klass=one.klass, branch=one.branch,
        category=one.category, outcome=one.outcome,
    )  # fmt: skip


def _member(one: SubjectState) -> MemberOut:
    return MemberOut(
        id=one.id, kind=one.kind, stage=one.stage, stage_seq=one.stage_seq, pending=one.pending_seq is not None,
        unit=directory().name(one.unit),
    )  # fmt: skip
