"""Every refusal under /api/ is a problem a program can read, also where Django itself refuses."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from sunshine.foundation.procedure import problems

ADDRESS = "/api/"


class ProblemMiddleware:
    """Puts problem+json in the place of pages and plain text: an odd host, a wrong method, a fault of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, spoken as programs expect it."""
        response = self.get_response(request)
        if not request.path.startswith(ADDRESS) or response.status_code < 400:
            return response
        if response.headers.get("Content-Type", "") == problems.MEDIA_TYPE:
            return response
        return _spoken(response, getattr(request, "request_id", ""))


def _spoken(response: HttpResponseBase, name: str) -> HttpResponse:
    fault, words = problems.by_status(response.status_code)
    more = {"request": name} if fault is problems.BROKEN and name else {}
    answer = problems.answer(fault, words, **more)
    if "Allow" in response.headers:
        answer.headers["Allow"] = response.headers["Allow"]
    return answer
