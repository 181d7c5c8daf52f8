"""Signing in as people do: a passkey, an authenticator app, a stolen session ended, a lost query code found again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from sunshine.foundation.offices.invitations import invite
from sunshine.foundation.offices.models import Officer
from sunshine.petitions.tries import NEAR
from tests.support.cast import PASSWORD, Cast
from tests.support.factors import totp

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
Opened = Callable[..., Page]


@pytest.fixture
def real(settings: Any) -> None:
    """Factors are required, as everywhere but in the demo."""
    settings.SUNSHINE_FACTOR_REQUIRED = True


@pytest.fixture
def named(running_site: str, own_cast: Cast, browser: Browser) -> Iterator[Opened]:
    """Windows on the site under its name: passkeys belong to a name, never to an address of numbers."""
    contexts = []

    def window(viewport: Any = DESK, *, javascript: bool = True) -> Page:
        site = running_site.replace("127.0.0.1", "localhost")
        context = browser.new_context(
            locale="zh-CN", viewport=viewport, base_url=site, java_script_enabled=javascript
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield window
    for context in contexts:
        context.close()


def with_authenticator(page: Page) -> CDPSession:
    """A browser whose computer can make and use passkeys, and whose owner touches the sensor when asked."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return cdp


def give_password(cast: Cast, who: str) -> Officer:
    officer = cast.posts[who].officer
    officer.set_password(PASSWORD)
    officer.save(update_fields=["password"])
    return officer


def sign_in(page: Page, who: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in/")
    page.fill("[name=login]", who)
    page.fill("[name=password]", password)
    page.click("form:has([name=password]) button")


def set_up_app(page: Page) -> str:
    """Install the authenticator app; returns its secret."""
    page.click("text=装验证器")
    page.click("summary")
    secret = page.inner_text(".telling").strip()
    page.fill("[name=code]", totp(secret))
    page.click("button:has-text('装好了')")
    page.wait_for_url("**/account/codes/")
    return secret


def test_invited_officer_comes_in_with_a_passkey_alone_ever_after(own_cast: Cast, named: Opened, real: None):
    page = named()
    with_authenticator(page)
    page.goto("/sign-in/invitation/")
    page.fill("[name=code]", invite(own_cast.posts["sorter"].officer))
    page.fill("[name=password]", "three unlikely words")
    page.fill("[name=again]", "three unlikely words")
    page.click("main button.sun")
    page.wait_for_url("**/account/")
    assert "先加一道验证" in page.inner_text("main")
    page.goto("/desk/")
    assert page.url.endswith("/account/")
    page.click("text=添加通行密钥")
    page.click("#passkey-add")
    page.wait_for_url("**/account/codes/")
    page.goto("/desk/")
    assert "我的待办" in page.inner_text("main")
    page.click("header button:has-text('退出')")
    page.goto("/sign-in/")
    page.click("#passkey-login")
    page.wait_for_url("**/desk/")
    page.goto("/account/")
    assert "通行密钥 1" in page.inner_text("main")


@pytest.mark.parametrize("javascript", [True, False])
def test_app_is_set_up_and_then_asked_for(own_cast: Cast, named: Opened, real: None, javascript: bool):
    give_password(own_cast, "handler")
    page = named(PHONE, javascript=javascript)
    sign_in(page, "handler")
    page.wait_for_url("**/account/")
    secret = set_up_app(page)
    assert len(page.query_selector_all("main li")) == 10
    recovery = page.inner_text("main li >> nth=0")
    other = named(javascript=javascript)
    sign_in(other, "handler")
    other.wait_for_url("**/sign-in/factor/")
    other.fill("[name=code]", "000000" if totp(secret) != "000000" else "111111")
    other.click("main button.sun")
    assert "验证码不对" in other.inner_text("main")
    other.fill("[name=code]", recovery)
    other.click("main button.sun")
    other.wait_for_url("**/desk/")


def test_locked_out_after_five_and_the_passkey_still_opens(own_cast: Cast, named: Opened, real: None):
    give_password(own_cast, "sorter")
    page = named()
    with_authenticator(page)
    sign_in(page, "sorter")
    page.click("text=添加通行密钥")
    page.click("#passkey-add")
    page.wait_for_url("**/account/codes/")
    page.click("header button:has-text('退出')")
    for _ in range(5):
        sign_in(page, "sorter", "wrong")
    assert "先停一停" in page.inner_text("main")
    page.click("text=回到登录页")
    page.click("#passkey-login")
    page.wait_for_url("**/desk/")


def test_stolen_session_is_ended_from_another_place(own_cast: Cast, named: Opened):
    give_password(own_cast, "sorter")
    mine, stolen = named(), named(PHONE)
    for page in (mine, stolen):
        sign_in(page, "sorter")
        page.wait_for_url("**/desk/")
    mine.goto("/account/")
    mine.click("button:has-text('让它退出')")
    assert "已让别处退出：1 处" in mine.inner_text("main")
    stolen.goto("/desk/")
    assert "/sign-in/" in stolen.url
    mine.goto("/desk/")
    assert "我的待办" in mine.inner_text("main")


def test_lost_code_is_found_by_telephone(own_cast: Cast, opened: Opened):
    case = own_cast.file()
    page = opened(PHONE)
    page.goto("/progress/")
    page.click("text=用登记的手机找回")
    page.fill("[name=phone]", "13800005678")
    page.click("main button.sun")
    code = re.search(r"\d{8}", page.inner_text(".note"))  # the demo shows what it would send
    assert code
    page.fill("[name=code]", code.group())
    page.click("main button.sun")
    assert case.filing.number in page.inner_text("main")
    page.click("button:has-text('换新的查询码')")
    assert page.url.endswith(f"/receipt/{case.filing.pk}/")
    shown = page.inner_text(".code span")
    page.context.clear_cookies()
    page.goto("/progress/")
    page.fill("[name=number]", case.filing.number)
    page.fill("[name=code]", shown)
    page.click("main button.sun")
    assert "谁看过我的姓名" in page.inner_text("main")


def test_guessing_stranger_is_told_when_to_come_back(own_cast: Cast, opened: Opened):
    case = own_cast.file()
    page = opened(PHONE)
    for _ in range(NEAR.free + 1):
        page.goto("/progress/")
        page.fill("[name=number]", case.filing.number)
        page.fill("[name=code]", "ABCD-EFGH-JKMN")
        page.click("main button.sun")
    assert "试错太多次了，请在" in page.inner_text("[role=alert]")
