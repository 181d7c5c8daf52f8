"""Administration: every kind's list, new row, row and edit; imports, templates, proofs, erasures."""

from __future__ import annotations

from playwright.sync_api import Page

from sunshine.foundation.administration.kinds import all_kinds
from tests.gallery.visit import Visit, told

BAD_UNITS = "单位代码,全称,类别,区划代码\n511421-hrss,另一个名字,部门,511421\n,没有代码的单位,不知道,999999\n"
GOOD_OFFICERS = "登录名,姓名,单位代码,角色,职务\nlixiaomin,李小敏,511421-hrss,承办人,信访科科员\n"


def tour(visit: Visit) -> None:
    system, security = visit.officer("system-admin"), visit.officer("security-admin")
    visit.at(system, "admin", "/desk/admin/")
    visit.at(system, "admin-tree", "/desk/admin/tree/?place=511421")
    for kind in all_kinds():
        kept(visit, system, kind.code)
    templates(visit, system)
    imports(visit, system)
    visit.at(security, "admin-security", "/desk/admin/")
    agreeing(visit, security)
    visit.at(security, "admin-locks", "/desk/locks/")
    visit.at(security, "erasures", "/desk/admin/erasures/")
    audit(visit)


def kept(visit: Visit, page: Page, code: str) -> None:
    """One kind: its list, a new row empty and refused, its first row with every form open."""
    visit.at(page, f"admin-{code}", f"/desk/admin/{code}/")
    row = page.locator("main .items > li > a").first
    first = row.get_attribute("href") if row.count() else None
    if page.locator("a[data-key=n]").count():
        visit.at(page, f"admin-{code}-new", f"/desk/admin/{code}/new/")
        page.click("main form .submit button")
        visit.shoot(page, f"admin-{code}-new-refused")
    if first:
        visit.at(page, f"admin-{code}-row", first)
        for number, summary in enumerate(page.locator("details.move > summary").all(), 1):
            summary.click()
            visit.shoot(page, f"admin-{code}-row-{number}")


def templates(visit: Visit, page: Page) -> None:
    visit.at(page, "admin-in-force", "/desk/admin/in-force/")
    preview = page.locator("a[href$='/preview/']").first.get_attribute("href") or ""
    visit.at(page, "admin-paper-preview", preview)
    for what in ("document", "message"):
        page.goto("/desk/admin/in-force/")
        page.click(f"form[action*='/{what}/'] button >> nth=0")
        visit.shoot(page, f"admin-copied-{what}")
        for number, summary in enumerate(page.locator("details.move > summary").all(), 1):
            summary.click()
            visit.shoot(page, f"admin-copied-{what}-{number}")


def imports(visit: Visit, page: Page) -> None:
    visit.at(page, "admin-upload", "/desk/admin/import/")
    page.click("main form .submit button")
    visit.shoot(page, "admin-upload-empty")
    visit.at(page, "admin-table", "/desk/admin/route/table/")
    upload(page, "units", BAD_UNITS)
    visit.shoot(page, "admin-upload-faults")
    upload(page, "officers", GOOD_OFFICERS)
    visit.shoot(page, "admin-upload-preview")
    page.click("main form[action$='/submit/'] button.sun")
    visit.shoot(page, "admin-import")


def upload(page: Page, table: str, rows: str) -> None:
    page.goto("/desk/admin/import/")
    page.set_input_files(f"#{table}", {"name": "a.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    page.click("main form .submit button")


def agreeing(visit: Visit, page: Page) -> None:
    """The second person reads what was proposed and agrees; the invitation code is shown once."""
    page.goto("/desk/admin/")
    if not page.locator("main .panel >> nth=0 >> .items a").count():
        return
    page.click("main .panel >> nth=0 >> .items a >> nth=0")
    visit.shoot(page, "admin-import-asked")
    page.click("button[name=apply]")
    visit.shoot(page, "admin-codes")


def audit(visit: Visit) -> None:
    page = visit.officer("auditor")
    visit.at(page, "admin-auditor", "/desk/admin/")
    for name in ("steps", "readings", "names", "proofs"):
        visit.at(page, f"admin-{name}", f"/desk/admin/{name}/")
    page.click("main form button.sun")
    page.wait_for_timeout(3000)
    visit.at(page, "admin-proofs-done", "/desk/admin/proofs/")
    visit.at(page, "admin-auditor-unit", "/desk/admin/unit/")
    visit.at(page, "auditor-404", told("market-stalls").desk)
