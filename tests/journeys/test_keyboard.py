"""A day at three desks without a mouse: sort, forward, sign, accept, answer, countersign, by keys alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, Opened
from tests.support.cast import PASSWORD, Cast

Officer = Callable[[str], Page]
FOCUS = "(() => { const e = document.activeElement; return [e.tagName, e.name || '', e.type || '', e.value || '']; })()"
STOPS = 60  # presses of Tab before a form counts as endless


def focused(page: Page) -> tuple[str, str, str, str]:
    tag, name, kind, value = page.evaluate(FOCUS)
    return tag, name, kind, value


def choose(page: Page, value: str) -> None:
    """Walk down a select with the arrow until it holds this value."""
    for _ in range(400):
        if focused(page)[3] == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no choice {value}")


def fill_in(page: Page, answers: dict[str, str]) -> None:
    """Tab through the open form, answering what is asked, and press its button."""
    for _ in range(STOPS):
        page.wait_for_timeout(20)
        tag, name, kind, value = focused(page)
        answer = next((words for ending, words in answers.items() if name.endswith(ending)), None)
        if tag == "BUTTON" and kind == "submit":
            page.keyboard.press("Enter")
            return
        if tag == "SELECT" and answer is not None:
            choose(page, answer)
        elif tag == "TEXTAREA" or (tag == "INPUT" and kind == "text" and answer is not None and not value):
            page.keyboard.type(answer or "")
        elif kind == "radio":
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
    raise AssertionError("the form's button was never reached")


def do(page: Page, key: str, done: str, **answers: str) -> None:
    """Open a move by its key and see it through."""
    page.keyboard.press(key)
    page.wait_for_timeout(60)
    fill_in(page, answers)
    expect(page.locator(".note", has_text=f"已办：{done}")).to_be_visible()


def open_first(page: Page) -> None:
    """From anywhere to the first of my duties: g d, j, Enter."""
    go(page, "d", "")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.items') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/desk/petitions/[0-9a-f-]{36}/"))


def go(page: Page, key: str, where: str) -> None:
    """Two keys lead to a place of the desk."""
    with page.expect_navigation(url=re.compile(rf"/desk/{where}$")):
        page.keyboard.press("g")
        page.keyboard.press(key)


def test_from_sorting_to_countersigning_without_a_mouse(own_cast: Cast, officer: Officer) -> None:
    own_cast.file(demands="发清六月的工资")
    bureau = officer("sorter")
    open_first(bureau)
    do(bureau, "s", "甄别", klass="demand", branch="31.6", category="0402")
    do(bureau, "f", "转送", unit=str(own_cast.units["rs-labour"].pk))

    unit = officer("handler")
    open_first(unit)
    do(unit, "s", "签收")
    do(unit, "a", "受理告知")
    do(
        unit,
        "o",
        "出具处理意见",
        findings="经查属实。",
        opinion="责令三日内发清。",
        basis="工资支付条例第三条",
    )
    expect(unit.locator(".timeline")).to_contain_text("等待审签")

    head = officer("head")
    open_first(head)
    do(head, "y", "同意")
    expect(head.locator(".timeline")).to_contain_text("出具处理意见")


def test_the_keys_are_shown_and_the_focus_is_seen(own_cast: Cast, officer: Officer) -> None:
    own_cast.file()
    desk = officer("sorter")
    open_first(desk)
    desk.keyboard.press("?")
    box = desk.locator("dialog#keys")
    expect(box).to_be_visible()
    expect(box).to_contain_text("甄别")
    desk.keyboard.press("s")  # behind the list nothing moves
    expect(desk.locator("details.move[open]")).to_have_count(0)
    desk.keyboard.press("Escape")
    expect(box).to_be_hidden()
    desk.keyboard.press("s")
    expect(desk.locator("details.move[open]")).to_have_count(1)
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert desk.evaluate(outline) != "none"
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    expect(desk.locator("details.move[open]")).to_have_count(0)
    assert desk.evaluate("document.activeElement.tagName") == "SUMMARY"
    for key, where in (("q", "petitions/"), ("c", "calendar/"), ("a", "absences/"), ("d", "")):
        go(desk, key, where)


def test_the_same_order_by_tab_alone_without_scripts(own_cast: Cast, opened: Opened) -> None:
    """Without scripts there are no keys, but Tab and Enter reach everything."""
    own_cast.file(demands="发工资")
    person = own_cast.posts["sorter"].officer
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    page = opened(DESK, javascript=False)
    page.goto("/sign-in/")
    page.fill("[name=login]", "sorter")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/")
    tab_to(page, ".items > li > a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/desk/petitions/"))
    tab_to(page, "details.move summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("details.move[open] :focus").count() == 1


def tab_to(page: Page, selector: str) -> None:
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"Tab never reached {selector}")
