"""The camera: one page in every look and width, and what a script can find wrong with it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

CHECKS = (Path(__file__).parent / "checks.js").read_text()
WIDTHS = (360, 768, 1440)
HEIGHTS = {360: 800, 768: 1024, 1440: 900}
LONGEST = 12_000  # pixels; of a longer page, its beginning
STICKS = "[...document.querySelectorAll('.submit')].some(one => getComputedStyle(one).position === 'sticky')"
# the look, the browser's colours, the site's text
LOOKS = {"light": ("light", ""), "dark": ("dark", ""), "large": ("light", "large")}
ENGLISH = ((1440, "light"), (360, "light"))


def settings_of(language: str) -> list[tuple[int, str]]:
    """Each width in each look, or those of ``SHOTS``; in English only what another length of words can break."""
    every = [(width, look) for look in LOOKS for width in WIDTHS] if language == "zh" else ENGLISH
    chosen = os.environ.get("SHOTS", "").split()
    return [one for one in every if not chosen or "{}-{}".format(*one) in chosen]


@dataclass
class Shot:
    """One picture and what was found on the page."""

    name: str
    width: int
    look: str
    file: Path
    faults: list[str]


@dataclass
class Camera:
    """Takes pictures into ``folder`` and remembers which pages of the site it has seen."""

    folder: Path
    language: str
    shots: list[Shot] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def shoot(self, page: Page, name: str) -> None:
        """Take the page as it stands now, with whatever is open or typed on it."""
        self.seen |= _names(page.url)
        for width, look in settings_of(self.language):
            scheme, text = LOOKS[look]
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.evaluate("text => { document.documentElement.dataset.text = text; scrollTo(0, 0) }", text)
            page.evaluate("document.activeElement && document.activeElement.blur()")
            file = self.folder / f"{width}-{look}" / f"{name}.jpg"
            file.parent.mkdir(parents=True, exist_ok=True)
            found = self._faults(page)
            tall = page.evaluate("document.documentElement.scrollHeight")
            if tall > LONGEST or page.evaluate(
                STICKS
            ):  # then a bar at the end is where one finds it after scrolling
                page.set_viewport_size({"width": width, "height": min(LONGEST, max(tall, HEIGHTS[width]))})
            page.screenshot(path=file, full_page=tall <= LONGEST, type="jpeg", quality=88)
            self.shots.append(Shot(name, width, look, file, found))

    def _faults(self, page: Page) -> list[str]:
        found: list[str] = page.evaluate(CHECKS, self.language)
        return found


def _names(url: str) -> set[str]:
    try:
        return {resolve(urlsplit(url).path).url_name or ""}
    except Resolver404:
        return set()


def printed(page: Page, file: Path) -> None:
    """The page as the browser would print it on A4."""
    file.parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {"format": "A4", "prefer_css_page_size": True, "print_background": False}
    page.pdf(path=file, **options)
