"""The browser that proved a filing before. What a stranger types elsewhere, however often, never closes it to its owner."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sunshine.foundation.network import network
from sunshine.petitions.tries import Visitor, mark

COOKIE, YEAR = "known", 365 * 24 * 3600
MOST = 10  # filings a browser remembers having proven, the latest


def visitor(request: HttpRequest) -> Visitor:
    """Whoever tries a code here."""
    kept = _kept(request)
    return Visitor(network(request), kept.get("browser", ""), frozenset(kept.get("filings", ())))


def remember(request: HttpRequest, filing: UUID) -> None:
    """Let this browser keep that it proved the filing; the answer to this request carries the cookie.

    The cookie opens nothing: without number and code it is of no use to anybody.
    """
    kept = _kept(request)
    filings = [one for one in kept.get("filings", ()) if one != mark(filing)]
    kept = {
        "browser": kept.get("browser") or secrets.token_hex(8),
        "filings": [*filings, mark(filing)][-MOST:],
    }
    request.remembered = kept  # type: ignore[attr-defined]


def _kept(request: HttpRequest) -> dict[str, Any]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=YEAR)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


class KnownMiddleware:
    """Puts what was remembered into the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        kept = getattr(request, "remembered", None)
        if kept is not None:
            response.set_cookie(
                COOKIE, signing.dumps(kept, salt=COOKIE), max_age=YEAR, httponly=True, samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        return response
