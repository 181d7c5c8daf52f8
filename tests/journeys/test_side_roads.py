"""Side roads in a real browser: an objection ruled on, and a term extended, as officers and the petitioner see them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from sunshine.foundation.ledger.queries import words_at
from sunshine.petitions.matter import FIRST
from tests.journeys.conftest import DESK, Opened
from tests.journeys.test_main_road import follow, move, open_case, opened_paper, send, text_of
from tests.support.cast import Case, Cast

Officer = Callable[[str], Page]
NARROW, WIDE = {"width": 360, "height": 780}, {"width": 1440, "height": 900}
HOUSING, REASON = "仁寿县住房和城乡建设局", "需要向外省两个工地调取考勤记录。"


def look(page: Page, name: str) -> None:
    """A picture at both widths, where SHOTS names a folder; nothing may stand out of the page at either."""
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]


def followed(page: Page, case: Case) -> Page:
    follow(page, case.filing.number, words_at(case.filing.pk, FIRST)["code"], "5678")
    return page


def test_an_objection_ruled_on(own_cast: Cast, opened: Opened, officer: Officer):
    case = own_cast.bring_to("forwarded")
    housing = str(own_cast.units["rs-housing"].pk)
    unit = officer("handler")
    open_case(unit, case.filing.number)
    form = move(unit, "提出异议")
    form.locator("[name=unit]").select_option(housing)
    form.locator("[name=reason]").fill("住房公积金由住房和城乡建设部门管理。")
    form.locator("[name=basis]").fill("《住房公积金管理条例》第四条")
    look(unit, "object")
    send(unit, form, "已办：提出异议")
    expect(unit.locator(".demand").first).to_contain_text("第 1 次异议")

    bureau = officer("sorter")
    open_case(bureau, case.filing.number)
    expect(bureau.locator(".duties")).to_contain_text("核实异议")
    form = move(bureau, "同意异议，改转")
    for field in form.locator("[name$=-unit]").all():
        field.select_option(housing)
    look(bureau, "uphold")
    send(bureau, form, "已办：同意异议，改转")

    citizen = followed(opened(), case)
    expect(citizen.locator("h1").first).to_have_text(HOUSING)
    expect(citizen.locator(".timeline")).to_contain_text("核实过了：不归原来的单位管，改由有权的单位办理")
    expect(citizen.locator(".timeline")).not_to_contain_text("异议退回单")  # what organs write to one another
    look(citizen, "objection-progress")
    said = text_of(opened_paper(citizen, "转送告知书"))
    assert "仁寿县人力资源和社会保障局" in said
    said = text_of(opened_paper(bureau, "异议核实决定"))
    for words in ("异议成立", HOUSING, "《住房公积金管理条例》第四条"):
        assert words in said
    unit.goto("/desk/petitions/")
    expect(unit.locator("main")).not_to_contain_text(case.filing.number)


def test_a_term_extended(own_cast: Cast, opened: Opened, officer: Officer):
    case = own_cast.bring_to("accepted")
    unit = officer("handler")
    open_case(unit, case.filing.number)
    form = move(unit, "延期")
    form.locator("[name=days]").fill("20")
    form.locator("[name=reason]").fill(REASON)
    look(unit, "extend")
    send(unit, form, "已办：延期")

    head = officer("head")
    open_case(head, case.filing.number)
    expect(head.locator(".proposal")).to_contain_text(REASON)
    form = move(head, "同意")
    look(head, "extend-confirm")
    send(head, form, "已办：同意")
    expect(head.locator(".papers")).to_contain_text("延期告知书")

    citizen = followed(opened(), case)
    expect(citizen.locator(".holder")).to_contain_text("延长了 20 天")
    expect(citizen.locator(".holder")).to_contain_text("从登记到今天")
    expect(citizen.locator(".timeline")).to_contain_text(REASON)
    look(citizen, "extension-progress")
    said = text_of(opened_paper(citizen, "延期告知书"))
    for words in ("延长办理期限20日", REASON.rstrip("。"), "第三十四条"):
        assert words in said
