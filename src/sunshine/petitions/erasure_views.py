"""The page of lawful erasure, for the security administrator who asks and the auditor who decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sunshine.foundation.offices.models import Role
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.pages.keys import request_key
from sunshine.foundation.procedure.common import ReasonForm
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Unseen
from sunshine.petitions.erasing import ask_erasure, decide, erasures
from sunshine.petitions.procedure.erasure import EraseForm

DECISIONS: dict[str, type[MoveForm] | None] = {"confirm": None, "send_back": ReasonForm, "recall": None}
KEEPERS = (Role.SECURITY_ADMIN, Role.AUDITOR)


class AskForm(EraseForm):
    """The move's form, with the number that names the matter."""

    number = forms.CharField(
        label=_("编号"), max_length=40, help_text=_("照批准文件填。这里不显示事情的内容。")
    )
    field_order = ("number", "basis", "approval")


@require_http_methods(["GET", "POST"])
@officers(*KEEPERS)
def erasure_list(request: HttpRequest) -> HttpResponse:
    """What was asked for and decided; for a security administrator also the form that asks."""
    form = AskForm(request.POST) if request.method == "POST" else AskForm()
    if request.method == "POST" and form.is_valid() and _asked(request, form):
        return redirect("erasures")
    return _shown(request, form, 422 if form.errors else 200)


def _asked(request: HttpRequest, form: AskForm) -> bool:
    facts = form.given()
    number = facts.facts["number"]
    given = Given({"basis": facts.facts["basis"]}, facts.texts)
    try:
        ask_erasure(number, given, actor_of(request), request_key=request_key(request))
    except Refused as refused:
        form.add_error(None, str(refused.words))
        return False
    messages.success(request, _("已提请清除，等审计员核准。"))
    return True


def _shown(request: HttpRequest, form: AskForm, status: int) -> HttpResponse:
    actor = actor_of(request)
    found, lines = erasures(actor, request.GET)
    shown: dict[str, Any] = {
        "form": form, "page": found, "lines": lines, "request_key": uuid4(), "asks": actor.role == Role.SECURITY_ADMIN,
        "decides": actor.role == Role.AUDITOR, "me": actor.officer, "reason": ReasonForm(),
    }  # fmt: skip
    return render(request, "petitions/erasures.html", shown, status=status)


@require_POST
@officers(*KEEPERS)
def decide_erasure(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Confirm, send back with a reason, or take back."""
    if code not in DECISIONS:
        raise Http404
    kind = DECISIONS[code]
    form = kind(request.POST) if kind else None
    if form is not None and not form.is_valid():
        messages.error(request, _("请写清退回的理由。"))
        return redirect("erasures")
    try:
        decide(
            pk, code, form.given() if form else Given(), actor_of(request), request_key=request_key(request)
        )
    except Unseen:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refused.words))
    else:
        messages.success(request, _("已办。"))
    return redirect("erasures")
