"""A sorter finds matters without a mouse: / to search, j and k through the hits, Enter to open, the list stays beside it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from sunshine.foundation.search.index import index
from tests.support.cast import Cast


def test_search_walk_and_open_by_keys(own_cast: Cast, officer: Callable[[str], Page]) -> None:
    for text in ("小区停水三天", "楼道停水又停电"):
        index(own_cast.file(text=text).petition)
    page = officer("sorter")
    page.keyboard.press("/")
    page.keyboard.type("停水")
    page.keyboard.press("Enter")
    expect(page.locator(".items > li")).to_have_count(2)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(".items > li").first.locator("a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("楼道停水又停电")
    expect(page.locator(".split > .list")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("小区停水三天")


def test_what_looks_like_a_phone_leads_to_the_search_with_a_purpose(
    own_cast: Cast, officer: Callable[[str], Page]
) -> None:
    index(own_cast.file(phone="13812345678").petition)
    page = officer("sorter")
    page.fill("#q", "13812345678")
    page.keyboard.press("Enter")
    expect(page.locator(".note")).to_contain_text("按人查找")
    page.click("main a[href$='/find/person/']")
    page.get_by_label("姓名、电话或证件号码").fill("13812345678")
    page.get_by_label("为什么要找").select_option("repeat")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("button", name="打开").click()
    expect(page.locator(".timeline")).to_contain_text("按人找到")
