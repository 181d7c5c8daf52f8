"""The desk's page of urgent matters that are still being reported."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sunshine.foundation.offices.actors import MATTER_ROLES
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.petitions.urgent_list import alerts as listed


@require_GET
@officers(*sorted(MATTER_ROLES))
def alerts(request: HttpRequest) -> HttpResponse:
    """Open alerts in the reader's scope; which matters those are, only the scope decides."""
    found, lines = listed(actor_of(request), request.GET)
    return render(request, "petitions/alerts.html", {"page": found, "lines": lines})
