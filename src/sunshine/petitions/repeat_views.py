"""The desk's page of likely repeats: earlier matters of the same person, each with why, and the way to join them."""

from __future__ import annotations

from itertools import count
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sunshine.foundation.offices.models import Role
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.procedure.engine import refusal
from sunshine.foundation.procedure.perform import Unseen
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.joining_forms import JoinForm
from sunshine.petitions.models import ReadingKind
from sunshine.petitions.readings import record
from sunshine.petitions.repeats import repeats


@require_GET
@officers(Role.WINDOW, Role.SORTER)
def likely(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Earlier matters that may be the same. That somebody looked is on record, as for any search for a person."""
    actor = actor_of(request)
    try:
        here, found = repeats(actor, pk)
    except Unseen:
        raise Http404 from None
    if here.subject.kind != "petition":
        raise Http404
    record(actor, ReadingKind.PERSON, purpose="repeat", found=len(found))
    able = refusal(here, procedure("petition").by_code["join"], actor) is None
    forms = (JoinForm(snapshot=here, actor=actor, auto_id=f"join-{n}-%s") if able else None for n in count(1))
    shown = {
        "here": here.subject,
        "matter": here.matter,
        "found": list(zip(found, forms, strict=False)),
        "request_key": uuid4(),
    }
    return render(request, "petitions/repeats.html", shown)
