"""Who is asking: every request carries ``request.actor``, worked out when first needed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from sunshine.foundation.ledger.sealing import Erased
from sunshine.foundation.offices.actors import ANYONE, Actor, acting_in
from sunshine.foundation.offices.backend import current_post

POST_KEY = "post"  # session key: the post the officer chose to act in


class ActorMiddleware:
    """Puts the actor on the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class ErasedMiddleware:
    """Says so where what somebody opens was erased by law. The address was right, so this is no 404 and no fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        return render(request, "pages/erased.html", status=410) if isinstance(error, Erased) else None


def _actor(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return ANYONE
    return acting_in(current_post(request.user, request.session.get(POST_KEY)), request.user)
