"""The desk's lists: the queue with its filters, finding, forwarding several, taking a list out, and the log of all that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sunshine.foundation.offices.actors import MATTER_ROLES
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Role
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.pages.keys import request_key
from sunshine.foundation.pages.listing import page
from sunshine.foundation.prepared import columns, make, prepared
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Unseen, perform
from sunshine.petitions.anomalies import anomalies
from sunshine.petitions.bulk import ForwardManyForm, forward_many
from sunshine.petitions.desk import FACETS, queue
from sunshine.petitions.desk_forms import FINDERS, PersonForm
from sunshine.petitions.exporting import export as exported
from sunshine.petitions.filed import filed_away
from sunshine.petitions.finding import by_number, find, people
from sunshine.petitions.forms import PURPOSES, LookUpForm
from sunshine.petitions.models import Filing, Reading, ReadingKind, SavedFilter
from sunshine.petitions.procedure.petition import SORTED
from sunshine.petitions.readings import record

DESK = tuple(sorted(MATTER_ROLES))
MOST_FILTERS = 20  # kept by one officer


@prepared
def _saved(officer: UUID) -> QuerySet[SavedFilter, Any]:
    return SavedFilter.objects.filter(officer=officer).order_by("name").values_list(*columns(SavedFilter))


@require_GET
@officers(*DESK)
def petitions(request: HttpRequest) -> HttpResponse:
    """The queue: what this post may see, filtered, newest first."""
    actor = actor_of(request)
    shown: dict[str, Any] = {
        "queue": queue(actor, request.GET),
        "chosen": urlencode(_chosen(request.GET)),
        "saved": [make(SavedFilter, row) for row in _saved(actor.officer)],
    }
    if actor.role == Role.SORTER and request.GET.get("stage") == SORTED:
        shown |= {"many": ForwardManyForm(None, actor), "request_key": uuid4()}
    return render(request, "petitions/queue.html", shown)


@require_GET
@officers(Role.SORTER, Role.HEAD, Role.LEADER)
def filed(request: HttpRequest) -> HttpResponse:
    """What was filed without action or refused in this area, for whoever stands above."""
    found, lines = filed_away(actor_of(request), request.GET)
    return render(request, "petitions/filed.html", {"page": found, "lines": lines})


def _chosen(params: Mapping[str, str]) -> dict[str, str]:
    """The filters in these parameters, without anything else that may stand there."""
    found = {facet.name: params.get(facet.name, "") for facet in FACETS}
    known = {facet.name: {value for value, _label in facet.choices()} for facet in FACETS}
    return {name: value for name, value in found.items() if value in known[name]}


@require_POST
@officers(*DESK)
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the chosen filters under a name, for this officer alone."""
    chosen = urlencode(_chosen(request.POST))
    name, officer = request.POST.get("name", "").replace("\0", "").strip()[:30], actor_of(request).officer
    assert officer is not None
    mine = SavedFilter.objects.filter(officer=officer)
    if not name or not chosen:
        messages.warning(request, _("先选好条件，再起一个名字。"))
    elif mine.exclude(name=name).count() >= MOST_FILTERS:
        messages.warning(request, _("最多保存 20 个，请先删掉不用的。"))
    else:
        SavedFilter.objects.update_or_create(officer_id=officer, name=name, defaults={"filters": chosen})
        messages.success(request, _("已保存：%s") % name)
    return _to_queue(chosen)


@require_POST
@officers(*DESK)
def drop_filter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forget one of one's own filters."""
    gone, _rows = SavedFilter.objects.filter(pk=pk, officer=actor_of(request).officer).delete()
    if not gone:
        raise Http404
    return _to_queue("")


def _to_queue(chosen: str) -> HttpResponse:
    response = redirect("queue")
    response["Location"] += f"?{chosen}" if chosen else ""
    return response


@require_POST
@officers(*DESK)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered queue as CSV. Who took it is on record."""
    response = StreamingHttpResponse(
        exported(actor_of(request), _chosen(request.POST)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="petitions-{timezone.localdate():%Y%m%d}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@officers(Role.SORTER)
def forward(request: HttpRequest) -> HttpResponse:
    """Forward the picked matters, each on its own; the page says what came of each."""
    actor = actor_of(request)
    form = ForwardManyForm(request.POST, actor)
    if not form.is_valid():
        for faults in form.errors.values():
            messages.error(request, str(faults[0]))
        return _to_queue(urlencode({"stage": SORTED}))
    key = request_key(request) or str(uuid4())
    outcomes = list(forward_many(actor, form.cleaned_data["petition"], form.cleaned_data["unit"], key))
    unit = dict(one for _place, units in form.fields["unit"].choices[1:] for one in units)  # type: ignore[attr-defined]
    shown = {"outcomes": outcomes, "unit": unit[form.cleaned_data["unit"]]}
    return render(request, "petitions/forwarded.html", shown)


@require_GET
@officers(*DESK)
def search(request: HttpRequest) -> HttpResponse:
    """Open a matter by its number, or list those that say the words."""
    actor = actor_of(request)
    found = by_number(actor, request.GET.get("q", "")) if not request.GET.get("after") else None
    if found:
        return redirect("petition", found)
    return render(request, "petitions/find.html", {"results": find(actor, request.GET)})


@require_http_methods(["GET", "HEAD", "POST"])
@officers(*FINDERS)
def person(request: HttpRequest) -> HttpResponse:
    """Find the matters of one person, with a purpose. The search is on record; whom it was for is nowhere kept."""
    form = PersonForm(request.POST or None)
    if not form.is_valid():
        return render(request, "petitions/person.html", {"form": form}, status=422 if form.is_bound else 200)
    actor, purpose = actor_of(request), form.cleaned_data["purpose"]
    hits = people(actor, form.cleaned_data["person"])
    record(actor, ReadingKind.PERSON, purpose=purpose, found=len(hits))
    shown = {"form": form, "hits": hits, "purpose": purpose, "request_key": uuid4()}
    return render(request, "petitions/person.html", shown)


@require_POST
@officers(*FINDERS)
def open_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a matter found by its person: a step that its petitioner sees, with the purpose."""
    form = LookUpForm(request.POST)
    filing = Filing.objects.filter(pk=pk).first()
    if filing is None or not form.is_valid():
        raise Http404
    try:
        given = Given({"purpose": form.cleaned_data["purpose"]})
        perform(pk, "look_up", actor_of(request), given, request_key=request_key(request))
    except Unseen:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refused.words))
        return redirect("find-person")
    return redirect("petition", filing.petition_id)


@require_GET
@officers(Role.AUDITOR)
def readings(request: HttpRequest) -> HttpResponse:
    """Who searched for a person and who took a list out, when and why."""
    rows = Reading.objects.select_related("officer", "post")
    shown = page(rows, (), request.GET, ("-id",))
    lines = [(row, PURPOSES.get(row.purpose) or row.filters or _("全部")) for row in shown.rows]
    return render(request, "petitions/readings.html", {"page": shown, "lines": lines})


@require_GET
@officers(Role.SORTER, Role.HEAD, Role.AUDITOR)
def odd_ratings(request: HttpRequest) -> HttpResponse:
    """What is odd about ratings, each with why. Only bureaus and auditors see it; nothing follows by itself."""
    actor = actor_of(request)
    office = directory().get(actor.unit)
    if actor.role != Role.AUDITOR and not (office and office.is_bureau):
        raise PermissionDenied
    return render(request, "petitions/odd_ratings.html", {"anomalies": anomalies(actor)})
