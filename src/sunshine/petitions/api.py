"""The API of petitions: file, follow and answer as a petitioner; every move of the three procedures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status
from ninja.errors import AuthenticationError
from ninja.security import APIKeyHeader

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.files.store import stored
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.network import network
from sunshine.foundation.offices.actors import ANYONE, Actor, petitioner
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.api import (
    KEY_HEADER,
    Auth,
    Offer,
    OfficerToken,
    add_moves,
    described,
    offer,
)
from sunshine.foundation.procedure.bodies import Body, form_errors, lenient_data, read, request_key
from sunshine.foundation.procedure.engine import lawful
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.outside import KEPT, OUTSIDE
from sunshine.foundation.procedure.perform import Done, perform_opening
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.problems import DOCUMENTED, TOO_MANY, Invalid, answer
from sunshine.foundation.procedure.table import Move
from sunshine.petitions import following, queries
from sunshine.petitions.clocks import FORWARD
from sunshine.petitions.credentials import OF_THE_PETITIONER_ALONE, Visitor, factor_proves, filing_by_code
from sunshine.petitions.matter import FIRST
from sunshine.petitions.models import Filing
from sunshine.petitions.opening import opened
from sunshine.petitions.procedure import (
    assisting,
    callback,
    conference,
    handling,
    objection,
    petition,
    recusal,
    review,
    urgent,
)
from sunshine.petitions.procedure import filing as filings
from sunshine.petitions.querycode import grouped
from sunshine.petitions.registration import RegisterForm
from sunshine.petitions.tries import network_mark

OPENED = "deliver"  # recorded by opening the document, never by saying so
SHORTEST_KEY = 16  # of somebody without a credential: strangers must not meet under one key
FACTOR_HEADER = {
    "name": "X-Factor", "in": "header", "schema": {"type": "string"},
    "description": _("登记时留的电话或身份证号的后四位；没有留就不用。"),
}  # fmt: skip

router = Router()


# --- who asks ---------------------------------------------------------------------------------------------


class QueryCode(APIKeyHeader):
    """The number in the path and its query code; with ``proven`` also the last four of phone or ID."""

    param_name = "X-Query-Code"

    def __init__(self, *, proven: bool = False) -> None:
        super().__init__()
        self.proven = proven

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        number = request.resolver_match.kwargs["id"] if request.resolver_match else ""
        visitor = Visitor(network(request))
        found = filing_by_code(number, key, visitor) if key else None
        factor = request.headers.get("X-Factor", "")
        if found is None or (self.proven and not factor_proves(found, factor, visitor)):
            return None
        return petitioner(found.pk, network_mark(visitor.network))


class OfficerOrAnyone(OfficerToken):
    """Nobody needs a credential to file; a wrong one is still refused."""

    def __call__(self, request: HttpRequest) -> Actor | None:
        return super().__call__(request) if "Authorization" in request.headers else ANYONE


OFFICER = OfficerToken()
FILER, PROVEN_FILER = QueryCode(), QueryCode(proven=True)


def _auth(move: Move) -> Sequence[Auth]:
    """Officers by token, petitioners by code. What only opening a document may record has no petitioner's verb."""
    found: list[Auth] = [OFFICER] if move.by - {Role.PETITIONER} else []
    if Role.PETITIONER in move.by and move.code != OPENED:
        found.append(PROVEN_FILER if move.code in OF_THE_PETITIONER_ALONE else FILER)
    return found


def too_many_tries(request: HttpRequest, error: Any) -> HttpResponse:
    """Answers a number whose code or factor was tried wrongly too often."""
    response = answer(TOO_MANY, _("试错太多次，请过了 Retry-After 再试，或者打电话问登记的信访部门。"))
    response["Retry-After"] = str(max(1, round((error.until - timezone.now()).total_seconds())))
    return response


def actor_of(request: HttpRequest) -> Actor:
    """Whoever the credential of this request stands for."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


# --- filing -----------------------------------------------------------------------------------------------


class Bureau(Schema):
    """The organ that registered the matter; only a name while it is kept from the accused's side."""

    name: str
    phone: str
    address: str
    hours: str


class Registered(Schema):
    """A filing as registered. The query code is shown here and on the receipt only."""

    number: str
    code: str
    petition: UUID
    filing: UUID
    registered_at: datetime
    bureau: Bureau
    due: date
    set_aside: list[str]
    repeated: bool


def _described_filing() -> dict[str, Any]:
    extra = described(filings.REGISTER)
    key = KEY_HEADER | {"schema": {"type": "string", "minLength": SHORTEST_KEY, "maxLength": 64}}
    return extra | {"parameters": [key], "security": [{}]}


@router.post(
    "/filings", auth=[OfficerOrAnyone()], response={201: Registered, **DOCUMENTED}, operation_id="register",
    summary=filings.REGISTER.name, description=filings.REGISTER.help, tags=[filings.PROCEDURE.name],
    openapi_extra=_described_filing(),
)  # fmt: skip
def register(request: HttpRequest) -> Status[Registered]:
    """Register a filing. Only an empty one is refused; an odd field is set aside and named in the answer."""
    actor, body = actor_of(request), read(request)
    key = request_key(request, shortest=SHORTEST_KEY)
    form, unknown = _registration(body)
    with stored(form.uploads()) as brought:
        plan, done = perform_opening(filings.REGISTER, actor, form.given(brought.files), request_key=key)
        brought.keep = not done.repeated
    if plan is None:
        return Status(201, _repeated(done, unknown))
    return Status(201, _registered(plan, sorted([*form.aside, *unknown])))


def _registration(body: Body) -> tuple[RegisterForm, list[str]]:
    data, unknown = lenient_data(RegisterForm, body.values)
    form = RegisterForm(data, dict(body.files))
    if not form.is_valid():
        raise Invalid(form_errors(form))
    return form, unknown


def _registered(plan: Plan, aside: list[str]) -> Registered:
    """The answer read off the plan just written, without asking the database again."""
    petition_id, filing_id = plan.new
    assert plan.main is not None
    return Registered(
        number=plan.numbers[0].text, code=grouped(plan.main.texts["code"]), petition=petition_id, filing=filing_id,
        registered_at=plan.now, bureau=_bureau(plan.state(petition_id).unit, kept=len(plan.opened) > 1), due=last_day(plan.opened[0].due_at),
        set_aside=aside, repeated=False,
    )  # fmt: skip


def _repeated(done: Done, unknown: list[str]) -> Registered:
    """The same answer again for the same request."""
    filing = Filing.objects.select_related("subject").get(petition=done.step.subject_id)
    due = Duty.objects.get(subject=done.step.subject_id, rule=FORWARD.code).due_at
    words = words_at(filing.pk, FIRST)
    return Registered(
        number=filing.number, code=grouped(words["code"]), petition=filing.petition_id, filing=filing.pk,
        registered_at=filing.registered_at, bureau=_bureau(filing.subject.unit_id, kept=_is_kept(done.step.subject_id)), due=last_day(due),
        set_aside=sorted([*json.loads(words.get("aside", "{}")), *unknown]), repeated=True,
    )  # fmt: skip


def _is_kept(petition: UUID) -> bool:
    return Duty.objects.filter(subject=petition, rule=OUTSIDE.code, state="open").exists()


def _bureau(unit: UUID, *, kept: bool) -> Bureau:
    if kept:
        return Bureau(name=str(KEPT), phone="", address="", hours="")
    office = directory()[unit]
    return Bureau(name=office.name, phone=office.phone, address=office.address, hours=office.hours)


# --- following --------------------------------------------------------------------------------------------


class HolderOut(Schema):
    """Who has it, since when, until when, whom to call."""

    unit: str
    stage: str
    since: datetime
    due: date | None
    person: str
    phone: str


class FileOut(Schema):
    """One attachment, by the type its content shows."""

    id: UUID
    name: str
    type: str
    size: int
    state: str


class ChangeOut(Schema):
    """One thing a correction changed; personal data masked."""

    label: str
    old: str
    new: str


class EntryOut(Schema):
    """One line of the petitioner's timeline. Words, file names and what was corrected only with the factor."""

    at: datetime
    move: str
    seen: str
    law: str
    unit: str
    officer: str
    late: bool
    purpose: str
    text: str
    files: list[FileOut]
    changes: list[ChangeOut]


class PaperOut(Schema):
    """One issued document."""

    id: UUID
    name: str
    number: str
    unit: str
    issued_at: datetime
    delivered: bool


class FollowingOut(Schema):
    """One filing as its filer follows it. ``progress`` 1–6: registered, forwarded, accepted, decided, answered, rated.

    A withdrawal takes effect after ``withdrawal_until``; what is ``withdrawn`` was not answered, whatever ``progress`` says.
    """

    number: str
    registered_at: datetime
    progress: int
    holders: list[HolderOut]
    timeline: list[EntryOut]
    lookups: list[EntryOut]
    papers: list[PaperOut]
    rate_until: date | None
    review_until: date | None
    withdrawal_until: date | None
    withdrawn: bool
    final_review_until: date | None
    moves: list[Offer]


@router.get(
    "/filings/{id}", auth=[FILER], response={200: FollowingOut, **DOCUMENTED}, operation_id="follow",
    tags=[filings.PROCEDURE.name], openapi_extra={"summary": _("查进度"), "parameters": [FACTOR_HEADER]},
)  # fmt: skip
def follow(request: HttpRequest, id: str) -> FollowingOut:
    """Where it is, who has it, until when, and whom to call. The last four add the words of each step."""
    actor = actor_of(request)
    assert actor.filing is not None
    proven = _proven(request, actor.filing)
    found = following.follow(actor.filing)
    return FollowingOut(
        number=found.filing.number, registered_at=found.filing.registered_at, progress=found.progress,
        holders=[_holder(one) for one in found.holders],
        timeline=[_entry(one, proven) for one in found.timeline(proven=proven)],
        lookups=[_entry(one, proven) for one in found.lookups],
        papers=[paper_out(one) for one in found.papers],
        rate_until=_day(found.rate_until), review_until=_day(found.review_until),
        withdrawal_until=_day(found.cooling_until), withdrawn=found.withdrawn,
        final_review_until=_day(found.final_until),
        moves=_offers(found, actor),
    )  # fmt: skip


def _offers(found: following.Following, actor: Actor) -> list[Offer]:
    """What the petitioner may do now."""
    taken = found.family.snapshot
    mine = [move for move in lawful(taken, actor) if move.code != OPENED]
    return [offer(ask(move, taken, actor), found.filing.number) for move in mine]


def _proven(request: HttpRequest, filing: UUID) -> bool:
    """Whether the factor came with it. A wrong one is refused rather than passed over."""
    factor, known = request.headers.get("X-Factor"), Filing.objects.get(pk=filing)
    if factor is None:
        return not known.has_factor
    if not factor_proves(known, factor, Visitor(network(request))):
        raise AuthenticationError
    return True


def _holder(one: following.Holder) -> HolderOut:
    return HolderOut(
        unit=str(KEPT) if one.kept else directory().name(one.unit), stage=str(one.stage), since=one.since, person=one.person, phone=one.phone,
        due=_day(one.duty.due_at if one.duty else None),
    )  # fmt: skip


def _entry(one: queries.Entry, whole: bool) -> EntryOut:
    return EntryOut(
        at=one.at, move=one.move, seen=str(one.seen), law=one.law, unit=directory().name(one.unit), officer=one.officer,
        late=one.late, purpose=one.purpose, text=one.text if whole else "", files=_files(one.files) if whole else [],
        changes=[ChangeOut(label=str(c.label), old=c.old, new=c.new) for c in one.changes] if whole else [],
    )  # fmt: skip


def _files(files: Sequence[queries.File]) -> list[FileOut]:
    return [FileOut(id=f.id, name=f.name, type=f.type, size=f.size, state=f.state) for f in files]


def paper_out(one: queries.PaperLine) -> PaperOut:
    """A document as both petitioners and officers are told of it."""
    return PaperOut(
        id=one.id, name=str(one.name), number=one.number, unit=directory().name(one.unit), issued_at=one.issued_at,
        delivered=one.delivered,
    )  # fmt: skip


def _day(due: datetime | None) -> date | None:
    """The last day of a term, which is what people count by."""
    return last_day(due) if due else None


@router.get(
    "/filings/{id}/papers/{paper}", auth=[PROVEN_FILER], operation_id="open_paper",
    response={200: None, **DOCUMENTED}, tags=[filings.PROCEDURE.name],
    openapi_extra={"summary": _("打开文书"), "parameters": [FACTOR_HEADER], "x-law": "条例 第三十二条"},
)  # fmt: skip
def open_paper(request: HttpRequest, id: str, paper: UUID) -> HttpResponse:
    """The document as PDF. Opening an opinion is its delivery: from here the terms for rating and review run."""
    actor = actor_of(request)
    assert actor.filing is not None
    response = HttpResponse(opened(actor.filing, paper), content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    return response


# --- moves ------------------------------------------------------------------------------------------------

MATTERS = (petition, filings, handling, review, objection, assisting, callback, recusal, urgent, conference)
for table in (*(room.PROCEDURE for room in MATTERS), urgent.COPIES, conference.TASKS):
    add_moves(router, table, _auth, stored)
