"""Telling on a phone in steps: with and without scripts, back and forth, when the line drops, and pressed twice."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from sunshine.petitions.models import Filing
from tests.journeys.conftest import Opened, png
from tests.support.cast import TEXT, Cast


def onward(page: Page, heading: str) -> None:
    page.click("main button.sun")
    expect(page.locator("h1")).to_have_text(heading)


def to_the_check(page: Page) -> None:
    page.goto("/")
    page.click("text=我要反映")
    page.fill("textarea[name=text]", TEXT)
    onward(page, "您希望怎么解决？")
    page.fill("[name=demands]", "发清六月的工资")
    onward(page, "在哪里，关于哪个单位？")
    page.select_option("[name=place]", "511421")
    onward(page, "有照片、录音或文件吗？")
    page.set_input_files("[name=files]", {"name": "工资条.png", "mimeType": "image/png", "buffer": png()})
    onward(page, "这是谁的事？")
    page.click("text=我们几个人一起的")
    onward(page, "还有谁和您一起？")
    page.fill("[name=others]", "李四 13900001111\n王五")
    onward(page, "怎么找到您？")
    page.fill("[name=name]", "张三丰")
    page.fill("[name=phone]", "13800005678")
    onward(page, "谁可以看姓名？")
    onward(page, "核对一遍，再提交")


def test_without_scripts_every_screen_leads_on_and_back(own_cast: Cast, opened: Opened):
    page = opened(javascript=False)
    to_the_check(page)
    for words in (TEXT, "仁寿县", "工资条.png", "李四 13900001111", "张三丰"):
        expect(page.locator("main")).to_contain_text(words)
    page.locator("dt", has_text="怎么找到您").locator("a").click()
    expect(page.locator("[name=name]")).to_have_value("张三丰")
    page.fill("[name=name]", "张三")
    onward(page, "核对一遍，再提交")
    page.click("text=上一步")
    page.click("text=上一步")
    expect(page.locator("[name=name]")).to_have_value("张三")
    page.goto("/tell/check/")
    onward(page, "信访登记回执")
    assert Filing.objects.get().people == 3


def test_the_browsers_own_back_and_forward_lose_nothing(own_cast: Cast, opened: Opened):
    page = opened()
    to_the_check(page)
    for _ in range(4):
        page.go_back()
    expect(page.locator("h1")).to_have_text("这是谁的事？")
    for _ in range(4):
        page.go_forward()
    expect(page.locator("main")).to_contain_text("李四 13900001111")


def test_when_the_line_drops_the_words_stay_and_the_page_says_so(own_cast: Cast, opened: Opened):
    page = opened()
    page.goto("/tell/what/")
    page.fill("textarea[name=text]", TEXT)
    page.context.set_offline(True)
    page.click("main button.sun")
    expect(page.locator("[data-offline]")).to_be_visible()
    page.context.set_offline(False)
    page.reload()  # even an impatient reload keeps them
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)
    onward(page, "您希望怎么解决？")


def test_pressed_twice_it_is_one_filing_and_nothing_stays_on_the_device(own_cast: Cast, opened: Opened):
    page = opened()
    to_the_check(page)
    page.locator("main button.sun").dblclick()
    expect(page.locator("h1")).to_have_text("信访登记回执")
    assert Filing.objects.count() == 1
    page.go_back()
    expect(page.locator("h1")).to_have_text("信访登记回执")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length") == 0
