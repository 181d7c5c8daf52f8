"""Pages that belong to no room: what people see when something did not work, and how they want to read."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

TEXT_COOKIE = "text"
CODE = re.compile(r"[a-z_]+|[0-9a-f-]{36}.*")  # what a form sends besides words: choices, rows, keys
YEAR = 365 * 24 * 3600


def kept(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form arrived without a live session: show everything that was typed, and offer to send it again.

    Only for a form of our own: one that another site made the browser post gets nothing to press.
    """
    origin = request.headers.get("Origin", "")
    if origin and origin != f"{request.scheme}://{request.get_host()}":
        return render(request, "pages/bad_request.html", status=403)
    typed = [
        (name, value)
        for name in request.POST
        if name != "csrfmiddlewaretoken"
        for value in request.POST.getlist(name)
    ]
    words = [value for name, value in typed if len(value) > 1 and not CODE.fullmatch(value)]
    shown = {"typed": typed, "words": words, "desk": request.path.startswith("/desk/")}
    return render(request, "pages/kept.html", shown, status=403)


@csrf_exempt  # it changes nothing but how pages look to this browser
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Remember the language and the size of the text in a cookie, and go back to where one was."""
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    secure = settings.SESSION_COOKIE_SECURE
    if check_for_language(request.POST.get("language", "")):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            request.POST["language"],
            max_age=YEAR,
            samesite="Lax",
            secure=secure,
        )
    if request.POST.get("text") in {"large", "normal"}:
        response.set_cookie(TEXT_COOKIE, request.POST["text"], max_age=YEAR, samesite="Lax", secure=secure)
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, which also answers what the reader may not know of."""
    return render(request, "pages/not_found.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the page exists, the post does not reach it."""
    return render(request, "pages/forbidden.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be read."""
    return render(request, "pages/bad_request.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault, and what is certain all the same. Asks no database, which may be what is broken."""
    shown = {
        "large_text": request.COOKIES.get(TEXT_COOKIE) == "large",
        "request_id": getattr(request, "request_id", ""),
    }
    return HttpResponse(render_to_string("pages/broken.html", shown), status=500)
