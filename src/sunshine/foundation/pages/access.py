"""Who may open a page. Every view of an officer's page says it with ``@officers``; the access matrix reads it off."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.pages.views import kept

View = Callable[..., HttpResponseBase]


def officers(*roles: str) -> Callable[[View], View]:
    """Only officers acting in one of these roles. A form posted after the session ended is shown again, not lost."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kw: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return (
                    kept(request) if request.method == "POST" else redirect_to_login(request.get_full_path())
                )
            if actor_of(request).role not in roles:
                raise PermissionDenied
            return view(request, *args, **kw)

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return decorate


def actor_of(request: HttpRequest) -> Actor:
    """Who is asking, in which post."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
