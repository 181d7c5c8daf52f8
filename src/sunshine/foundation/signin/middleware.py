"""Before anything else: an idle session is over, and an officer without a second factor sets one up."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sunshine.foundation.signin import sessions, trail
from sunshine.foundation.signin.factors import lacks_factor
from sunshine.foundation.signin.models import Kind

# What an officer without a second factor may open: the pages that give them one, and the way out.
OPEN = {
    "sign-out", "preferences", "sign-in", "account_login", "account_reauthenticate", "account-password", "invitation",
}  # fmt: skip


class SigninMiddleware:
    """Ends sessions left alone too long or grown too old, and leads to the second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and sessions.is_officers(request.session):
            now = time.time()
            if sessions.is_alive(request.session, now):
                sessions.touch(request, now)
            else:
                _expire(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or name in OPEN or name.startswith("mfa_"):
            return None
        return redirect("mfa_index") if lacks_factor(request) else None


def _expire(request: HttpRequest) -> None:
    """End it and say why; a form posted into it is kept and shown again by the page it was meant for."""
    request.session_expired = True  # type: ignore[attr-defined]
    if request.user.is_authenticated:
        trail.record(Kind.EXPIRED, request, request.user.pk)
    logout(request)
    if request.method == "GET":
        messages.info(request, _("太久没有操作，已经为您退出。请重新登录。"))
