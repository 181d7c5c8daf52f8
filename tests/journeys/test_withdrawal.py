"""A withdrawal under pressure in a real browser: asked, confirmed by telephone, taken back; asked again, and carried out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta

import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.ledger.sealing import unboxed
from sunshine.foundation.procedure.jobs import wake
from sunshine.petitions import onetime
from sunshine.petitions.models import Recovery
from tests.journeys.conftest import DESK, PHONE, Opened
from tests.journeys.test_main_road import follow, open_case, receipt
from tests.journeys.test_side_roads import look
from tests.support.cast import Cast

Officer = Callable[[str], Page]


def code_by_text() -> str:
    """The code, as the text message would bring it."""
    found = Recovery.objects.latest("created_at")
    return str(json.loads(unboxed(bytes(found.box), onetime.PLACE + found.pk.bytes))[1])


def withdraw(page: Page, reason: str) -> None:
    page.click("text=不想反映了？")
    page.click("a.btn:has-text('撤回')")
    expect(page.locator("h1")).to_have_text("撤回这件信访事项")
    page.click(f"label:has-text('{reason}')")
    page.fill("[name=words]", "村干部上门说了三次。")
    page.click("main form.card button")
    expect(page.locator("h1")).to_have_text("填验证码，确认撤回")
    page.fill("[name=code]", "00000000")
    page.click("main form.card button")
    expect(page.locator(".errors").first).to_be_visible()
    page.fill("[name=code]", code_by_text())
    page.click("main form.card button")
    expect(page.locator(".note", has_text="您申请了撤回，还没有生效")).to_be_visible()


def test_a_withdrawal_under_pressure(own_cast: Cast, opened: Opened, officer: Officer):
    case = own_cast.bring_to("accepted")
    number, code = case.filing.number, words_at(case.filing.pk, 1)["code"]
    page = opened()
    follow(page, number, code, "5678")
    withdraw(page, "受到压力")
    look(page, "withdrawal-asked")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]

    handler = officer("handler")  # the unit that may press sees nothing of it
    open_case(handler, number)
    assert not re.search("撤回|压力|回访", handler.locator("main").inner_text())
    above = officer("city_sorter")
    expect(above.locator("main")).to_contain_text("打电话核实信访人是否受到压力")
    open_case(above, number)
    expect(above.locator("main")).to_contain_text("村干部上门说了三次。")
    form = above.locator("details.move").filter(has_text="记录回访")
    if not form.get_attribute("open"):
        form.locator("summary").click()
    form.locator("[name=outcome]").select_option("reached")
    form.locator("[name=said]").select_option("pressed")
    form.locator("[name=words]").fill("说是村里逼的，想接着反映。")
    form.locator(".submit button, form > button").click()
    expect(above.locator(".note", has_text="已办：记录回访")).to_be_visible()

    page.click("text=取消撤回，继续反映")
    expect(page.locator("main")).not_to_contain_text("还没有生效")
    expect(page.locator(".timeline")).to_contain_text("您取消了撤回，事项照常办理")
    withdraw(page, "不想再反映了")
    with time_machine.travel(timezone.now() + timedelta(days=12)):
        wake(timezone.now())
        page.reload()
        expect(page.locator(".note", has_text="您撤回了这件事项")).to_be_visible()
        expect(page.locator("ol.steps")).to_have_count(0)
        look(page, "withdrawn")
        wide = opened(DESK)
        follow(wide, number, code)
        expect(wide.locator(".note", has_text="不算答复，也不算解决")).to_be_visible()
    handler.reload()
    expect(handler.locator(".pills")).to_contain_text("已撤回")


def test_retaliation_in_one_tap(own_cast: Cast, opened: Opened, officer: Officer):
    case = own_cast.bring_to("accepted")
    page = opened()
    follow(page, case.filing.number, words_at(case.filing.pk, 1)["code"], "5678")
    page.click("text=有人为难我、打击报复我")
    page.click("button:has-text('举报打击报复')")
    number, _code = receipt(page)
    assert number != case.filing.number
    handler = officer("handler")
    handler.fill("[type=search]", number)
    handler.press("[type=search]", "Enter")
    expect(handler.locator("main")).not_to_contain_text("举报打击报复")
