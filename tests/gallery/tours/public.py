"""What anybody can read, and what people meet when something went wrong."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from tests.gallery.visit import Visit

PAGES = {
    "home": "/", "how": "/how/", "routes": "/routes/", "routes-found": "/routes/?q=工资", "offices": "/offices/", "offices-found": "/offices/?q=仁寿",
    "offices-none": "/offices/?q=没有这个地方", "privacy": "/privacy/", "accessibility": "/accessibility/",
    "verify": "/verify/", "verify-unknown": "/verify/0000000000000000/", "api": "/api/", "404": "/no-such-page/",
}  # fmt: skip
ERRORS = {
    "error-400": "pages/bad_request.html", "error-403": "pages/forbidden.html", "error-500": "pages/broken.html",
    "error-429": "429.html", "erased": "pages/erased.html", "not-set-up": "pages/not_set_up.html", "locked": "signin/locked.html",
}  # fmt: skip


def tour(visit: Visit) -> None:
    page = visit.citizen()
    for name, path in PAGES.items():
        visit.at(page, name, path)
    for name, template in ERRORS.items():
        visit.show(page, name, answered(visit, template, request_id="3f6f1c", minutes=12))
    words = ["电话说好周五到工地核对考勤。"]
    visit.show(page, "kept", answered(visit, "pages/kept.html", typed=[], words=words))
    verification(visit)


def answered(visit: Visit, template: str, **shown: object) -> str:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.resolver_match = None
    with translation.override("zh-hans" if visit.chinese else "en"):
        return render_to_string(template, {"user": request.user, **shown}, request)


def verification(visit: Visit) -> None:
    """A document of the demo, by its code and by the file itself."""
    page = visit.citizen()
    code, file = issued()
    visit.at(page, "verify-known", f"/verify/{code}/")
    for name, content in (("verify-same", file), ("verify-other", file + b" ")):
        page.goto(f"/verify/{code}/")
        page.set_input_files("#f", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content})
        page.click("main form button")
        visit.shoot(page, name)
    page.goto(f"/verify/?code={uuid4().hex[:16]}")
    visit.shoot(page, "verify-form-unknown")


def issued() -> tuple[str, bytes]:
    """The code and the file of an opinion that was issued."""
    paper = Paper.objects.filter(kind="opinion").order_by("issued_at")[0]
    return paper.code, pdf(paper)
