"""What is noted of every request: an id, one line in the log, a few figures."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject, empty

from sunshine.foundation.offices.actors import Actor
from sunshine.web.monitoring import metrics
from sunshine.web.monitoring.logs import REQUESTS, request_id
from sunshine.web.monitoring.probes import PROBES

HEADER = "X-Request-ID"
ID = re.compile(r"[0-9A-Za-z-]{8,64}")
UNKNOWN = "unknown"  # no address of ours matched: what was asked for is not repeated
STATIC = "static"

log = logging.getLogger(REQUESTS)


@dataclass(slots=True)
class Watch:
    """Counts statements and the seconds the database took for them."""

    statements: int = 0
    seconds: float = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.statements += 1
            self.seconds += time.perf_counter() - begun


class RequestMiddleware:
    """Outermost, so that its line and its figures hold whatever came of a request. A page that failed shows the id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then note what was asked and what came of it."""
        name = request.request_id = _name(request)  # type: ignore[attr-defined]
        token = request_id.set(name)
        begun, watch = time.perf_counter(), Watch()
        try:
            with ExitStack() as watching:
                for connection in connections.all(initialized_only=True) or [connections["default"]]:
                    watching.enter_context(connection.execute_wrapper(watch))
                response = self.get_response(request)
            response.headers[HEADER] = name
            _note(request, response, time.perf_counter() - begun, watch)
        finally:
            request_id.reset(token)
        return response


def _name(request: HttpRequest) -> str:
    """The proxy's id where there is a proxy to trust; a stranger's may say anything, so it gets a fresh one."""
    given = request.headers.get(HEADER, "") if settings.SUNSHINE_BEHIND_PROXY else ""
    return given if ID.fullmatch(given) else uuid4().hex


def _note(request: HttpRequest, response: HttpResponseBase, seconds: float, watch: Watch) -> None:
    route, method = _route(request), _method(request)
    metrics.note(method, route, response.status_code, seconds, watch.seconds)
    if (route == STATIC or route in PROBES) and response.status_code < 400:
        return
    line = {
        "method": method, "route": route, "status": response.status_code, "ms": round(1000 * seconds, 1),
        "database_ms": round(1000 * watch.seconds, 1), "statements": watch.statements,
    }  # fmt: skip
    log.info("request", extra=line | _actor(request))


def _method(request: HttpRequest) -> str:
    known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    return request.method if request.method in known else "OTHER"


def _route(request: HttpRequest) -> str:
    """The pattern of the address, never the address: those of petitioners hold numbers and codes."""
    if request.resolver_match is not None:
        return f"/{request.resolver_match.route}"
    if request.path in PROBES:
        return request.path
    return STATIC if request.path.startswith(settings.STATIC_URL) else UNKNOWN


def _actor(request: HttpRequest) -> dict[str, str]:
    """Role and post of whoever asked, when the request found out; never a name."""
    actor = getattr(request, "auth", None)
    if not isinstance(actor, Actor):
        actor = _met(getattr(request, "actor", None))
    if actor is None:
        return {}
    return {"actor": str(actor.role)} | ({"post": str(actor.post)} if actor.post else {})


def _met(actor: Any) -> Actor | None:
    """The actor, if the page looked: asking now would cost the statements it saved."""
    if isinstance(actor, SimpleLazyObject) and actor.__dict__.get("_wrapped") is empty:
        return None
    return actor if isinstance(actor, Actor) else None
