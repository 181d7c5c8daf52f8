"""Signing in and out, the outbox, and the auditor's view of the ledger."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.notices.actions import body
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Officer, Role
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.pages.listing import page
from sunshine.foundation.pages.middleware import POST_KEY
from sunshine.foundation.people.models import Party
from sunshine.web.demo.cast import CAST
from sunshine.web.demo.showcase import showcase
from sunshine.web.forms import SignInForm

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """With a password; in the demo, also with one click as anyone of the cast."""
    form = SignInForm(request.POST or None)
    if request.method == "POST":
        officer = _demo_officer(request) or _officer(request, form)
        if officer:
            login(request, officer, backend=BACKEND)
            return redirect(_next(request))
    book = directory().by_code
    cast = (
        [(member, book[member.unit].name) for member in CAST if member.unit in book]
        if settings.SUNSHINE_DEMO
        else []
    )
    shown = {"form": form, "cast": cast, "showcase": showcase(), "next": request.GET.get("next", "")}
    return render(request, "web/sign_in.html", shown, status=422 if request.method == "POST" else 200)


def _demo_officer(request: HttpRequest) -> Officer | None:
    login_name = request.POST.get("cast", "")
    known = settings.SUNSHINE_DEMO and login_name in {member.login for member in CAST}
    return Officer.objects.filter(login=login_name, is_active=True).first() if known else None


def _officer(request: HttpRequest, form: SignInForm) -> Officer | None:
    if "cast" in request.POST or not form.is_valid():
        return None
    found = authenticate(request, username=form.cleaned_data["login"], password=form.cleaned_data["password"])
    if not isinstance(found, Officer):
        form.add_error(None, form.WRONG)
        return None
    return found


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else "entrance"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("home")


_FIRST: dict[str, str] = {Role.WINDOW: "window", Role.LEADER: "queue"}


@require_GET
def entrance(request: HttpRequest) -> HttpResponse:
    """Where an officer begins: the duties, the ledger for an auditor, a plain word for the other administrators."""
    if not request.user.is_authenticated:
        return redirect("sign-in")
    actor = actor_of(request)
    if actor.handles_matters:
        return redirect(_FIRST.get(actor.role, "duties"))
    return redirect("ledger") if actor.role == Role.AUDITOR else render(request, "web/administrator.html")


@require_POST
@officers(*Role.values)
def choose_post(request: HttpRequest) -> HttpResponse:
    """Act in another post one holds."""
    assert isinstance(request.user, Officer)
    if request.POST.get("post") in {str(post.pk) for post in request.user.held}:
        request.session[POST_KEY] = request.POST["post"]
    return redirect("entrance")


@require_GET
@officers(Role.WINDOW, Role.SORTER)
def outbox(request: HttpRequest) -> HttpResponse:
    """What was sent to petitioners of matters in sight."""
    rows = Message.objects.filter(subject__in=visible(actor_of(request))).select_related("subject")
    found = page(rows, (), request.GET, ("-id",))
    masks = dict(
        Party.objects.filter(subject__in=[m.subject_id for m in found.rows]).values_list(
            "subject_id", "phone_mask"
        )
    )
    lines = [(message, body(message), masks.get(message.subject_id, "")) for message in found.rows]
    return render(request, "web/outbox.html", {"page": found, "lines": lines})


@require_GET
@officers(Role.AUDITOR)
def ledger(request: HttpRequest) -> HttpResponse:
    """Every step without a word of what was said: move, who, when, hash."""
    rows = Step.objects.select_related("officer", "unit", "subject")
    return render(request, "web/ledger.html", {"page": page(rows, (), request.GET, ("-id",))})
