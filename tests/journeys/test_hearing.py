"""A hearing, as its convener, the case officer and the petitioner meet it: a desk and a telephone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Opened
from tests.journeys.test_main_road import move, open_case, opened_paper, send, text_of
from tests.journeys.test_side_roads import followed, look
from tests.support.cast import Cast

Officer = Callable[[str], Page]


def test_called_held_and_concluded(own_cast: Cast, opened: Opened, officer: Officer):
    case = own_cast.bring_to("accepted")
    day = timezone.localdate() + timedelta(days=20)
    unit = officer("handler")
    open_case(unit, case.filing.number)
    form = move(unit, "举行听证")
    expect(form).to_contain_text("至少提前 7 天")
    form.locator("[name=ground]").select_option("complex")
    form.locator("[name=day]").fill((timezone.localdate() + timedelta(days=3)).isoformat())
    form.locator("[name=at]").fill("09:30")
    form.locator("[name=venue]").fill("县人社局三楼会议室")
    form.locator("[name=issues]").fill("六月有没有出勤。")
    form.locator("[name=participants]").fill("承办人王强，专家赵某。")
    form.locator(".submit button").click()
    expect(unit.locator("main")).to_contain_text("太近了")
    form = unit.locator("details.move[open]")
    form.locator("[name=day]").fill(day.isoformat())
    look(unit, "hearing-call")
    send(unit, form, "已办：举行听证")

    head = officer("head")
    open_case(head, case.filing.number)
    expect(head.locator(".proposal")).to_contain_text("六月有没有出勤")
    send(head, move(head, "同意"), "已办：同意")
    expect(head.locator(".duties")).to_contain_text("举行听证")

    citizen = followed(opened(PHONE), case)
    expect(citizen.locator(".holder")).to_contain_text("请您参加听证")
    expect(citizen.locator(".holder")).to_contain_text("县人社局三楼会议室")
    look(citizen, "hearing-invited")
    citizen.set_viewport_size(PHONE)  # type: ignore[arg-type]
    said = text_of(opened_paper(citizen, "听证通知书"))
    assert "您的权利" in said

    open_case(unit, case.filing.number)
    form = move(unit, "记录听证")
    form.locator("[name=present]").fill("信访人，承办人王强，专家赵某。")
    form.locator("[name=petitioner_said]").fill("六月还干了二十二天。")
    form.locator("[name=unit_said]").fill("考勤表上没有六月。")
    look(unit, "hearing-record")
    send(unit, form, "已办：记录听证")

    open_case(head, case.filing.number)
    form = move(head, "作出听证结论")
    form.locator("[name=conclusion]").fill("六月的工资应当补发。")
    form.locator("[name=reason]").fill("工友三人作证。")
    send(head, form, "已办：作出听证结论")
    look(head, "hearing-concluded")

    citizen.reload()
    expect(citizen.locator(".holder")).not_to_contain_text("请您参加听证")
    expect(citizen.locator(".timeline")).to_contain_text("信访人怎么说：六月还干了二十二天。")
    expect(citizen.locator(".timeline")).to_contain_text("听证结论：六月的工资应当补发。")
    look(citizen, "hearing-read")
    for name, words in {"听证笔录": "六月还干了二十二天", "听证结论书": "六月的工资应当补发"}.items():
        assert words in text_of(opened_paper(citizen, name))
