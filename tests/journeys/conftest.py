"""People at their screens: a citizen on a phone, officers at a desk, and a watch over every page they open."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.support.cast import PASSWORD, Cast

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
HARMLESS = ("422", "404", "409", "403")  # the browser itself reports a refused form as an error

Opened = Callable[..., Page]


def png(width: int = 40, height: int = 30) -> bytes:
    """A small real picture, made here so that no file needs to be kept."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xd0\x50\x20" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@dataclass
class Watch:
    """What pages complained of, and every request that would have left the site."""

    site: str
    faults: list[str]

    def over(self, page: Page) -> Page:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self._request(request.url))
        return page

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(f"status of {code}" in message.text for code in HARMLESS):
            self.faults.append(message.text)

    def _request(self, url: str) -> None:
        if not url.startswith((self.site, "data:", "blob:")):
            self.faults.append(f"left the site: {url}")


@pytest.fixture
def opened(own_cast: Cast, running_site: str, browser: Browser) -> Iterator[Opened]:
    """A fresh browser window on the site: ``opened(width, javascript=False)``; afterwards nothing may have gone wrong."""
    watch, contexts = Watch(running_site, []), []

    def window(viewport: Any = PHONE, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            locale="zh-CN",
            viewport=viewport,
            java_script_enabled=javascript,
            base_url=running_site,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return watch.over(context.new_page())

    yield window
    for context in contexts:
        context.close()
    assert watch.faults == []


@pytest.fixture
def officer(own_cast: Cast, opened: Opened) -> Callable[[str], Page]:
    """Somebody of the cast, signed in at a desk with their password."""

    def signed_in(who: str) -> Page:
        person = own_cast.posts[who].officer
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
        page = opened(DESK)
        page.goto("/sign-in/")
        page.fill("[name=login]", who)
        page.fill("[name=password]", PASSWORD)
        page.click("form:has([name=password]) button")
        page.wait_for_url("**/desk/")
        return page

    return signed_in
