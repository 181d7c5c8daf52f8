"""The desk 工作台: my duties, the queue, one page a petition with exactly the moves lawful now."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sunshine.foundation.files.actions import make
from sunshine.foundation.files.serving import document
from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.ledger.sealing import Unreadable
from sunshine.foundation.offices.actors import MATTER_ROLES, Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.pages.keys import request_key
from sunshine.foundation.papers.actions import NotReady, pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Refused, refusal
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import Asked, ask
from sunshine.foundation.procedure.perform import Conflict, Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.beside import beside
from sunshine.petitions.casepage import Case, case
from sunshine.petitions.desk import work
from sunshine.petitions.knowing import keep_opening, kept_as_step, kept_from
from sunshine.petitions.models import CaseFile
from sunshine.petitions.procedure.binding import OPEN_CASE_FILE
from sunshine.petitions.queries import Joined

DESK = tuple(sorted(MATTER_ROLES))


@require_GET
@officers(*DESK)
def duties(request: HttpRequest) -> HttpResponse:
    """My work: the open duties of my unit and role, soonest first."""
    return render(request, "petitions/duties.html", {"work": work(actor_of(request), request.GET)})


@require_GET
@officers(*DESK)
def petition(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The case page. Opening it is kept in the access log. What was joined 并案 is found where it went."""
    actor = actor_of(request)
    try:
        shown = _shown(actor, pk)
    except Joined as joined:
        return redirect("petition", joined.into)
    response = _page(request, actor, shown)
    keep_opening(actor, pk, pk, sealed=kept_as_step(shown.petition))
    return response


def _shown(actor: Actor, pk: UUID, failed: Asked | None = None) -> Case:
    try:
        shown = case(actor, pk, failed)
    except Joined:
        raise
    except Unseen:
        raise Http404 from None
    if shown.petition.id != pk:
        raise Http404
    return shown


def _case(request: HttpRequest, actor: Actor, pk: UUID, failed: Asked, status: int) -> HttpResponse:
    """The case page once more, with what was filled in."""
    return _page(request, actor, _shown(actor, pk, failed), failed, status)


def _page(
    request: HttpRequest, actor: Actor, shown: Case, failed: Asked | None = None, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "petitions/petition.html",
        {"case": shown, "failed": failed, "request_key": uuid4(), "beside": beside(actor, request.GET)},
        status=status,
    )


@require_POST
@officers(*DESK)
def move(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Make one move. A form that fails is shown again in its place with everything typed."""
    actor = actor_of(request)
    try:
        snapshot = load(pk, actor, lock=False)
        known = procedure(snapshot.subject.kind).by_code[code]
    except (Unseen, KeyError):
        raise Http404 from None
    if known.apart or snapshot.family[snapshot.subject.root].kind != "petition":
        raise Http404
    asked = ask(known, snapshot, actor, request.POST, request.FILES)
    if not asked.is_valid():
        why = refusal(snapshot, known, actor)
        return (
            _refused(request, actor, asked, why)
            if why
            else _case(request, actor, snapshot.subject.root, asked, 422)
        )
    return _make(request, actor, asked)


def _refused(request: HttpRequest, actor: Actor, asked: Asked, why: Refused) -> HttpResponse:
    """Say that it cannot be done before saying what is missing. What was typed stays."""
    asked.form.add_error(None, _why(why))
    messages.error(request, _why(why))
    return _case(request, actor, asked.snapshot.subject.root, asked, 409)


def _make(request: HttpRequest, actor: Actor, asked: Asked) -> HttpResponse:
    here = asked.snapshot.subject
    seen, key = _number(request.POST.get("stage_seq")), request_key(request)
    try:
        make(asked, actor, seen=seen, request_key=key)
    except Refused as refused:
        return _refused(request, actor, asked, refused)
    messages.success(request, _("已办：%s") % asked.move.name)
    still = visible(actor).filter(pk=here.root).exists()
    response = redirect("petition", here.root) if still else redirect("duties")
    # The list beside the matter stays where it was.
    response["Location"] += f"?{request.GET.urlencode()}" if still and request.GET.get("list") else ""
    return response


def _why(refused: Refused) -> str:
    if isinstance(refused, Conflict) and refused.step.officer:
        at = timezone.localtime(refused.step.at)
        known = {
            "who": refused.step.officer.label,
            "unit": directory().name(refused.step.unit_id),
            "at": f"{at:%H:%M}",
        }
        return _("%(unit)s %(who)s 刚在 %(at)s 办过这件事项。下面是最新情况，您写的还在。") % known
    return str(refused.words)


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isdigit() and len(typed) < 9 else None


@require_GET
@officers(*DESK)
def paper(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A document of a matter in sight."""
    actor = actor_of(request)
    found = (
        Paper.objects.filter(pk=pk, subject__in=visible(actor))
        .select_related("subject__root__petition")
        .first()
    )
    if found is None or kept_from(actor, found.subject, papers=True):
        raise Http404
    try:
        data = pdf(found)
    except NotReady as waiting:
        messages.warning(request, str(waiting.words))
        return redirect("petition", found.subject.root_id)
    if found.subject.sealed:
        keep_opening(actor, found.subject_id, found.subject.root_id, sealed=True)
    return document(data)


@require_GET
@officers(*DESK)
def case_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A case file, to the officer it was bound for, while the matter is in sight. Opening it is a step."""
    actor = actor_of(request)
    found = CaseFile.objects.filter(pk=pk, post=actor.post, petition__in=visible(actor).values("pk")).first()
    if found is None or not found.sm3:
        raise Http404
    try:
        data = blobs.get(found.pk, found.key)
        perform(found.petition_id, OPEN_CASE_FILE, actor, Given({"file": str(pk)}))
    except (Refused, Unreadable):
        raise Http404 from None
    return document(data)
