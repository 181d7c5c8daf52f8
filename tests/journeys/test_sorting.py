"""Three ways a demand can go beside an organ's decision, at real desks: a listed route, a refused visit, a filing of two."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from sunshine.foundation.ledger.queries import words_at
from tests.journeys.conftest import Opened
from tests.journeys.test_main_road import follow, move, open_case, opened_paper, send, sort_and_forward
from tests.petitions.settled import kept
from tests.support.cast import Case, Cast

Officer = Callable[[str], Page]
WIDTHS = (390, 1440)
PICTURES = os.environ.get("PICTURES", "")


def said_by(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def fits(page: Page, name: str) -> None:
    """Nothing sticks out of the window at a telephone's and a desk's width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} at {width}"
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def code_of(case: Case) -> str:
    return words_at(case.filing.pk, 1)["code"]


def signed(officer: Officer, who: str, number: str) -> None:
    """The second person agrees."""
    head = officer(who)
    open_case(head, number)
    fits(head, f"confirm-{who}")
    send(head, move(head, "同意"), "已办：同意")


def test_a_demand_is_guided_by_a_route_of_the_list(own_cast: Cast, opened: Opened, officer: Officer):
    case = own_cast.file(demands="把拖欠的工资发给我")
    bureau = officer("sorter")
    open_case(bureau, case.filing.number)
    form = move(bureau, "甄别")
    expect(form).to_contain_text("劳动保障监察投诉")
    fits(bureau, "sort")
    bureau.reload()
    sort_and_forward(bureau, str(own_cast.units["rs-labour"].pk))

    unit = officer("handler")
    open_case(unit, case.filing.number)
    send(unit, move(unit, "签收"), "已办：签收")
    form = move(unit, "告知处理途径")
    form.locator("[name=route]").select_option("RS02")
    form.locator("[name=reason]").fill("属于劳动保障监察的职责。")
    fits(unit, "guide")
    send(unit, form, "已办：告知处理途径")

    citizen = opened()
    follow(citizen, case.filing.number, code_of(case), "5678")
    text = said_by(opened_paper(citizen, "告知书"))
    assert not [
        words for words in ("劳动保障监察投诉", "第三十一条第五项", "两年内", "考勤") if words not in text
    ]
    fits(citizen, "guided")
    citizen.goto("/routes/?q=工资没发")
    expect(citizen.locator("main")).to_contain_text("劳动保障监察机构")
    fits(citizen, "routes-found")
    citizen.goto("/routes/")
    citizen.locator("main details summary").first.click()
    fits(citizen, "routes")


def test_a_visit_is_refused_by_two_persons_on_paper(own_cast: Cast, opened: Opened, officer: Officer):
    case = kept(own_cast, "demand", actor=own_cast.window, channel="visit")
    bureau = officer("sorter")
    open_case(bureau, case.filing.number)
    form = move(bureau, "不予受理")
    form.locator("[name=ground]").select_option("level")
    form.locator("[name=words]").fill("这件事由乡镇有权处理，没有向乡镇提出过。")
    form.locator("[name=where]").fill("视高街道办事处")
    fits(bureau, "refuse")
    send(bureau, form, "已办：不予受理")
    signed(officer, "bureau_head", case.filing.number)

    bureau.reload()
    form = move(bureau, "送达")
    form.locator("[name=method]").select_option("hand")
    form.locator("[name=receiver]").fill("张三丰")
    send(bureau, form, "已办：送达")
    citizen = opened()
    follow(citizen, case.filing.number, code_of(case), "5678")
    text = said_by(opened_paper(citizen, "不予受理告知书"))
    assert not [words for words in ("第二十条", "视高街道办事处", "网上、来信") if words not in text]
    fits(citizen, "refused")


def test_a_letter_of_thanks_is_filed_by_two_persons_and_looked_at_from_above(
    own_cast: Cast, opened: Opened, officer: Officer
):
    case = own_cast.file(own_cast.window, channel="letter", text="谢谢你们修好了路灯。", demands="感谢")
    own_cast.sort(case, "advice")
    bureau = officer("sorter")
    open_case(bureau, case.filing.number)
    form = move(bureau, "转送")
    form.locator("[name$=-how]").select_option("keep")
    fits(bureau, "keep")
    send(bureau, form, "已办：转送")
    form = move(bureau, "存")
    form.locator("[name=ground]").select_option("thanks")
    form.locator("[name=words]").fill("打过电话，本人说只是感谢。")
    send(bureau, form, "已办：存")
    signed(officer, "bureau_head", case.filing.number)

    city = officer("city_sorter")
    city.goto("/desk/petitions/filed/")
    expect(city.locator("main")).to_contain_text(case.filing.number)
    fits(city, "filed-list")
    citizen = opened()
    follow(citizen, case.filing.number, code_of(case), "5678")
    text = said_by(opened_paper(citizen, "存查告知书"))
    assert "感谢" in text
    fits(citizen, "filed")
