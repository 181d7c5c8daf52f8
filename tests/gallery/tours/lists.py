"""Lists and the day: the queue and its tools, searches, calendar, absences, hand-over, keys."""

from __future__ import annotations

from django.utils import timezone
from playwright.sync_api import Page

from tests.gallery.visit import Visit


def tour(visit: Visit) -> None:
    page = visit.officer("rs-sorter")
    visit.at(page, "queue", "/desk/petitions/")
    visit.printed(page, "queue")
    visit.at(page, "filed", "/desk/petitions/filed/")
    visit.at(page, "queue-none", "/desk/petitions/?stage=new&channel=letter")
    visit.at(page, "queue-many", "/desk/petitions/?stage=sorted")
    for summary in page.locator(".listtools summary").all():
        summary.click()
    visit.shoot(page, "queue-tools")
    page.fill(".listtools [name=name]", "待转送的")
    page.click(".listtools form:has([name=name]) button")
    visit.at(page, "queue-saved", "/desk/petitions/?stage=sorted")
    together(visit, page)
    urgent(visit, page)
    searches(visit, page)
    days(visit, page)
    audit(visit)


def together(visit: Visit, page: Page) -> None:
    page.check(".items [type=checkbox] >> nth=0")
    visit.shoot(page, "queue-picked")
    page.select_option("#many select", index=1)
    page.click("#many button")
    visit.shoot(page, "forwarded")


def urgent(visit: Visit, page: Page) -> None:
    """Nothing urgent, then a matter found to be so, and its first report."""
    visit.at(page, "alerts-none", "/desk/alerts/")
    page.goto("/desk/petitions/?stage=handling")
    page.click(".items a >> nth=0")
    page.click(".move:has([name=urgency]) > summary")
    visit.shoot(page, "alert-mark")
    page.select_option(".move[open] [name=urgency]", "crowd")
    page.fill(".move[open] [name=words]", "二十多人聚在门口，要求当面答复。")
    page.click(".move[open] button.sun")
    visit.shoot(page, "alert-found")
    visit.at(page, "alerts", "/desk/alerts/")


def searches(visit: Visit, page: Page) -> None:
    for name, query in {
        "words": "工资",
        "number": "0001",
        "none": "飞碟",
        "short": "工",
        "person": "13900000001",
    }.items():
        visit.at(page, f"find-{name}", f"/desk/find/?q={query}")
    visit.at(page, "find-person", "/desk/find/person/")
    page.click("main form .submit button")
    visit.shoot(page, "find-person-empty")
    page.fill("main [name=person]", "张德贵")
    page.select_option("main [name=purpose]", index=1)
    page.click("main form .submit button")
    visit.shoot(page, "find-person-found")


def days(visit: Visit, page: Page) -> None:
    visit.at(page, "calendar", "/desk/calendar/")
    visit.printed(page, "calendar")
    page.click("form[action$='/feed/'] button.ink")
    visit.shoot(page, "calendar-feed")
    visit.at(page, "calendar-week", f"/desk/calendar/?week={timezone.localdate():%G-W%V}")
    visit.at(page, "keys", "/desk/keys/")
    page.goto("/desk/")
    page.keyboard.press("?")
    visit.shoot(page, "keys-dialog")
    head = visit.officer("rs-hrss-head")
    visit.at(head, "absences", "/desk/absences/")
    head.click("#away .submit button")
    visit.shoot(head, "absences-empty")
    today = timezone.localdate()
    fill(head, "#away", first_day=f"{today}", last_day=f"{today}")
    head.click("#away .submit button")
    visit.shoot(head, "absences-refused")
    head.fill("#handover textarea", "调到县司法局工作。")
    head.click("#handover .submit button")
    visit.shoot(head, "handover")
    visit.printed(head, "handover")


def fill(page: Page, form: str, **dates: str) -> None:
    """Fill in the dates, and choose somebody from each list."""
    for name, day in dates.items():
        page.fill(f"{form} [name={name}]", day)
    for number, choice in enumerate(page.locator(f"{form} select").all(), 1):
        if choice.locator("option").count() > number:
            choice.select_option(index=number)


def audit(visit: Visit) -> None:
    page = visit.officer("auditor")
    for name, path in {
        "ledger": "/ledger/",
        "readings": "/desk/readings/",
        "odd-ratings": "/desk/odd-ratings/",
        "sign-ins": "/desk/sign-ins/",
    }.items():
        visit.at(page, name, path)
