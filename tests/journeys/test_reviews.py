"""A review that revokes and what is handled anew after it, then a final review: a citizen's phone and three organs."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opened
from tests.journeys.test_main_road import follow, move, open_case, opened_paper, send, text_of
from tests.journeys.test_side_roads import look
from tests.support.cast import Case, Cast
from tests.support.reviews import delivered

Officer = Callable[[str], Page]
BASIS = "《保障农民工工资支付条例》第三条"


def code_of(case: Case) -> str:
    from sunshine.foundation.ledger.queries import words_at

    return words_at(case.filing.pk, 1)["code"]


def fits(page: Page, *widths: int) -> None:
    """No page is wider than its screen."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def ask(page: Page, name: str, why: str) -> None:
    form = move(page, name)
    form.locator("[name=words]").fill(why)
    send(page, form, f"收到了：{name}")


def decide(page: Page, number: str, name: str, **more: str) -> Locator:
    open_case(page, number)
    form = move(page, name)
    form.locator("[name=findings]").fill("经核，六月的考勤表没有看。")
    form.locator("[name=opinion]").fill("原意见没有核对六月考勤，理由成立。")
    form.locator("[name=basis]").fill(BASIS)
    for field, value in more.items():
        form.locator(f"[name={field}]").fill(value)
    send(page, form, f"已办：{name}")
    return form


def sign(page: Page, number: str) -> None:
    open_case(page, number)
    send(page, move(page, "同意"), "已办：同意")


def test_revoked_and_handled_anew(own_cast: Cast, opened: Opened, officer: Officer):
    matter = delivered(own_cast)
    number = matter.case.filing.number
    citizen = opened()
    follow(citizen, number, code_of(matter.case), "5678")
    expect(citizen.locator("#review")).to_contain_text("眉山市人力资源和社会保障局")
    expect(citizen.locator("#review")).to_contain_text("还有 30 天")
    fits(citizen, 390, 1440)
    citizen.locator("details.clocks summary").click()
    expect(citizen.locator("details.clocks")).to_contain_text("《行政复议法》第二十条")
    look(citizen, "review-can-be-asked")
    ask(citizen, "申请复查", "六月的工资没有算。")
    expect(citizen.locator("h1").first).to_have_text("眉山市人力资源和社会保障局")

    reviewer, head = officer("city_handler"), officer("city_head")
    decide(reviewer, number, "撤销", days="20")
    fits(reviewer, 390, 1440)
    sign(head, number)
    citizen.reload()
    said = text_of(opened_paper(citizen, "复查意见书"))
    assert "20日内重新作出处理意见" in said
    citizen.reload()
    look(citizen, "review-revoked")
    expect(citizen.locator("h1").first).to_have_text("仁寿县人力资源和社会保障局")

    unit, signing = officer("handler"), officer("head")
    open_case(unit, number)
    form = move(unit, "出具处理意见")
    form.locator("[name=findings]").fill("经查，工资确未发放。")  # the revoked words
    form.locator("[name=new]").fill("新调取了六月的考勤表。")
    for row in form.locator("fieldset.row").all():
        row.locator("label.choice", has_text="支持").first.click()
        row.locator("[name$=-opinion]").fill("连六月一起补发。")
        row.locator("[name$=-basis]").fill(BASIS)
    form.locator(".submit button").click()
    expect(unit.locator("main")).to_contain_text("一字不差")
    form = unit.locator("details.move[open]")
    form.locator("[name=findings]").fill("重新核对考勤，六月也欠薪。")
    send(unit, form, "已办：出具处理意见")
    sign(signing, number)
    citizen.reload()
    said = text_of(opened_paper(citizen, "打开处理意见书"))
    assert "新查明：新调取了六月的考勤表。" in said

    citizen.reload()
    expect(citizen.locator("main")).to_contain_text("连六月一起补发。")
    look(citizen, "handled-anew")
    expect(citizen.locator("#review")).to_contain_text("还有 30 天")  # the new opinion opens the same road


def test_looked_at_for_the_last_time(own_cast: Cast, opened: Opened, officer: Officer):
    matter = delivered(own_cast)
    number = matter.case.filing.number
    matter.reviewed("uphold")
    citizen = opened()
    follow(citizen, number, code_of(matter.case), "5678")
    expect(citizen.locator("#final")).to_contain_text("眉山市人民政府")
    ask(citizen, "申请复核", "六月的工资还是没有算。")
    decide(officer("gov_handler"), number, "维持")
    sign(officer("gov_head"), number)
    citizen.reload()
    assert "不再受理" in text_of(opened_paper(citizen, "打开复核意见书"))
    citizen.reload()
    expect(citizen.locator("main")).to_contain_text("信访程序已经走完")
    look(citizen, "final-review")
