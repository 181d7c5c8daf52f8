"""The whole main road in a real browser: a citizen's phone, the desks of two organs, a document and its proof (条例 第二十一条至第二十三条、第三十一条、第三十四条)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import Opened, png
from tests.support.cast import TEXT, Cast

Officer = Callable[[str], Page]
LABOUR = "仁寿县人力资源和社会保障局"


def file_a_petition(page: Page, picture: Path | None = None) -> tuple[str, str]:
    """Tell in steps, as the front door leads; returns the number and the query code of the receipt."""
    page.goto("/")
    page.click("text=我要反映")
    page.fill("textarea[name=text]", TEXT)
    page.click("main button.sun")
    page.fill("[name=demands]", "发清六月的工资\n以后按月发")
    page.click("main button.sun")
    page.select_option("[name=place]", "511421")
    page.click("main button.sun")
    if picture:
        page.set_input_files("[name=files]", picture)
    page.click("main button.sun")
    page.click("text=我自己的事")
    page.click("main button.sun")
    page.fill("[name=name]", "张三丰")
    page.fill("[name=phone]", "13800005678")
    page.click("main button.sun")
    page.click("main button.sun")
    expect(page.locator("h1")).to_have_text("核对一遍，再提交")
    page.click("main button.sun")
    return receipt(page)


def receipt(page: Page) -> tuple[str, str]:
    expect(page.locator("h1")).to_have_text("信访登记回执")
    number = page.locator(".keys dd span").first.inner_text()
    code = page.locator(".keys .code span").inner_text()
    assert re.fullmatch(r"SC511421-\d{4}-\d{6}", number)
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", code)
    return number, code


def follow(page: Page, number: str, code: str, factor: str = "") -> None:
    page.goto("/progress/")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.fill("[name=factor]", factor)
    page.click("main button.sun")
    page.wait_for_url(re.compile(r"/progress/[0-9a-f-]{36}/"))


def open_case(page: Page, number: str) -> None:
    page.fill("[type=search]", number)
    page.press("[type=search]", "Enter")
    page.wait_for_url(re.compile(r"/desk/petitions/[0-9a-f-]{36}/"))


def move(page: Page, name: str) -> Locator:
    """The form of a move, opened in its place."""
    details = page.locator("details.move").filter(has=page.locator("summary", has_text=name))
    details.locator("summary").click()
    return details


def send(page: Page, form: Locator, done: str) -> None:
    form.locator(".submit button, form > button").click()
    expect(page.locator(".note", has_text=done)).to_be_visible()


def sort_and_forward(page: Page, unit: str) -> None:
    form = move(page, "甄别")
    for name, value in (("klass", "demand"), ("branch", "31.6"), ("category", "0402")):
        for field in form.locator(f"[name$=-{name}]").all():
            field.select_option(value)
    send(page, form, "已办：甄别")
    form = move(page, "转送")
    for field in form.locator("[name$=-unit]").all():
        field.select_option(unit)
    send(page, form, "已办：转送")


def press_for_progress(page: Page) -> None:
    form = move(page, "催办")
    form.locator("[name=words]").fill("工地要散了，请快一点。")
    send(page, form, "收到了：催办")
    form = move(page, "补充材料")
    form.locator("[name=words]").fill("补一张考勤表的照片。")
    send(page, form, "收到了：补充材料")
    expect(page.locator(".timeline")).to_contain_text("补一张考勤表的照片。")


def look_at_the_name(page: Page) -> None:
    person = page.locator(".person")
    expect(person).to_contain_text("张*")
    expect(person).to_contain_text("138****5678")
    page.locator("details.reveal summary").click()
    page.select_option("details.reveal [name=purpose]", "contact")
    page.click("details.reveal button")
    expect(page.locator(".person")).to_contain_text("张三丰")


def answer(page: Page) -> None:
    form = move(page, "联系记录")
    form.locator("[name=words]").fill("电话说好周五到工地核对考勤。")
    send(page, form, "已办：联系记录")
    form = move(page, "回复催办")
    form.locator("[name=words]").fill("正在核对，周五前有结果。")
    send(page, form, "已办：回复催办")
    form = move(page, "出具处理意见")
    form.locator("[name=findings]").fill("经查，十二人的工资确未发放。")
    for row in form.locator("fieldset.row").all():
        row.locator("label.choice", has_text="支持").first.click()
        row.locator("[name$=-opinion]").fill("责令三日内发清。")
        row.locator("[name$=-basis]").fill("《保障农民工工资支付条例》第三条")
    send(page, form, "已办：出具处理意见")
    expect(page.locator(".timeline")).to_contain_text("等待审签")


def rate(page: Page) -> None:
    for row in page.locator("#rate fieldset:has([type=radio])").all():
        row.locator("label.choice").first.click()
    page.click("#rate button.sun")
    expect(page.locator(".note", has_text="收到了：评价")).to_be_visible()
    expect(page.locator("#rate input:checked")).to_have_count(
        page.locator("#rate fieldset:has([type=radio])").count()
    )


def opened_paper(page: Page, name: str) -> bytes:
    """The document behind its link, fetched as the browser would."""
    response = page.request.get(page.locator("main a", has_text=name).first.get_attribute("href") or "")
    assert (response.status, response.headers["content-type"]) == (200, "application/pdf")
    return response.body()


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")


def check_paper(page: Page, pdf: bytes, verdict: str) -> None:
    page.set_input_files("#f", {"name": "意见书.pdf", "mimeType": "application/pdf", "buffer": pdf})
    page.click("text=核对 >> nth=-1")
    expect(page.locator(".verdict h1")).to_have_text(verdict)


def test_from_the_phone_to_the_rating(own_cast: Cast, opened: Opened, officer: Officer, tmp_path: Path):
    picture = tmp_path / "工资条.png"
    picture.write_bytes(png())
    phone = opened()
    number, code = file_a_petition(phone, picture)

    bureau = officer("sorter")
    open_case(bureau, number)
    expect(bureau.locator("main")).to_contain_text("工资条.png")
    sort_and_forward(bureau, str(own_cast.units["rs-labour"].pk))

    unit = officer("handler")
    open_case(unit, number)
    send(unit, move(unit, "签收"), "已办：签收")
    send(unit, move(unit, "受理告知"), "已办：受理告知")

    citizen = opened()  # another browser: number, code and the last four are all it takes
    follow(citizen, number, code, "5678")
    expect(citizen.locator("h1").first).to_have_text(LABOUR)
    press_for_progress(citizen)

    unit.reload()
    look_at_the_name(unit)
    answer(unit)
    head = officer("head")
    open_case(head, number)
    expect(head.locator(".proposal")).to_contain_text("责令三日内发清。")
    form = move(head, "同意")
    send(head, form, "已办：同意")

    citizen.reload()
    expect(citizen.locator("main")).not_to_contain_text("责令三日内发清。")  # not before it is delivered
    pdf = opened_paper(citizen, "处理意见书")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert pdf.startswith(b"%PDF-")
    assert not [
        words for words in ("张三丰", LABOUR, "责令三日内发清", number) if words not in text.replace("\n", "")
    ]
    citizen.reload()
    expect(citizen.locator("main")).to_contain_text("责令三日内发清。")
    expect(citizen.locator("main")).to_contain_text(f"{LABOUR} 某handler：联系核实情况")
    rate(citizen)

    printed = re.search(r"\b[0-9a-f]{16}\b", text)
    assert printed
    checker = opened()
    checker.goto("/verify/")
    checker.fill("#code", printed.group())
    checker.click("main button.sun")
    expect(checker.locator(".verdict h1")).to_have_text("确实出具过这份文书")
    check_paper(checker, pdf, "一字不差")
    check_paper(checker, pdf.replace(b"%%EOF", b"%%EOG"), "对不上")


def test_without_scripts(own_cast: Cast, opened: Opened, officer: Officer, tmp_path: Path):
    phone = opened(javascript=False)
    number, code = file_a_petition(phone)
    follow(phone, number, code)
    expect(phone.locator("h1").first).to_have_text("仁寿县信访局")
    form = move(phone, "补充材料")
    form.locator("[name=words]").fill("没有脚本也能补充。")
    send(phone, form, "收到了：补充材料")


def test_sorting_by_keyboard_alone(own_cast: Cast, officer: Officer):
    own_cast.file(demands="发工资")
    desk = officer("sorter")
    desk.keyboard.press("/")
    desk.keyboard.type("SC511421-")
    expect(desk.locator("[type=search]")).to_have_value("SC511421-")
    desk.keyboard.press("Escape")
    for _ in range(60):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.closest('.items') !== null"):
            break
    desk.keyboard.press("Enter")
    expect(desk.locator("details.move").first).to_be_visible()
    desk.keyboard.press("s")
    for _ in range(30):
        desk.wait_for_timeout(20)
        kind = desk.evaluate("document.activeElement.tagName")
        if kind == "SELECT":
            desk.keyboard.press("ArrowDown")
            desk.keyboard.press("Enter") if desk.evaluate("!document.activeElement.value") else None
        if kind == "BUTTON":
            desk.keyboard.press("Enter")
            break
        desk.keyboard.press("Tab")
    expect(desk.locator(".note", has_text="已办：甄别")).to_be_visible()
