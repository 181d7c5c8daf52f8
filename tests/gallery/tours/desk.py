"""The desk: duties, matters at every stage with their forms open, the window, and what a day needs besides."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.gallery.visit import Visit, told

# who, and the matters that person opens
MATTERS = (
    ("rs-sorter", {"new": "pension-face-check", "sorted": "night-market-smoke", "rated": "graduate-subsidy"}),
    (
        "rs-hrss",
        {"received": "unpaid-wages", "overdue": "post-allowance", "proposed": "training-certificate"},
    ),
    ("rs-hrss-head", {"countersign": "training-certificate"}),
    ("rs-housing", {"late-notice": "water-pressure"}),
    ("rs-discipline", {"report": "shigao-report"}),
    ("ms-sorter", {"urged": "blind-bend"}),
)


def tour(visit: Visit) -> None:
    for login, matters in MATTERS:
        page = visit.officer(login)
        visit.at(page, f"duties-{login}", "/desk/")
        for name, story in matters.items():
            visit.at(page, f"matter-{name}", told(story).desk)
            forms(visit, page, f"matter-{name}")
    leader = visit.officer("rs-leader")
    visit.at(leader, "queue-leader", "/desk/petitions/")
    visit.at(leader, "matter-leader", told("post-allowance").desk)
    refused(visit)
    handling(visit)
    window(visit)
    repeats(visit)


def forms(visit: Visit, page: Page, name: str) -> None:
    """Every move's form, opened one after the other."""
    for summary in page.locator("details.move > summary").all():
        summary.click()
        code = summary.locator("xpath=..").locator("form").get_attribute("action") or ""
        visit.shoot(page, f"{name}-{code.split('?')[0].rstrip('/').rsplit('/', 1)[-1]}")
    reveal = page.locator("details.reveal > summary")
    if reveal.count():
        reveal.first.click()
        visit.shoot(page, f"{name}-unmask")


def refused(visit: Visit) -> None:
    """A form sent with nothing in it; a list beside the matter."""
    page = visit.officer("rs-hrss")
    page.goto("/desk/petitions/")
    page.click(".items > li > a >> nth=0")
    visit.shoot(page, "matter-beside-list")
    page.goto(told("post-allowance").desk)
    move = page.locator("details.move:has(form[action*='/issue_opinion/'])")
    move.locator("summary").click()
    move.locator("form .submit button").click()
    visit.shoot(page, "matter-refused")
    visit.at(page, "matter-403", "/desk/admin/")
    visit.at(page, "matter-404", "/desk/petitions/00000000-0000-0000-0000-000000000000/")


def handling(visit: Visit) -> None:
    """A name opened, a move made, an original asked for."""
    page = visit.officer("rs-hrss")
    page.goto(told("unpaid-wages").desk)
    page.click("details.reveal > summary")
    page.select_option("details.reveal [name=purpose]", index=1)
    page.click("details.reveal button")
    visit.shoot(page, "matter-revealed")
    move = page.locator("details.move:has(form[action*='/sign/'])")
    move.locator("summary").click()
    move.locator("form .submit button").click()
    visit.shoot(page, "matter-signed")
    visit.printed(page, "matter")
    page.click("a[href$='/original/'] >> nth=0")
    visit.shoot(page, "original")
    page.click("main form .submit button")
    visit.shoot(page, "original-refused")


def window(visit: Visit) -> None:
    page = visit.officer("rs-window")
    visit.shoot(page, "window")
    page.click("main form.window .submit button")
    visit.shoot(page, "window-empty")
    page.fill("main [name=text]", "老人当面说：低保停了三个月，没有人告诉他为什么。")
    page.fill("[name=name]", "廖天民")
    page.click("main form.window .submit button")
    visit.shoot(page, "window-receipt")
    visit.at(page, "duties-window", "/desk/")
    visit.at(page, "outbox", "/desk/outbox/")
    visit.at(page, "window-renew", "/desk/renew/")
    page.click("main form .submit button")
    visit.shoot(page, "window-renew-empty")
    visit.at(page, "window-withdraw", "/desk/withdraw/")
    page.click("main form .submit button")
    visit.shoot(page, "window-withdraw-empty")


def repeats(visit: Visit) -> None:
    """Somebody comes a second time: what the desk finds of the first, and nothing where there was none."""
    page = visit.officer("rs-window")
    for text in (
        "楼下烧烤店的油烟半夜还往屋里灌，老人睡不着。",
        "烧烤店的油烟还是半夜往屋里灌，上次说过没有人来。",
    ):
        page.goto("/desk/register/")
        page.fill("main [name=text]", text)
        page.fill("[name=name]", "廖天明")
        page.fill("[name=phone]", "13900000077")
        page.click("main form.window .submit button")
    page.click("a[href*='/repeats/']")
    visit.shoot(page, "repeats")
    visit.at(visit.officer("rs-sorter"), "repeats-none", told("pension-face-check").desk + "repeats/")
