"""The officer's own sign-in: factors, password, sessions; the invitation; the trail and the locks for administrators."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.views import IndexView
from allauth.mfa.webauthn.views import LoginWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sunshine.foundation.network import network
from sunshine.foundation.offices import invitations
from sunshine.foundation.offices.models import Officer, Role
from sunshine.foundation.pages.access import officers
from sunshine.foundation.pages.listing import Facet, page
from sunshine.foundation.signin import lockout, sessions, trail
from sunshine.foundation.signin.adapters import FactorAdapter
from sunshine.foundation.signin.factors import has_factor, may_drop
from sunshine.foundation.signin.forms import InvitationForm, PasswordForm, SessionForm
from sunshine.foundation.signin.models import Event, Kind

BACKEND = settings.AUTHENTICATION_BACKENDS[1]


class AccountView(IndexView):  # type: ignore[misc]  # allauth is not typed
    """My sign-in: what proves me, and where I am signed in."""

    template_name = "signin/account.html"

    def get_context_data(self, **kw: Any) -> dict[str, Any]:
        me = self.request.user
        shown: dict[str, Any] = super().get_context_data(**kw)
        return shown | {
            "sessions": list(sessions.live(me.pk)),
            "current": self.request.session.session_key,
            "must": settings.SUNSHINE_FACTOR_REQUIRED and not has_factor(me.pk),
            "has_password": me.has_usable_password(),
        }


class PasskeySignInView(LoginWebAuthnView):  # type: ignore[misc]
    """In with a passkey alone; what did not work is said on the sign-in page."""

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.warning(self.request, _("没有用成通行密钥，请再试一次，或者用密码。"))
        return redirect("sign-in")


class RemovePasskeyView(RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a passkey, but never the only second factor."""

    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        if not may_drop(self.get_object()):
            messages.error(self.request, FactorAdapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_index")
        response: HttpResponse = super().form_valid(form)
        return response


@require_POST
@login_required
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out one other place, or all of them."""
    form = SessionForm(request.POST)
    if not form.is_valid():
        return redirect("mfa_index")
    me, handle = _me(request), form.cleaned_data["handle"]
    ended = sessions.end(me.pk, handle=handle, but=request.session.session_key)
    if ended:
        trail.record(Kind.REVOKED, request, me.pk)
    messages.success(request, _("已让别处退出：%d 处。") % ended)
    return redirect("mfa_index")


@require_POST
@login_required
def leave_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of this officer, this one too."""
    me = _me(request)
    sessions.end(me.pk)
    trail.record(Kind.REVOKED, request, me.pk)
    logout(request)
    return redirect("sign-in")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@login_required
def change_password(request: HttpRequest) -> HttpResponse:
    """Choose another password; every other session ends, since Django ties sessions to the password."""
    me = _me(request)
    form = PasswordForm(me, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, me)
        sessions.end(me.pk, but=request.session.session_key)
        trail.record(Kind.PASSWORD, request, me.pk)
        messages.success(request, _("密码换好了，别处的登录都已退出。"))
        return redirect("mfa_index")
    return render(request, "signin/password.html", {"form": form}, status=422 if form.is_bound else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """The first sign-in: the code an administrator handed over, a password of one's own, then the second factor."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and lockout.is_locked(request, _guesser(request)):
        return lockout.locked_page(request, HttpResponse(), None)
    if request.method == "POST" and form.is_valid():
        officer = invitations.accept(form.cleaned_data["code"], form.cleaned_data["password"])
        sessions.end(officer.pk)
        trail.record(Kind.PASSWORD, request, officer.pk, means="invitation")
        login(request, officer, backend=BACKEND)
        return redirect("mfa_index")
    if "code" in form.errors:
        lockout.count(request, _guesser(request))
    return render(request, "signin/invitation.html", {"form": form}, status=422 if form.is_bound else 200)


def _guesser(request: HttpRequest) -> str:
    """Wrong invitation codes are counted by where they come from, under a name no officer can bear."""
    return f"invitation {network(request)}"


_FACETS = (Facet("kind", gettext_lazy("什么事"), lambda: Kind.choices, lambda value: Q(kind=value)),)


@require_GET
@officers(Role.AUDITOR)
def events(request: HttpRequest) -> HttpResponse:
    """The trail of signing in, newest first."""
    rows = Event.objects.select_related("officer", "by")
    return render(request, "signin/events.html", {"page": page(rows, _FACETS, request.GET, ("-id",))})


@require_http_methods(["GET", "POST"])
@officers(Role.SECURITY_ADMIN)
def locks(request: HttpRequest) -> HttpResponse:
    """The logins closed after wrong tries; the security administrator opens one again."""
    if request.method == "GET":
        return render(request, "signin/locks.html", {"locks": lockout.locked()})
    officer = Officer.objects.filter(login=request.POST.get("login", "")).first()
    if officer and lockout.unlock(officer.login):
        trail.record(Kind.UNLOCKED, request, officer.pk, by=request.user.pk)
        messages.success(request, _("已为 %s 解除锁定。") % officer.label)
    return redirect("sign-in-locks")


def _me(request: HttpRequest) -> Officer:
    assert isinstance(request.user, Officer)
    return request.user
