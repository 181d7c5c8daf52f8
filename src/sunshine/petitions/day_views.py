"""My day: the calendar and its feed, absences, hand-overs, and the keys of the desk."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.pages.keys import request_key
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.intake import faults_of
from sunshine.foundation.procedure.perform import Unseen
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions import feed, leave, leave_lists
from sunshine.petitions.agenda import agenda
from sunshine.petitions.desk_forms import AbsenceForm, HandOverForm
from sunshine.petitions.models import CalendarFeed
from sunshine.petitions.views import DESK

AWAY, OVER = "away_%s", "over_%s"  # ids of the fields of two forms on one page


@require_GET
@officers(*DESK)
def calendar(request: HttpRequest) -> HttpResponse:
    """What falls due when, a month or a week at a time."""
    return _calendar(request, actor_of(request))


def _calendar(request: HttpRequest, actor: Actor, address: str = "") -> HttpResponse:
    has_feed = CalendarFeed.objects.filter(post=actor.post).exists()
    shown = {"agenda": agenda(actor, request.GET), "has_feed": has_feed, "address": address}
    return render(request, "petitions/calendar.html", shown)


@require_POST
@officers(*DESK)
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """Make a new address for the feed, shown once, or stop it."""
    actor = actor_of(request)
    if request.POST.get("act") == "stop":
        feed.stop(actor)
        messages.success(request, _("订阅已停止，原来的地址不再显示任何内容。"))
        return redirect("calendar")
    address = request.build_absolute_uri(reverse("calendar-ics", args=[feed.renew(actor)]))
    return _calendar(request, actor, address)


@require_GET
def calendar_ics(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed, to whoever knows its address: rules, days and numbers."""
    actor = feed.reader(secret)
    if actor is None:
        raise Http404
    with translation.override("zh-hans"):
        body = feed.written(actor, timezone.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@officers(*DESK)
def absences(request: HttpRequest) -> HttpResponse:
    """Who of my unit is away and who stands in; and the form to hand work over."""
    return _absences(request, actor_of(request))


def _absences(
    request: HttpRequest, actor: Actor, status: int = 200, **filled: AbsenceForm | HandOverForm
) -> HttpResponse:
    forms = {
        "absence": AbsenceForm(by=actor, auto_id=AWAY, initial={"post": str(actor.post)}),
        "handover": HandOverForm(by=actor, auto_id=OVER, initial={"post": str(actor.post)}),
    }
    forms |= filled
    shown = forms | {f"{name}_faults": faults_of(form) for name, form in forms.items()} | {
        "page": leave_lists.absences_of(actor, request.GET), "handovers": leave_lists.handovers_of(actor),
        "request_key": uuid4(),
    }  # fmt: skip
    return render(request, "petitions/absences.html", shown, status=status)


@require_POST
@officers(*DESK)
def name_substitute(request: HttpRequest) -> HttpResponse:
    """Name who stands in."""
    actor = actor_of(request)
    form = AbsenceForm(request.POST, by=actor, auto_id=AWAY)
    if not form.is_valid():
        return _absences(request, actor, 422, absence=form)
    leave.name_substitute(form, actor, request_key(request))
    messages.success(request, _("已安排代班。"))
    return redirect("absences")


@require_POST
@officers(*DESK)
def end_absence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Back earlier than named."""
    actor = actor_of(request)
    try:
        leave.end_absence(pk, actor, request_key(request))
    except Unseen:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refused.words))
        return _absences(request, actor, 409)
    messages.success(request, _("代班已结束。"))
    return redirect("absences")


@require_POST
@officers(*DESK)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Pass all named work of one post on, in one act."""
    actor = actor_of(request)
    form = HandOverForm(request.POST, by=actor, auto_id=OVER)
    if not form.is_valid():
        return _absences(request, actor, 422, handover=form)
    return redirect("handover", leave.hand_over(form, actor, request_key(request)))


@require_GET
@officers(*DESK)
def handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list of what passed; printable."""
    found = leave_lists.handover(actor_of(request), pk)
    if found is None:
        raise Http404
    return render(request, "petitions/handover.html", {"handover": found})


@require_GET
@officers(*DESK)
def keys(request: HttpRequest) -> HttpResponse:
    """Every key of the desk, for those who print it and for browsers without scripts."""
    tables = [procedure(kind) for kind in ("petition", "filing", "handling")]
    role = actor_of(request).role
    moves = [(one.name, [m for m in one.moves if m.key and role in m.by]) for one in tables]
    return render(request, "petitions/keys.html", {"moves": [one for one in moves if one[1]]})
