"""Pages of administration: an index by power, and for every kind of reference data a list, a form and a history."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sunshine.foundation.administration import aftermath
from sunshine.foundation.administration.actions import Outcome, act, create
from sunshine.foundation.administration.history import described, history
from sunshine.foundation.administration.kinds import Kind, all_kinds, kind_of
from sunshine.foundation.administration.moves import covers_all
from sunshine.foundation.administration.queries import (
    kept_from_here,
    listed,
    offered,
    row,
    taken,
    tree,
    unheld,
    waiting,
)
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Role
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.pages.keys import request_key
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import Asked, ask, faults_of
from sunshine.foundation.procedure.perform import Unseen
from sunshine.foundation.procedure.table import Move, procedure

KEEPERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


@require_GET
@officers(*KEEPERS)
def index(request: HttpRequest) -> HttpResponse:
    """What this administrator has in hand, and what waits for a second person."""
    actor = actor_of(request)
    shown = {"kinds": all_kinds(), "waiting": waiting(actor), "kept": kept_from_here(actor)}
    if actor.role != Role.AUDITOR:
        shown["unheld"] = unheld(actor)
    return render(request, "administration/index.html", shown)


@require_GET
@officers(*KEEPERS)
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """The list of one kind, searched and filtered."""
    kind, actor = _kind(code), actor_of(request)
    found, words = listed(kind, actor, request.GET)
    lines = [(one, kind.ident(one), kind.title(one), _cells(kind, one)) for one in found.rows]
    shown = {"kind": kind, "page": found, "q": words, "lines": lines, "may_create": _may_create(kind, actor)}
    return render(request, "administration/rows.html", shown)


def _cells(kind: Kind, one: Any) -> list[tuple[Any, Any]]:
    return [(column.label, column.show(one)) for column in kind.columns]


def _contents(kind: Kind, one: Any) -> list[tuple[Any, Any]]:
    """What the list shows of a row, then everything else it holds."""
    cells = _cells(kind, one)
    shown = {kind.title(one), *(strip_tags(str(value)) for _label, value in cells)}
    return cells + [
        (label, words) for label, words in described(kind, one) if strip_tags(str(words)) not in shown
    ]


def _may_create(kind: Kind, actor: Actor) -> bool:
    known = kind.opening is not None and actor.role in kind.opening.by
    return known and (not kind.whole or covers_all(actor, directory()))


def _kind(code: str) -> Kind:
    try:
        return kind_of(code)
    except KeyError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@officers(Role.SYSTEM_ADMIN)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a row. A form that fails keeps what was typed."""
    kind, actor = _kind(code), actor_of(request)
    opening = kind.opening
    if opening is None:
        raise Http404
    form = opening.facts(request.POST or None)
    form.actor = actor  # type: ignore[attr-defined]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = create(kind, actor, form.given(), request_key=request_key(request))
            except Refused as refused:
                form.add_error(None, str(refused.words))
                status = 409
            else:
                messages.success(request, _("已建好。"))
                return redirect("administration-row", code, made.done.step.subject_id)
    shown = {"kind": kind, "move": opening, "form": form, "faults": faults_of(form), "request_key": uuid4()}
    return render(request, "administration/new.html", shown, status=status)


@require_GET
@officers(*KEEPERS)
def one(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """One row: what it says now, what may be done with it, and who changed what."""
    return _page(request, _kind(code), pk)


def _page(
    request: HttpRequest, kind: Kind, pk: UUID, failed: Asked | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    try:
        found = row(kind, pk, actor)
    except Unseen:
        raise Http404 from None
    snapshot = taken(kind, found, actor)
    asked = [_asked(move, snapshot, actor, failed) for move in offered(snapshot, actor)]
    shown = {
        "kind": kind, "row": found, "pk": pk, "title": kind.title(found), "cells": _contents(kind, found),
        "stage": kind.procedure.stage_of[snapshot.subject.stage], "asked": asked, "failed": failed,
        "proposal": _proposal(kind, snapshot), "history": history(pk, kind.code), "request_key": uuid4(),
    }  # fmt: skip
    return render(request, "administration/row.html", shown, status=status)


def _asked(move: Move, snapshot: Any, actor: Actor, failed: Asked | None) -> Asked:
    return failed if failed and failed.move == move else ask(move, snapshot, actor)


def _proposal(kind: Kind, snapshot: Any) -> Any:
    """The waiting proposal's move, for whoever looks."""
    return kind.procedure.by_code[snapshot.proposal.move] if snapshot.proposal else None


@require_POST
@never_cache
@officers(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
def move(request: HttpRequest, code: str, pk: UUID, name: str) -> HttpResponse:
    """Make one move on a row. Codes that open accounts are shown here and nowhere else."""
    kind, actor = _kind(code), actor_of(request)
    try:
        found = row(kind, pk, actor)
        known = kind.procedure.by_code[name]
    except (Unseen, KeyError):
        raise Http404 from None
    if known.opening or known.by_system:
        raise Http404
    asked = ask(known, taken(kind, found, actor), actor, request.POST)
    if actor.role in known.by and not asked.is_valid():
        return _page(request, kind, pk, asked, 422)
    return _make(request, kind, pk, asked, found)


def _make(request: HttpRequest, kind: Kind, pk: UUID, asked: Asked, found: Any) -> HttpResponse:
    actor = actor_of(request)
    given = asked.given() if asked.is_valid() else Given()  # refused for who asks, before what they typed
    seen, key = _number(request.POST.get("stage_seq")), request_key(request)
    try:
        made = act(kind, found, asked.move.code, actor, given, seen=seen, request_key=key)
    except Refused as refused:
        asked.form.add_error(None, str(refused.words))
        messages.error(request, str(refused.words))
        return _page(request, kind, pk, asked, 403 if isinstance(refused, Forbidden) else 409)
    if made.codes:
        return codes_page(request, made)
    done = _("已提出，等安全管理员同意。") if made.done.step.phase else _("已办：%s") % asked.move.name
    messages.success(request, done)
    return redirect("administration-row", kind.code, pk)


def codes_page(request: HttpRequest, made: Outcome) -> HttpResponse:
    """The invitation codes, once."""
    shown = {
        "people": aftermath.officers_of(made.codes),
        "address": request.build_absolute_uri(reverse("invitation")),
    }
    return render(request, "administration/codes.html", shown)


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isdigit() and len(typed) < 9 else None


@require_GET
@officers(*KEEPERS)
def unit_tree(request: HttpRequest) -> HttpResponse:
    """The units of one place as they stand above each other."""
    actor = actor_of(request)
    own = directory()[actor.unit].division if actor.unit else ""
    code = request.GET.get("place", "")[:9] or own
    try:
        found = tree(code, actor)
    except Unseen:
        raise Http404 from None
    return render(request, "administration/tree.html", {"tree": found, "kind": kind_of("unit")})


@require_GET
@officers(*KEEPERS)
def open_subject(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """The page of any administrative subject, whichever kind it is."""
    if code == "import":
        return redirect("administration-import", pk)
    if code not in {kind.code for kind in all_kinds()}:
        raise Http404
    return redirect("administration-row", procedure(code).kind, pk)
