"""What is in force of templates and messages, how it looks, and the first step of changing it: a copy to work on."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sunshine.foundation.administration.actions import create
from sunshine.foundation.administration.paper_templates import TEMPLATE, WORDING
from sunshine.foundation.administration.queries import row
from sunshine.foundation.notices import wordings
from sunshine.foundation.offices.models import Role
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.pages.keys import request_key
from sunshine.foundation.papers import versions
from sunshine.foundation.papers.kinds import all_kinds, kind
from sunshine.foundation.papers.models import Template
from sunshine.foundation.papers.sandbox import Unprintable, printed
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Unseen

KEEPERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
MOST_PAGES = 3  # pictures a preview shows; the PDF has every page


@require_GET
@officers(*KEEPERS)
def in_force(request: HttpRequest) -> HttpResponse:
    """Every kind of document and every message, with the version that is used today."""
    edited = versions.in_force()
    kinds = [(one, edited.get(one.code)) for one in all_kinds() if one.sample]
    said = [(code, move.name, wordings.words_of(code)) for code, move in wordings.telling().items()]
    return render(request, "administration/in_force.html", {"kinds": kinds, "said": said})


@require_POST
@officers(Role.SYSTEM_ADMIN)
def copy(request: HttpRequest, what: str, code: str) -> HttpResponse:
    """Begin a draft with what is in force, ready to be changed."""
    kept = {"document": TEMPLATE, "message": WORDING}.get(what)
    given = _copied(what, code)
    if kept is None or given is None:
        raise Http404
    try:
        made = create(kept, actor_of(request), given, request_key=request_key(request))
    except Refused as refused:
        messages.error(request, str(refused.words))
        return redirect("administration-in-force")
    messages.success(request, _("草稿已建好，在下面修改。"))
    return redirect("administration-row", kept.code, made.done.step.subject_id)


def _copied(what: str, code: str) -> Given | None:
    note = _("复制自在用的版本")
    if what == "document" and code in {one.code for one in all_kinds() if one.sample}:
        return Given({"kind": code, "note": note}, {"source": versions.source_of(versions.current(code))})
    if what == "message" and code in wordings.telling():
        return Given({"move": code, "words": wordings.words_of(code), "note": note})
    return None


@require_GET
@officers(*KEEPERS)
def preview(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One edited version with invented facts: its first pages, or the whole PDF (?as=pdf)."""
    try:
        one: Template = row(TEMPLATE, pk, actor_of(request))
    except Unseen:
        raise Http404 from None
    return _shown(request, one.kind, one.source, {"pk": pk})


@require_GET
@officers(*KEEPERS)
def preview_in_force(request: HttpRequest, code: str) -> HttpResponseBase:
    """The version of a kind that is used today, in the same way."""
    if code not in {one.code for one in all_kinds() if one.sample}:
        raise Http404
    return _shown(request, code, versions.source_of(versions.current(code)), {})


def _shown(request: HttpRequest, code: str, source: str, more: Mapping[str, Any]) -> HttpResponseBase:
    facts = versions.sample(code)
    try:
        if request.GET.get("as") == "pdf":
            return HttpResponse(printed(source, facts)[0], content_type="application/pdf")
        pages = printed(source, facts, "png")
    except Unprintable as fault:
        shown = {"kind": kind(code), "fault": fault.words, **more}
        return render(request, "administration/paper_preview.html", shown, status=422)
    pictures = [b64encode(page).decode() for page in pages[:MOST_PAGES]]
    shown = {"kind": kind(code), "pages": pictures, "count": len(pages), **more}
    return render(request, "administration/paper_preview.html", shown)
