"""Following: the progress of matters at every stage, as a stranger with the code and as the petitioner; what was lost and found."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.gallery.visit import Visit, follow, told

STAGES = {
    "registered": "yi-clinic", "sorted": "night-market-smoke", "forwarded": "unpaid-wages", "signed": "pension-transfer",
    "accepted": "hospital-bus", "urged": "blind-bend", "guided": "land-money", "proposed": "old-estate-drains",
    "issued": "market-stalls", "delivered": "lift-subsidy", "rated": "graduate-subsidy", "rated-bad": "leaking-roof",
    "overdue": "post-allowance", "report": "shigao-report",
}  # fmt: skip


def tour(visit: Visit) -> None:
    asking(visit)
    for name, story in STAGES.items():
        page = visit.citizen()
        follow(page, told(story), proven=True)
        visit.shoot(page, f"progress-{name}")
        if name in ("rated", "overdue"):
            visit.printed(page, f"progress-{name}")
    page = visit.citizen()
    follow(page, told("graduate-subsidy"), proven=False)
    visit.shoot(page, "progress-unproven")
    page.fill("[name=factor]", "0000")
    page.click("form[action$='/prove/'] button")
    visit.shoot(page, "progress-unproven-wrong")
    acting(visit)
    withdrawing(visit)
    lost(visit)


def asking(visit: Visit) -> None:
    page = visit.citizen()
    visit.at(page, "trace", "/progress/")
    page.fill("[name=number]", "SC511421-2026-000001")
    page.fill("[name=code]", "AAAA-BBBB")
    page.click("main button.sun")
    visit.shoot(page, "trace-wrong")


def acting(visit: Visit) -> None:
    """Pressing, adding, rating: the forms open, failed and done."""
    page = visit.citizen()
    follow(page, told("old-estate-drains"), proven=True)
    for code in ("urge", "add_material"):
        move = page.locator(f"details.move:has(form[action$='/{code}/'])")
        move.locator("summary").click()
        visit.shoot(page, f"act-{code}")
    move.locator("form button").last.click()
    visit.shoot(page, "act-add_material-empty")
    follow(page, told("old-estate-drains"), proven=True)
    move = page.locator("details.move:has(form[action$='/urge/'])")
    move.locator("summary").click()
    move.locator("form button").last.click()
    visit.shoot(page, "act-urge-done")
    rating(visit, page)


def rating(visit: Visit, page: Page) -> None:
    follow(page, told("lift-subsidy"), proven=True)
    page.click("#rate button.sun")
    visit.shoot(page, "rate-empty")
    for row in page.locator("#rate fieldset").all():
        row.locator("label.choice").last.click()
    page.click("#rate button.sun")
    visit.shoot(page, "rate-done")


def withdrawing(visit: Visit) -> None:
    """Asked, the code wrong and right, taken back; and the way to report retaliation."""
    page = visit.citizen()
    follow(page, told("hospital-bus"), proven=True)
    page.locator("details:has(form[action$='/retaliation/']) summary").click()
    visit.shoot(page, "retaliation")
    page.locator("details:has(a[href$='/withdraw/']) summary").click()
    page.click("a[href$='/withdraw/']")
    visit.shoot(page, "withdraw")
    page.click("main form.card button")
    visit.shoot(page, "withdraw-empty")
    page.locator("label.choice").last.click()
    page.click("main form.card button")
    visit.shoot(page, "withdraw-code")
    sent = page.locator(".note .mono").inner_text()
    page.fill("[name=code]", "00000000")
    page.click("main form.card button")
    visit.shoot(page, "withdraw-code-wrong")
    page.fill("[name=code]", sent)
    page.click("main form.card button")
    visit.shoot(page, "withdraw-asked")
    page.click("form[action$='/keep_on/'] button")
    visit.shoot(page, "withdraw-taken-back")
    page.locator("details:has(form[action$='/retaliation/']) summary").click()
    page.click("form[action$='/retaliation/'] button")
    visit.shoot(page, "retaliation-receipt")


def lost(visit: Visit) -> None:
    page = visit.citizen()
    visit.at(page, "lost", "/progress/lost/")
    page.fill("[name=phone]", "abc")
    page.click("main button.sun")
    visit.shoot(page, "lost-wrong")
    page.fill("[name=phone]", "13900000004")
    page.click("main button.sun")
    visit.shoot(page, "lost-code")
    sent = page.locator(".note .mono").inner_text()
    page.fill("[name=code]", "00000000")
    page.click("main button.sun")
    visit.shoot(page, "lost-code-wrong")
    page.fill("[name=code]", sent)
    page.click("main button.sun")
    visit.shoot(page, "lost-filings")
    page.click("main button.sun")
    visit.shoot(page, "lost-renewed")
