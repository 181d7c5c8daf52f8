"""Every page under axe: nothing serious on a phone or a desk, in light, dark and large text; errors get the focus."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, Opened
from tests.journeys.test_main_road import file_a_petition, follow, open_case
from tests.support.cast import Cast

AXE = Axe().axe_script
# WCAG 2.2 A and AA, the size of targets (2.5.8) included, and what axe calls good practice.
ALL: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
VIOLATIONS = "options => axe.run(document, options).then(found => found.violations)"
PUBLIC = (
    "/", "/tell/what/", "/tell/wish/", "/tell/where/", "/tell/evidence/", "/tell/whose/", "/tell/you/", "/tell/sight/",
    "/tell/check/", "/tell/", "/file/", "/progress/", "/how/", "/routes/", "/offices/", "/offices/?q=仁寿", "/privacy/",
    "/accessibility/", "/verify/", "/verify/0000000000000000/", "/sign-in/", "/no-such-page/",
)  # fmt: skip
WIDTHS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}
# Each look, and what it alone can break: the dark has other colours, large text other sizes.
LOOKS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "light": ("light", "", ALL),
    "dark": ("dark", "", {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}),
    "large": ("light", "large", {"resultTypes": ["violations"], "runOnly": ["target-size"]}),
}


def faults(page: Page, name: str) -> list[str]:
    """What axe calls serious or critical on this page in every look; and a look wider than the screen."""
    found = []
    page.evaluate(AXE)
    for look, (scheme, text, asked) in LOOKS.items():
        # Without motion colours change at once, and axe does not measure one on its way to another.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.evaluate("text => document.documentElement.dataset.text = text", text)
        found += [
            f"{name} {look}: {one['id']} {one['nodes'][0]['target']}"
            for one in page.evaluate(VIOLATIONS, asked)
            if one["impact"] in {"serious", "critical"}
        ]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{name} {look}: wider than the screen")
    return found


def tell(page: Page) -> None:
    """Begin a draft that has every screen of somebody who speaks for another."""
    page.goto("/tell/what/")
    page.fill("textarea[name=text]", "六月的工资没有发。")
    page.click("main button.sun")
    page.request.post("/tell/whose/", form={"filer": "agent"}, max_redirects=0)
    page.request.post("/tell/you/", form={"name": "张三丰", "phone": "13800005678"}, max_redirects=0)


@pytest.mark.parametrize("width", WIDTHS)
def test_public_pages(own_cast: Cast, opened: Opened, width: str):
    page, found = opened(WIDTHS[width]), []
    tell(page)
    for path in (*PUBLIC, "/tell/behalf/"):
        page.goto(path)
        found += faults(page, path)
    assert found == []


@pytest.mark.parametrize("width", WIDTHS)
def test_receipt_and_progress(own_cast: Cast, opened: Opened, width: str):
    page = opened(WIDTHS[width])
    number, code = file_a_petition(page)
    found = faults(page, "receipt")
    follow(page, number, code)
    assert [*found, *faults(page, "progress")] == []


@pytest.mark.parametrize("who", ["sorter", "handler"])
def test_desk_pages(own_cast: Cast, opened: Opened, officer: Callable[[str], Page], who: str):
    case, page = own_cast.bring_to("accepted"), officer(who)
    open_case(page, case.filing.number)
    pages = [page.url, "/desk/", "/desk/petitions/", *DESK_PAGES.get(who, ())]
    found = []
    for width in WIDTHS.values():
        page.set_viewport_size(width)  # type: ignore[arg-type]
        for path in pages:
            page.goto(path)
            found += faults(page, f"{who} {path} {width['width']}")
    assert found == []


DESK_PAGES = {"sorter": ("/desk/register/", "/desk/outbox/")}


def test_a_fault_gets_the_focus_and_leads_to_its_field(own_cast: Cast, opened: Opened):
    page = opened()
    page.goto("/file/")
    page.click("main button.sun")
    expect(page.locator(".errors")).to_be_focused()
    page.click(".errors a")
    expect(page.locator("textarea[name=text]")).to_be_focused()


def test_a_page_says_its_language_and_lets_one_skip_to_the_words(own_cast: Cast, opened: Opened):
    page = opened(DESK)
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
    page.click("text=EN")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_large_text_is_large_and_leaves_out_what_is_only_nice_to_know(own_cast: Cast, opened: Opened):
    page = opened()
    page.goto("/")
    expect(page.locator(".tiles")).to_be_visible()
    page.click("text=大字版")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "22px"
    expect(page.locator(".tiles")).to_be_hidden()
    page.goto("/tell/what/")
    assert page.evaluate("getComputedStyle(document.querySelector('textarea')).fontSize") == "22px"


def test_text_at_twice_its_size_stays_within_the_screen(own_cast: Cast, opened: Opened):
    """200 % of a 720 px window is what a reader with low vision has: 360 CSS pixels, or twice the root size."""
    page = opened({"width": 720, "height": 900})
    tell(page)
    found = []
    for path in PUBLIC:
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{path}: {wide} px too wide"] if wide > 0 else []
    assert found == []
