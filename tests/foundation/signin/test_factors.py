"""The second factor: nobody works without one, no code serves twice, guessing is stopped, and two administrators reset it."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings as site
from django.test import Client

from sunshine.foundation.offices.invitations import accept
from sunshine.foundation.signin import factors
from sunshine.foundation.signin.models import Event, Kind
from tests.foundation.signin.conftest import is_in, sign_in
from tests.support.cast import Cast
from tests.support.factors import totp


def test_officer_without_a_factor_is_led_to_set_one_up(
    cast: Cast, client: Client, password: Any, strict: None
):
    password("sorter")
    sign_in(client, "sorter")
    for path in ("/entrance/", "/desk/", "/desk/petitions/", "/"):
        assert client.get(path)["Location"] == "/account/"
    page = client.get("/account/").content.decode()
    assert "先加一道验证" in page
    form = client.get("/account/app/").content.decode()
    assert "<svg" in form
    secret = "".join(re.findall(r"<span>(\w{4})</span>", form))
    assert len(secret) == 32
    done = client.post("/account/app/", {"code": totp(secret)})
    assert done["Location"] == "/account/codes/"
    codes = re.findall(r">(\d{4})</span><span>(\d{4})<", client.get("/account/codes/").content.decode())
    assert len(codes) == 10
    assert is_in(client)


def test_password_and_code_open_the_desk(cast: Cast, client: Client, password: Any, app: Any, strict: None):
    password("sorter")
    secret = app("sorter")
    assert sign_in(client, "sorter")["Location"] == "/sign-in/factor/"
    assert not is_in(client)
    assert "验证码不对" in client.post("/sign-in/factor/", {"code": "000000"}).content.decode()
    assert client.post("/sign-in/factor/", {"code": totp(secret)})["Location"] == "/entrance/"
    assert is_in(client)
    assert Event.objects.filter(kind=Kind.IN).latest("at").means == "password+totp"


def test_code_serves_once(cast: Cast, password: Any, app: Any):
    """Whoever looked over the shoulder does not come in after."""
    password("sorter")
    secret, now = app("sorter"), time.time()
    first, second = Client(), Client()
    with time_machine.travel(now, tick=False):
        sign_in(first, "sorter")
        assert first.post("/sign-in/factor/", {"code": totp(secret, now)}).status_code == 302
    with time_machine.travel(now + 29, tick=False):
        sign_in(second, "sorter")
        assert "验证码不对" in second.post("/sign-in/factor/", {"code": totp(secret, now)}).content.decode()


def test_guessing_codes_closes_the_login(cast: Cast, client: Client, password: Any, app: Any):
    """The right password does not clear the count: a thief of the password walks no codes."""
    password("sorter")
    secret = app("sorter")
    for n in range(site.AXES_FAILURE_LIMIT):
        sign_in(client, "sorter")
        last = client.post("/sign-in/factor/", {"code": f"{n:06d}"})
    assert last.status_code == 429
    assert client.post("/sign-in/factor/", {"code": totp(secret)}).status_code != 302
    assert sign_in(client, "sorter").status_code == 429


def test_recovery_code_serves_once(cast: Cast, client: Client, password: Any, app: Any):
    password("sorter")
    app("sorter")
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(cast.posts["sorter"].officer).get_unused_codes()[0]
    for expected in (302, 200):
        browser = Client()
        sign_in(browser, "sorter")
        assert browser.post("/sign-in/factor/", {"code": code}).status_code == expected


def test_secrets_are_sealed_in_the_database(cast: Cast, app: Any):
    secret = app("sorter")
    kept = Authenticator.objects.get(user=cast.posts["sorter"].officer).data["secret"]
    assert secret not in kept


def test_the_only_factor_cannot_be_dropped(cast: Cast, client: Client, app: Any, strict: None):
    app("sorter")
    client.force_login(cast.posts["sorter"].officer)
    page = client.post("/account/app/remove/")
    assert "唯一的第二道验证" in page.content.decode()
    assert Authenticator.objects.count() == 1


def test_reset_takes_the_factor_and_ends_the_sessions(
    cast: Cast, client: Client, password: Any, app: Any, strict: None
):
    password("sorter")
    app("sorter")
    client.force_login(cast.posts["sorter"].officer)
    assert is_in(client)
    factors.reset_factor(cast.posts["sorter"].officer, by=cast.posts["security_admin"].officer.pk)
    assert not is_in(client)
    assert sign_in(client, "sorter")["Location"] == "/entrance/"
    assert client.get("/desk/")["Location"] == "/account/"
    event = Event.objects.get(kind=Kind.FACTOR_RESET)
    assert event.by == cast.posts["security_admin"].officer


def test_reset_password_gives_a_code_and_ends_the_sessions(cast: Cast, client: Client, password: Any):
    password("sorter")
    sign_in(client, "sorter")
    code = factors.reset_password(cast.posts["sorter"].officer, by=cast.posts["security_admin"].officer.pk)
    assert not is_in(client)
    assert sign_in(Client(), "sorter").status_code == 422
    assert accept(code, "another long password").login == "sorter"


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/password/reset/", "/accounts/email/"])
def test_what_is_not_used_is_not_there(client: Client, path: str, db: None):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("credential", ["", "{}", '{"id": "x", "response": {"userHandle": "AAAA"}}', "[1]"])
def test_passkey_nobody_made_is_refused_in_plain_words(cast: Cast, client: Client, credential: str):
    page = client.post("/sign-in/passkey/", {"credential": credential}, follow=True)
    assert "没有用成通行密钥" in page.content.decode()
    assert not is_in(client)


def test_flood_is_answered_by_a_page_of_ours(cast: Cast, client: Client, settings: Any):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    for _ in range(2):
        page = sign_in(client, "nobody-here", "wrong")
    assert (page.status_code, "先停一停" in page.content.decode()) == (429, True)


@pytest.mark.parametrize("credential", ["", "{}", '{"id": "x", "rawId": 5}', "[1]", "null"])
def test_nobody_adds_or_proves_with_a_passkey_nobody_made(
    cast: Cast, client: Client, password: Any, app: Any, credential: str
):
    password("sorter")
    app("sorter")
    sign_in(client, "sorter")
    assert client.post("/sign-in/factor/", {"credential": credential}).status_code == 200
    client.force_login(cast.posts["sorter"].officer)
    assert client.post("/account/passkeys/add/", {"credential": credential}).status_code == 200
    assert Authenticator.objects.count() == 1
