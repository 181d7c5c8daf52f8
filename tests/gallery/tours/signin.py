"""Signing in: the door, invitation, second factors, passkeys, recovery codes, sessions, with what goes wrong."""

from __future__ import annotations

from django.test import override_settings
from playwright.sync_api import Page

from sunshine.foundation.offices.invitations import invite
from sunshine.foundation.offices.models import Officer
from tests.gallery.visit import Visit
from tests.support.factors import totp

PASSWORD = "three unlikely words"
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def tour(visit: Visit) -> None:
    page = visit.citizen()
    visit.at(page, "sign-in-demo", "/sign-in/")
    with override_settings(SUNSHINE_DEMO=False, SUNSHINE_FACTOR_REQUIRED=True):
        strict(visit)


def strict(visit: Visit) -> None:
    """As everywhere but in the demo: with passwords and second factors."""
    visit.site = visit.site.replace("127.0.0.1", "localhost")
    page = visit.citizen()
    with_authenticator(page)
    visit.at(page, "sign-in", "/sign-in/")
    signed_in(page, "nobody", "wrong")
    visit.shoot(page, "sign-in-wrong")
    invited(visit, page)
    factors(visit, page)
    leaving(visit, page)
    locked(visit)


def with_authenticator(page: Page) -> None:
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def signed_in(page: Page, login: str, password: str) -> None:
    page.goto("/sign-in/")
    page.fill("[name=login]", login)
    page.fill("[name=password]", password)
    page.click("form:has([name=password]) button")


def invited(visit: Visit, page: Page) -> None:
    visit.at(page, "invitation", "/sign-in/invitation/")
    page.fill("[name=code]", "AAAA-BBBB-CCCC-DDDD")
    page.fill("[name=password]", "short")
    page.fill("[name=again]", "other")
    page.click("main .submit button")
    visit.shoot(page, "invitation-wrong")
    page.fill("[name=code]", invite(Officer.objects.get(login="rs-hrss")))
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click("main .submit button")
    page.wait_for_url("**/account/**")
    visit.shoot(page, "account-first")


def factors(visit: Visit, page: Page) -> None:
    visit.at(page, "app", "/account/app/")
    page.fill("[name=code]", "123456")
    page.click("main .submit button")
    visit.shoot(page, "app-wrong")
    page.click("main form summary")
    visit.shoot(page, "app-secret")
    secret = page.inner_text("main .telling").strip()
    page.fill("[name=code]", totp(secret))
    page.click("main .submit button")
    page.wait_for_url("**/account/codes/")
    visit.shoot(page, "codes")
    visit.printed(page, "codes")
    visit.at(page, "codes-new", "/account/codes/new/")
    visit.at(page, "passkey-add", "/account/passkeys/add/")
    page.click("#passkey-add")
    page.wait_for_url("**/account/")
    visit.shoot(page, "account")
    visit.at(page, "app-remove", "/account/app/remove/")
    page.goto("/account/")
    page.click("a[href*='/passkeys/']:not([href$='/add/'])")
    visit.shoot(page, "passkey-remove")
    visit.at(page, "password", "/account/password/")
    page.click("main .submit button")
    visit.shoot(page, "password-empty")


def leaving(visit: Visit, page: Page) -> None:
    """Coming back: the second factor, and being asked again."""
    for name, path in {
        "again": "/sign-in/again/",
        "again-code": "/sign-in/again/code/",
        "again-passkey": "/sign-in/again/passkey/",
    }.items():
        visit.at(page, name, path)
    page.goto("/desk/")
    page.click("form[action$='/sign-out/'] button")
    signed_in(page, "rs-hrss", PASSWORD)
    page.wait_for_url("**/sign-in/factor/")
    visit.shoot(page, "factor")
    page.fill("[name=code]", "000000")
    page.click("main form:has([name=code]) button")
    visit.shoot(page, "factor-wrong")


def locked(visit: Visit) -> None:
    page = visit.citizen()
    for _ in range(12):
        signed_in(page, "rs-sorter", "wrong")
        if not page.locator("[name=login]").count():
            break
    visit.shoot(page, "locked-out")
