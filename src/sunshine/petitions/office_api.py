"""The API of the desk beyond single matters: finding by words or by person, absences, and work handed over.

The forms and actions are those of the pages. What serves eyes alone (saved filters, forwarding several at once, sessions)
has no operation: a program keeps its own filters, makes one move after another, and has a token.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status

from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.offices.actors import MATTER_ROLES, Actor
from sunshine.foundation.procedure.api import KEY_HEADER, described
from sunshine.foundation.procedure.bodies import (
    form_data,
    form_errors,
    json_body,
    object_schema,
    read,
    request_key,
)
from sunshine.foundation.procedure.engine import Forbidden
from sunshine.foundation.procedure.forms import FactsForm
from sunshine.foundation.procedure.perform import Unseen
from sunshine.foundation.procedure.problems import DOCUMENTED, Invalid
from sunshine.petitions import desk, leave, leave_lists
from sunshine.petitions.api import OFFICER, actor_of
from sunshine.petitions.desk_api import LineOut, facets, line_out, shown
from sunshine.petitions.desk_forms import FINDERS, AbsenceForm, HandOverForm, PersonForm
from sunshine.petitions.finding import PersonHit, find, people
from sunshine.petitions.models import ReadingKind
from sunshine.petitions.procedure.leave import HAND_OVER, STAND_IN
from sunshine.petitions.readings import record

router = Router()


class PartOut(Schema):
    """A piece of what was said; ``hit`` where it is what was searched for."""

    text: str
    hit: bool


class HitOut(LineOut):
    """One matter found, with where it says so."""

    snippet: list[PartOut]


class FoundOut(Schema):
    """A page of matters that say all the words; ``why`` tells why there can be none: ``short`` or ``person``."""

    lines: list[HitOut]
    next: str | None
    why: str


class PersonHitOut(Schema):
    """A filing the person appears in, masked. Its move ``look_up`` opens the matter, and its petitioner sees that."""

    filing: UUID
    name: str
    line: LineOut


class PeopleOut(Schema):
    """At most twenty, newest first."""

    hits: list[PersonHitOut]


class AbsenceOut(Schema):
    """Who is away and who stands in, both days included; ``running`` while it is not over."""

    id: UUID
    post: UUID
    name: str
    substitute: UUID
    substitute_name: str
    first_day: date
    last_day: date
    running: bool


class AbsencesOut(Schema):
    """A page of the unit's absences, and the fields a new one asks, with whoever may be named in them."""

    absences: list[AbsenceOut]
    next: str | None
    fields: dict[str, Any]


class HandoverLineOut(Schema):
    """One hand-over of the unit; ``count`` matters passed."""

    id: UUID
    at: datetime
    officer: str
    count: int


class HandoversOut(Schema):
    """The latest hand-overs, and the fields a new one asks, with whoever may be named in them."""

    handovers: list[HandoverLineOut]
    fields: dict[str, Any]


class PassedOut(Schema):
    """One matter of a hand-over and what became of it."""

    petition: UUID
    number: str
    title: str
    what: str


class HandoverOut(Schema):
    """What passed from whom to whom and why; ``hidden`` matters are out of the reader's sight."""

    id: UUID
    at: datetime
    officer: str
    leaving: str
    to: str
    words: str
    matters: list[PassedOut]
    hidden: int


def _at_desk(request: HttpRequest, roles: Collection[str] = MATTER_ROLES) -> Actor:
    """Whoever asks, if their post has this to do. Raises Forbidden."""
    actor = actor_of(request)
    if actor.role not in roles:
        raise Forbidden(_("您当前的岗位不能办理这一步。"))
    return actor


def _filled(request: HttpRequest, form: type[FactsForm], **more: Any) -> Any:
    """The form with what came in the body. Raises Invalid."""
    filled = form(form_data(form, read(request).values), **more)
    if not filled.is_valid():
        raise Invalid(form_errors(filled))
    return filled


@router.get(
    "/search", auth=[OFFICER], response={200: FoundOut, **DOCUMENTED}, operation_id="search",
    openapi_extra=shown(_("按词查找")) | facets(("q", *(facet.name for facet in desk.FACETS))),
)  # fmt: skip
def search(request: HttpRequest) -> FoundOut:
    """The matters in sight that say all the words of ``q``, in their titles first; a number is found by its end too."""
    found = find(_at_desk(request), request.GET)
    lines = [
        HitOut(**dict(line_out(line, root)), snippet=[PartOut(text=p.text, hit=p.hit) for p in line.snippet])
        for line, root in zip(found.lines, found.page.rows, strict=True)
    ]
    following = f"{request.path}?{found.page.next}" if found.page.next else None
    return FoundOut(lines=lines, next=following, why=found.why)


@router.post(
    "/people/search", auth=[OFFICER], response={200: PeopleOut, **DOCUMENTED}, operation_id="find_person",
    openapi_extra=shown(_("按人查找")) | {"requestBody": json_body(PersonForm), "x-by": sorted(FINDERS)},
)  # fmt: skip
def find_person(request: HttpRequest) -> PeopleOut:
    """The filings of one person, named whole, with a purpose. The search is on record; whom it was for is nowhere kept."""
    actor = _at_desk(request, FINDERS)
    form = _filled(request, PersonForm)
    hits = people(actor, form.cleaned_data["person"])
    record(actor, ReadingKind.PERSON, purpose=form.cleaned_data["purpose"], found=len(hits))
    roots = Subject.objects.in_bulk([hit.line.petition for hit in hits])
    return PeopleOut(hits=[_hit(hit, roots[hit.line.petition]) for hit in hits])


def _hit(hit: PersonHit, root: Subject) -> PersonHitOut:
    return PersonHitOut(filing=hit.filing, name=hit.mask, line=line_out(hit.line, root))


@router.get(
    "/absences", auth=[OFFICER], response={200: AbsencesOut, **DOCUMENTED}, operation_id="absences",
    openapi_extra=shown(_("代班")) | facets(()),
)  # fmt: skip
def absences(request: HttpRequest) -> AbsencesOut:
    """Who of the unit is or was away, newest first."""
    actor = _at_desk(request)
    found = leave_lists.absences_of(actor, request.GET)
    following = f"{request.path}?{found.page.next}" if found.page.next else None
    form = AbsenceForm(by=actor)
    return AbsencesOut(
        absences=[_absence(line) for line in found.lines], next=following,
        fields=object_schema(AbsenceForm, form.fields),
    )  # fmt: skip


def _absence(line: leave_lists.AbsenceLine) -> AbsenceOut:
    row = line.row
    return AbsenceOut(
        id=row.subject_id, post=row.post_id, name=row.post.officer.label, substitute=row.substitute_id,
        substitute_name=row.substitute.officer.label, first_day=row.first_day, last_day=row.last_day,
        running=line.running,
    )  # fmt: skip


class Named(Schema):
    """The id of what was written down."""

    id: UUID


@router.post(
    "/absences", auth=[OFFICER], response={201: Named, **DOCUMENTED}, operation_id="name_substitute",
    openapi_extra=shown(STAND_IN.name) | described(STAND_IN),
)  # fmt: skip
def name_substitute(request: HttpRequest) -> Status[Named]:
    """Name who stands in, from the first day to the last; heads also for somebody else of the unit."""
    actor, key = _at_desk(request), request_key(request)
    step = leave.name_substitute(_filled(request, AbsenceForm, by=actor), actor, key)
    return Status(201, Named(id=step.subject_id))


@router.post(
    "/absences/{id}/end", auth=[OFFICER], response={200: Named, **DOCUMENTED}, operation_id="end_absence",
    openapi_extra=shown(_("提前结束代班")) | {"parameters": [KEY_HEADER]},
)  # fmt: skip
def end_absence(request: HttpRequest, id: UUID) -> Named:
    """Back earlier than named: from now on nobody stands in."""
    step = leave.end_absence(id, _at_desk(request), request_key(request))
    return Named(id=step.subject_id)


@router.get(
    "/handovers", auth=[OFFICER], response={200: HandoversOut, **DOCUMENTED}, operation_id="handovers",
    openapi_extra=shown(_("移交")),
)  # fmt: skip
def handovers(request: HttpRequest) -> HandoversOut:
    """The latest hand-overs of the unit."""
    actor = _at_desk(request)
    lines = [
        HandoverLineOut(id=one.id, at=one.at, officer=one.officer, count=one.count)
        for one in leave_lists.handovers_of(actor)
    ]
    return HandoversOut(handovers=lines, fields=object_schema(HandOverForm, HandOverForm(by=actor).fields))


@router.post(
    "/handovers", auth=[OFFICER], response={201: HandoverOut, **DOCUMENTED}, operation_id="hand_over",
    openapi_extra=shown(HAND_OVER.name) | described(HAND_OVER),
)  # fmt: skip
def hand_over(request: HttpRequest) -> Status[HandoverOut]:
    """Pass all named work of one post on, in one act; the answer lists what became of each matter."""
    actor, key = _at_desk(request), request_key(request)
    made = leave.hand_over(_filled(request, HandOverForm, by=actor), actor, key)
    return Status(201, _handover(actor, made))


@router.get(
    "/handovers/{id}", auth=[OFFICER], response={200: HandoverOut, **DOCUMENTED}, operation_id="handover",
    openapi_extra=shown(_("移交清单")),
)  # fmt: skip
def handover(request: HttpRequest, id: UUID) -> HandoverOut:
    """What passed in one hand-over of the unit."""
    return _handover(_at_desk(request), id)


def _handover(actor: Actor, pk: UUID) -> HandoverOut:
    found = leave_lists.handover(actor, pk)
    if found is None:
        raise Unseen
    matters = [
        PassedOut(petition=one.petition, number=one.number, title=one.title, what=str(one.what))
        for one in found.lines
    ]
    return HandoverOut(
        id=pk, at=found.at, officer=found.officer, leaving=found.leaving, to=found.to, words=found.words,
        matters=matters, hidden=found.hidden,
    )  # fmt: skip
