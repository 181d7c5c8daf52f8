"""Signing in and out, the outbox, and the auditor's view of the ledger."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.scope import unbarred, visible
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

BACKEND = settings.AUTHENTICATION_BACKENDS[1]


class SignInView(LoginView):  # type: ignore[misc]  # allauth is not typed
    """With a password and a second factor, or a passkey; in the demo, also with one click as anyone of the cast."""

    template_name = "web/sign_in.html"

    def post(self, request: HttpRequest, *args: Any, **kw: Any) -> HttpResponse:
        officer = _demo_officer(request)
        if officer:
            login(request, officer, backend=BACKEND)
            return redirect(self.get_success_url() or "entrance")
        response: HttpResponse = super().post(request, *args, **kw)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        if self.request.user.is_authenticated:
            logout(self.request)  # whoever signs in anew is somebody else
        response: HttpResponse = super().form_valid(form)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kw: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kw)
        return shown | {"cast": _cast(), "showcase": showcase()}


sign_in = SignInView.as_view()


def _cast() -> list[tuple[Any, str]]:
    """Who may be chosen with one click, in the demo only."""
    book = directory().by_code
    return [(one, book[one.unit].name) for one in CAST if settings.SUNSHINE_DEMO and one.unit in book]


def _demo_officer(request: HttpRequest) -> Officer | None:
    login_name = request.POST.get("cast", "")
    known = settings.SUNSHINE_DEMO and login_name in {member.login for member in CAST}
    return Officer.objects.filter(login=login_name, is_active=True).first() if known else None


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("home")


_FIRST: dict[str, str] = {Role.WINDOW: "window", Role.LEADER: "queue"}


@require_GET
def entrance(request: HttpRequest) -> HttpResponse:
    """Where an officer begins: the duties, or what administrators and auditors have in hand."""
    if not request.user.is_authenticated:
        return redirect("sign-in")
    actor = actor_of(request)
    if actor.handles_matters:
        return redirect(_FIRST.get(actor.role, "duties"))
    return redirect("administration")


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
    """Every step without a word of what was said: move, who, when, hash; none of a matter about the own side."""
    rows = Step.objects.filter(unbarred(actor_of(request), "subject__root"))
    rows = rows.select_related("officer", "unit", "subject")
    return render(request, "web/ledger.html", {"page": page(rows, (), request.GET, ("-id",))})
