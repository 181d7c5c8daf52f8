"""Files at the desk: the copy to look at, its preview, and the original once there is a reason on record."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from sunshine.foundation.files.actions import make
from sunshine.foundation.files.copies import opened_copy, opened_original
from sunshine.foundation.files.models import Attachment, CopyKind, CopyState, FileState, why_no_copy
from sunshine.foundation.files.serving import handed_out
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.offices.actors import MATTER_ROLES, Actor
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.pages.keys import request_key
from sunshine.foundation.procedure.engine import Refused, refusal
from sunshine.foundation.procedure.intake import Asked, ask
from sunshine.foundation.procedure.perform import load
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.knowing import keep_opening, kept_from
from sunshine.petitions.originals import OPEN_ORIGINAL, files_here

DESK = tuple(sorted(MATTER_ROLES))
GONE = _("这个文件的内容已依法清除，或者当时没有存下。")


@require_GET
@officers(*DESK)
def attachment(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The copy without metadata, to whoever may see the matter; the opening is kept in the access log."""
    actor = actor_of(request)
    found = _in_sight(actor, pk)
    if found.state != FileState.KEPT:
        raise Http404
    opened = opened_copy(pk, CopyKind.SHOWN)
    if opened is None:
        messages.warning(request, CopyState(found.copy_state).label)
        return redirect("petition", found.subject.root_id)
    keep_opening(actor, found.subject_id, found.subject.root_id, sealed=found.subject.sealed)
    copy, pieces = opened
    return handed_out(pieces, copy.size, copy.type, _name(found, actor))


@require_GET
@officers(*DESK)
def preview(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The small picture shown on the case page."""
    found = _in_sight(actor_of(request), pk)
    opened = opened_copy(found.pk, CopyKind.PREVIEW)
    if opened is None:
        raise Http404
    copy, pieces = opened
    return handed_out(pieces, copy.size, copy.type)


@require_http_methods(["GET", "POST"])
@officers(*DESK)
def original(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Asks why; then the step is written and the original handed out for saving, never shown in place."""
    actor = actor_of(request)
    found = _in_sight(actor, pk)
    snapshot = load(found.subject_id, actor, lock=False)
    move = procedure(snapshot.subject.kind).by_code.get(OPEN_ORIGINAL)
    if move is None or refusal(snapshot, move, actor):
        raise Http404
    data = {**request.POST.dict(), "file": str(pk)} if request.method == "POST" else None
    asked = ask(move, snapshot, actor, data)
    if data is None or not asked.is_valid():
        return _question(request, asked, found, 200 if data is None else 422)
    return _handed_out(request, asked, actor, found)


def _handed_out(request: HttpRequest, asked: Asked, actor: Actor, found: Attachment) -> HttpResponseBase:
    """The bytes are opened before the step is written: nothing is recorded that did not happen."""
    pieces = opened_original(found)
    if pieces is None:
        messages.error(request, GONE)
        return redirect("petition", found.subject.root_id)
    try:
        make(asked, actor, request_key=request_key(request))
    except Refused as refused:
        messages.error(request, str(refused.words))
        return redirect("petition", found.subject.root_id)
    return handed_out(pieces, found.size, found.type, _name_in(asked.snapshot, found.pk), save=True)


def _question(request: HttpRequest, asked: Asked, found: Attachment, status: int) -> HttpResponse:
    shown = {
        "asked": asked, "file": found, "name": _name_in(asked.snapshot, found.pk), "root": found.subject.root_id,
        "request_key": uuid4(), "why": why_no_copy(found.type) if _has_none(found) else "", "strange": found.state == FileState.SET_ASIDE,
    }  # fmt: skip
    return render(request, "petitions/original.html", shown, status=status)


def _has_none(found: Attachment) -> bool:
    return found.state == FileState.KEPT and found.copy_state == CopyState.NONE


def _in_sight(actor: Actor, pk: UUID) -> Attachment:
    """Raises Http404."""
    rows = Attachment.objects.select_related("subject__root__petition")
    found = rows.filter(pk=pk, subject__in=visible(actor)).first()
    if found is None or kept_from(actor, found.subject):
        raise Http404
    return found


def _name(found: Attachment, actor: Actor) -> str:
    return _name_in(load(found.subject_id, actor, lock=False), found.pk)


def _name_in(snapshot: Snapshot, pk: UUID) -> str:
    return files_here(snapshot).get(str(pk), "")
