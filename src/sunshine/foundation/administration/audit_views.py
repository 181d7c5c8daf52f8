"""The auditor's pages: every administrative step, who opened what, who opened a name, and whether the record is whole."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from sunshine.foundation.administration.models import Proof
from sunshine.foundation.administration.proving import ask_proof, chain
from sunshine.foundation.administration.queries import accesses, administrative_steps, titles, unmaskings
from sunshine.foundation.ledger.scope import administrative_kinds
from sunshine.foundation.offices.models import Role
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.pages.listing import Facet, page
from sunshine.foundation.procedure.table import procedure

KINDS = Facet(
    "kind",
    _("哪一类"),
    lambda: [(code, procedure(code).name) for code in sorted(administrative_kinds())],
    lambda value: Q(subject__kind=value),
)


@require_GET
@officers(Role.AUDITOR)
def steps(request: HttpRequest) -> HttpResponse:
    """Every step on reference data, newest first."""
    found = page(administrative_steps(actor_of(request), ""), (KINDS,), request.GET, ("-id",))
    named = titles(step.subject for step in found.rows)
    lines = [
        (step, procedure(step.subject.kind).name, procedure(step.subject.kind).by_code[step.move].name,
         named.get(step.subject_id, ""))
        for step in found.rows
    ]  # fmt: skip
    return render(request, "administration/steps.html", {"page": found, "lines": lines})


@require_GET
@officers(Role.AUDITOR)
def readings(request: HttpRequest) -> HttpResponse:
    """The access log: which officer opened which matter when."""
    found = page(accesses(actor_of(request)), (), request.GET, ("-id",))
    return render(request, "administration/readings.html", {"page": found})


@require_GET
@officers(Role.AUDITOR)
def names(request: HttpRequest) -> HttpResponse:
    """The unmaskings: which officer opened a name when and for what purpose."""
    found = page(unmaskings(actor_of(request)), (), request.GET, ("-id",))
    return render(request, "administration/names.html", {"page": found})


@require_http_methods(["GET", "POST"])
@officers(Role.AUDITOR)
def proofs(request: HttpRequest) -> HttpResponse:
    """What verifications found; POST asks for another."""
    if request.method == "POST":
        ask_proof(actor_of(request))
        return redirect("administration-proofs")
    found = page(Proof.objects.select_related("officer"), (), request.GET, ("-id",))
    return render(request, "administration/proofs.html", {"page": found})


@require_GET
@officers(Role.AUDITOR)
def export(request: HttpRequest) -> HttpResponseBase:
    """The chain of every step as a file, streamed."""
    response = StreamingHttpResponse(chain(), content_type="application/x-ndjson")
    name = f"chain-{timezone.localdate():%Y%m%d}.ndjson"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
