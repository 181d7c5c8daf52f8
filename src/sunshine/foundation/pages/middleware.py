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
from sunshine.foundation.offices.directory import NotSetUp

POST_KEY = "post"  # session key: the post the officer chose to act in


class ActorMiddleware:
    """Puts the actor on the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


# What is neither a wrong address nor a fault of the program, and what is said of it.
SAID: dict[type[Exception], tuple[str, int]] = {
    Erased: ("pages/erased.html", 410),
    NotSetUp: ("pages/not_set_up.html", 503),
}


class SaidMiddleware:
    """Says so where what somebody opens was erased by law, or where no office has been set up yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        template, status = SAID.get(type(error), ("", 0))
        return render(request, template, status=status) if template else None


def _actor(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return ANYONE
    return acting_in(current_post(request.user, request.session.get(POST_KEY)), request.user)
