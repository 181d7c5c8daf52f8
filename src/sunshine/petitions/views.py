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

from sunshine.foundation.files import store
from sunshine.foundation.files.actions import make
from sunshine.foundation.files.models import Attachment, FileState
from sunshine.foundation.ledger.models import Access
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.offices.actors import MATTER_ROLES, Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.pages.keys import request_key
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.intake import Asked, ask
from sunshine.foundation.procedure.perform import Conflict, Unseen, load
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.casepage import case
from sunshine.petitions.desk import number_of, queue, work

DESK = tuple(sorted(MATTER_ROLES))


@require_GET
@officers(*DESK)
def duties(request: HttpRequest) -> HttpResponse:
    """My work: the open duties of my unit and role, soonest first."""
    return render(request, "petitions/duties.html", {"work": work(actor_of(request), request.GET)})


@require_GET
@officers(*DESK)
def petitions(request: HttpRequest) -> HttpResponse:
    """The queue: what this post may see, filtered, newest first."""
    return render(request, "petitions/queue.html", {"queue": queue(actor_of(request), request.GET)})


@require_GET
@officers(*DESK)
def find(request: HttpRequest) -> HttpResponse:
    """Open a matter by its number."""
    number = request.GET.get("number", "")
    found = number_of(actor_of(request), number)
    if found:
        return redirect("petition", found)
    messages.warning(request, _("没有找到编号“%s”，或者您看不到它。") % number[:60])
    return redirect("queue")


@require_GET
@officers(*DESK)
def petition(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The case page. Opening it is kept in the access log."""
    actor = actor_of(request)
    response = _case(request, actor, pk)
    assert actor.officer is not None
    assert actor.post is not None
    Access.objects.create(subject_id=pk, officer_id=actor.officer, post_id=actor.post, at=timezone.now())
    return response


def _case(
    request: HttpRequest, actor: Actor, pk: UUID, failed: Asked | None = None, status: int = 200
) -> HttpResponse:
    try:
        shown = case(actor, pk, failed)
    except Unseen:
        raise Http404 from None
    if shown.petition.id != pk:
        raise Http404
    return render(
        request,
        "petitions/petition.html",
        {"case": shown, "failed": failed, "request_key": uuid4()},
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
    asked = ask(known, snapshot, actor, request.POST, request.FILES)
    if not asked.is_valid():
        return _case(request, actor, snapshot.subject.root, asked, 422)
    return _make(request, actor, asked)


def _make(request: HttpRequest, actor: Actor, asked: Asked) -> HttpResponse:
    here = asked.snapshot.subject
    seen, key = _number(request.POST.get("stage_seq")), request_key(request)
    try:
        make(asked, actor, seen=seen, request_key=key)
    except Refused as refused:
        asked.form.add_error(None, _why(refused))
        messages.error(request, _why(refused))
        return _case(request, actor, here.root, asked, 409)
    messages.success(request, _("已办：%s") % asked.move.name)
    still = visible(actor).filter(pk=here.root).exists()
    return redirect("petition", here.root) if still else redirect("duties")


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
def attachment(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """An attachment, to whoever may see its filing; what was set aside is not handed out here."""
    found = Attachment.objects.filter(
        pk=pk, subject__in=visible(actor_of(request)), state=FileState.KEPT
    ).first()
    if found is None:
        raise Http404
    return as_download(store.read(found), found.type)


@require_GET
@officers(*DESK)
def paper(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A document of a matter in sight."""
    found = Paper.objects.filter(pk=pk, subject__in=visible(actor_of(request))).first()
    if found is None:
        raise Http404
    return as_download(pdf(found), "application/pdf")


INLINE = {"application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp", "text/plain"}


def as_download(data: bytes, kind: str) -> HttpResponse:
    """Bytes that people brought: only kinds that cannot run are shown in place, and nothing in them may."""
    response = HttpResponse(data, content_type="text/plain; charset=utf-8" if kind == "text/plain" else kind)
    response["Content-Disposition"] = "inline" if kind in INLINE else "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
