"""Pages are in Chinese unless the visitor chose otherwise here."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language

from sunshine.web.language import ChosenLanguageMiddleware


def _answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_language())


@pytest.mark.parametrize(
    ("cookie", "shown"),
    [(None, "zh-hans"), ("en", "en"), ("zh-hans", "zh-hans"), ("fr", "zh-hans"), ("../x", "zh-hans")],
)
def test_only_the_visitors_own_choice_counts(cookie: str | None, shown: str):
    request = RequestFactory().get("/", headers={"Accept-Language": "en-US,en;q=0.9"})
    if cookie:
        request.COOKIES["django_language"] = cookie
    response = ChosenLanguageMiddleware(_answer)(request)
    assert isinstance(response, HttpResponse)
    assert response.content.decode() == shown
    assert response["Content-Language"] == shown
    assert response["Vary"] == "Cookie"
