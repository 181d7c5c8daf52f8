"""The first sign-in: a code from the administrator, a password nobody else knows, then the second factor."""

from __future__ import annotations

from django.conf import settings as site
from django.test import Client

from sunshine.foundation.offices.invitations import invite
from sunshine.foundation.signin.models import Event, Kind
from tests.foundation.signin.conftest import sign_in
from tests.support.cast import Cast

GOOD = "three unlikely words"


def take(client: Client, code: str, password: str = GOOD, again: str = "") -> object:
    data = {"code": code, "password": password, "again": again or password}
    return client.post("/sign-in/invitation/", data)


def test_invited_officer_chooses_a_password_and_is_led_to_the_factor(
    cast: Cast, client: Client, strict: None
):
    code = invite(cast.posts["sorter"].officer)
    assert take(client, f" {code.lower()} ")["Location"] == "/account/"  # type: ignore[index]
    assert client.get("/desk/")["Location"] == "/account/"
    assert sign_in(Client(), "sorter", GOOD).status_code == 302
    assert Event.objects.filter(kind=Kind.PASSWORD, means="invitation").count() == 1


def test_code_serves_once(cast: Cast, client: Client):
    code = invite(cast.posts["sorter"].officer)
    take(client, code)
    assert "不能用" in take(Client(), code).content.decode()  # type: ignore[attr-defined]


def test_weak_or_different_passwords_keep_the_code_good(cast: Cast, client: Client):
    code = invite(cast.posts["sorter"].officer)
    for password, again, said in (("short", "", "12"), (GOOD, GOOD + "x", "两次填的不一样")):
        page = take(client, code, password, again).content.decode()  # type: ignore[attr-defined]
        assert said in page
        assert code in page
    assert take(client, code).status_code == 302  # type: ignore[attr-defined]


def test_codes_cannot_be_walked(cast: Cast, client: Client):
    code = invite(cast.posts["sorter"].officer)
    for _ in range(site.AXES_FAILURE_LIMIT):
        take(client, "AAAA-BBBB-CCCC-DDDD")
    assert take(client, code).status_code == 429  # type: ignore[attr-defined]
