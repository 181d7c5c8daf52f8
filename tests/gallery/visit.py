"""A visit to the demo: people with browsers, and a camera that follows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.people.identity import FACTOR, blind_index
from sunshine.foundation.people.models import Party
from sunshine.petitions.matter import FIRST
from sunshine.petitions.models import Filing
from sunshine.web.demo.stories import STORIES
from tests.gallery.camera import Camera, printed

DESK: ViewportSize = {"width": 1440, "height": 900}


@dataclass
class Visit:
    """One tour in one language: ``citizen()`` and ``officer(login)`` give pages, ``shoot`` takes them."""

    site: str
    browser: Browser
    camera: Camera
    contexts: list[BrowserContext]

    @property
    def chinese(self) -> bool:
        return self.camera.language == "zh"

    def citizen(self, **options: Any) -> Page:
        """A browser nobody has signed in with."""
        context = self.browser.new_context(
            viewport=DESK, locale="zh-CN", base_url=self.site, accept_downloads=True, **options
        )
        context.set_default_timeout(8_000)
        if not self.chinese:
            context.add_cookies([{"name": "django_language", "value": "en", "url": self.site}])
        self.contexts.append(context)
        return context.new_page()

    def officer(self, login: str) -> Page:
        """Somebody of the demo's cast at a desk."""
        page = self.citizen()
        page.goto("/sign-in/")
        page.click(f"button[name=cast][value={login}]")
        page.wait_for_url("**/desk/**")
        return page

    def shoot(self, page: Page, name: str) -> None:
        self.camera.shoot(page, name)

    def at(self, page: Page, name: str, path: str) -> None:
        """Go there and take it."""
        page.goto(path)
        self.shoot(page, name)

    def printed(self, page: Page, name: str) -> None:
        """How it prints; the Chinese page is the one that is handed out."""
        if self.chinese:
            printed(page, self.camera.folder / "printed" / f"{name}.pdf")

    def show(self, page: Page, name: str, content: str) -> None:
        """Take a page that no address leads to, as the site would answer with it."""
        page.route("**/as-answered/", lambda route: route.fulfill(body=content, content_type="text/html"))
        self.at(page, name, "/as-answered/")
        page.unroute("**/as-answered/")


@dataclass(frozen=True)
class Told:
    """One of the demo's stories, with what its petitioner holds."""

    filing: Filing
    code: str
    factor: str

    @property
    def desk(self) -> str:
        return reverse("petition", args=[self.filing.petition_id])


def told(story: str) -> Told:
    """The demo's story of this name."""
    phone = next(one.filer.phone for one in STORIES if one.id == story)
    title = next(one.text for one in STORIES if one.id == story)
    if phone:
        found = Party.objects.filter(phone_index=blind_index("phone", phone)).order_by("pk").first()
        assert found is not None
        filing = Filing.objects.get(pk=found.subject_id)
    else:
        filing = next(f for f in Filing.objects.all() if words_at(f.pk, FIRST).get("text") == title)
    return Told(filing, words_at(filing.pk, FIRST)["code"], phone[-FACTOR:])


def follow(page: Page, one: Told, *, proven: bool) -> None:
    """Open a story's progress as its petitioner, with or without the last four."""
    page.goto("/progress/")
    page.fill("[name=number]", one.filing.number)
    page.fill("[name=code]", one.code)
    page.fill("[name=factor]", one.factor if proven else "")
    page.click("main button.sun")
    page.wait_for_url("**/progress/*-*/")
