"""Repeats in a real browser: one joined to what is being handled, and one refused after its final review (条例 第十九条、第三十六条)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opened
from tests.journeys.test_main_road import move, open_case, opened_paper, send, text_of
from tests.journeys.test_reviews import sign
from tests.journeys.test_side_roads import followed, look
from tests.support.cast import Cast
from tests.support.reviews import ended

Officer = Callable[[str], Page]
AGAIN = "还是视高木工的工资，六月完工，到现在没有发。"


def test_a_repeat_joined_to_what_is_being_handled(own_cast: Cast, opened: Opened, officer: Officer):
    first, again = own_cast.bring_to("accepted"), own_cast.file(text=AGAIN)
    bureau = officer("sorter")
    open_case(bureau, again.filing.number)
    bureau.click("text=看看是不是重复件")
    likely = bureau.locator("main section.card").first
    expect(likely).to_contain_text(first.filing.number)
    expect(likely).to_contain_text("同一手机号")
    expect(likely).to_contain_text("同一地点")
    likely.locator("summary").click()
    likely.locator("[name=checked]").select_option("phone")
    likely.locator("[name=words]").fill("同一个工地、同一笔工资。")
    look(bureau, "repeats")
    send(bureau, likely, "已办：并案")
    expect(bureau.locator("main")).to_contain_text(first.filing.number)
    expect(bureau.locator("main")).to_contain_text(AGAIN)
    look(bureau, "joined-case")

    citizen = followed(opened(), again)
    expect(citizen.locator("main")).to_contain_text(f"和先前登记的 {first.filing.number} 是同一件事")
    expect(citizen.locator("h1").first).to_have_text("仁寿县人力资源和社会保障局")
    expect(citizen.locator(".timeline")).to_contain_text("并在一起办理")
    look(citizen, "joined-progress")

    open_case(bureau, first.filing.number)
    form = move(bureau, "分开办理")
    form.locator("[name=words]").fill("是另一个工地。")
    send(bureau, form, "已办：分开办理")
    citizen.reload()
    expect(citizen.locator("h1").first).to_have_text("仁寿县信访局")


def test_a_repeat_refused_after_its_final_review(own_cast: Cast, opened: Opened, officer: Officer):
    first = ended(own_cast).case
    again = own_cast.bring_to("signed", own_cast.file(text=AGAIN))
    unit = officer("handler")
    open_case(unit, again.filing.number)
    form = move(unit, "不再受理")
    form.locator("[name=number]").fill(first.filing.number)
    form.locator("[name=same_facts]").fill("都是六月的木工工资，没有新的事实。")
    form.locator("[name=same_reasons]").fill("理由和复核时一样。")
    look(unit, "no-more")
    send(unit, form, "已办：不再受理")
    sign(officer("head"), again.filing.number)

    citizen = followed(opened(), again)
    expect(citizen.locator("main")).to_contain_text("不再受理")
    look(citizen, "no-more-progress")
    said = text_of(opened_paper(citizen, "不再受理告知书"))
    for words in (
        "没有新的事实",
        "理由和复核时一样",
        "复核意见",
        first.filing.number,
        "眉山市人民政府",
        "第三十六条",
        "新的事实",
    ):
        assert words in said
