"""/healthz, /readyz and /metrics, answered before hosts, sessions and redirects, since probes have none of these."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from prometheus_client import CONTENT_TYPE_LATEST

from sunshine.web.monitoring import health, metrics


class ProbeMiddleware:
    """Answers the three addresses; everything else passes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The probe's answer, else the site's."""
        probe = PROBES.get(request.path)
        if probe is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = probe(request)
        response.headers["Cache-Control"] = "no-store"
        return response


def _healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse(health.live())


def _readyz(request: HttpRequest) -> HttpResponse:
    parts, ready = health.ready()
    return JsonResponse(parts, status=200 if ready else 503)


def _metrics(request: HttpRequest) -> HttpResponse:
    if not may_read(request):
        return HttpResponse("not found\n", status=404, content_type="text/plain")
    return HttpResponse(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """Whether figures are for this reader: the bearer of the token, or, where none is set, this machine itself.

    What a proxy forwards also comes from this machine, so a request that says it was forwarded does not count.
    """
    wanted = settings.SUNSHINE_METRICS_TOKEN
    if wanted:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode())
    forwarded = {"X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP"} & set(request.headers)
    return not forwarded and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": _healthz,
    "/readyz": _readyz,
    "/metrics": _metrics,
}
