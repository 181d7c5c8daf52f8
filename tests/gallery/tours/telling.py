"""Filing: every screen of telling, with what can go wrong, the one page, the check and the receipt."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page

from tests.gallery.visit import Visit
from tests.journeys.conftest import png

LONG = (
    "六月完工到现在，视高街道旁边工地十二个人的工钱一直没有发。包工头说甲方没有付款，甲方说已经付过了。"
    "我们去过镇上两次，也打过电话，每次都说再等等。家里老人住院要钱，孩子九月要交学费，实在等不起了。"
)
WAYS = ("guardian", "agent", "organisation", "group", "anonymous")


def onward(page: Page) -> None:
    page.click("main form.telling-form button.sun")


def tour(visit: Visit) -> None:
    page = visit.citizen()
    visit.at(page, "tell-1-what", "/tell/what/")
    page.fill("textarea[name=text]", LONG)
    onward(page)
    visit.shoot(page, "tell-2-wish")
    page.fill("[name=demands]", "发清六月的工资\n以后按月发")
    onward(page)
    visit.shoot(page, "tell-3-where")
    page.select_option("[name=place]", "511421")
    onward(page)
    page.set_input_files("[name=files]", files())
    visit.shoot(page, "tell-4-evidence-chosen")
    onward(page)
    visit.at(page, "tell-4-evidence-kept", "/tell/evidence/")
    visit.at(page, "tell-5-whose", "/tell/whose/")
    for way in WAYS:
        whose(page, way)
        visit.shoot(page, f"tell-6-{way}")
    whose(page, "self")
    visit.shoot(page, "tell-7-you")
    page.click("main details summary")
    visit.shoot(page, "tell-7-you-more")
    page.fill("[name=name]", "陈𠮷祥")
    page.fill("[name=phone]", "一三九")
    onward(page)
    visit.shoot(page, "tell-8-sight")
    visit.at(page, "tell-9-begun", "/tell/")
    visit.at(page, "tell-9-check-odd", "/tell/check/")
    page.goto("/tell/you/?to=check")
    visit.shoot(page, "tell-9-change")
    page.fill("[name=phone]", "13900000099")
    onward(page)
    visit.shoot(page, "tell-9-check")
    page.click("main form.telling-form button.sun")
    visit.shoot(page, "receipt")
    empty(visit)
    on_one_page(visit)


def whose(page: Page, way: str) -> None:
    page.goto("/tell/whose/")
    page.check(f"[name=filer][value={way}]")
    onward(page)


def files() -> list[FilePayload]:
    names = ("工资条.png", "六月份考勤表（全班十二个人，手写原件拍照）.png")
    return [{"name": name, "mimeType": "image/png", "buffer": png()} for name in names]


def empty(visit: Visit) -> None:
    """Nothing was said at all."""
    page = visit.citizen()
    page.goto("/tell/what/")
    onward(page)
    visit.at(page, "tell-9-check-empty", "/tell/check/")


def on_one_page(visit: Visit) -> None:
    page = visit.citizen()
    visit.at(page, "file", "/file/")
    page.click("main form[data-draft] button.sun")
    visit.shoot(page, "file-empty")
    page.fill("main [name=text]", LONG)
    page.fill("[name=phone]", "一三九")
    page.click("main form[data-draft] button.sun")
    visit.shoot(page, "receipt-odd")
    visit.printed(page, "receipt-page")
