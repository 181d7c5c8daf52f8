"""A password alone opens nothing where a factor is set; wrong ones close the door for a while, and never tell who exists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as site
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from sunshine.foundation.offices.models import Post
from sunshine.foundation.signin.models import Event, Kind
from tests.foundation.signin.conftest import is_in, sign_in
from tests.support.cast import Cast

HOME, AWAY = {"REMOTE_ADDR": "198.51.100.4"}, {"REMOTE_ADDR": "203.0.113.7"}


def test_password_opens_the_desk_where_no_factor_is_required(cast: Cast, client: Client, password: Any):
    password("sorter")
    assert sign_in(client, "sorter")["Location"] == "/entrance/"
    assert is_in(client)


def test_wrong_password_and_unknown_name_read_the_same(cast: Cast, client: Client, password: Any):
    password("sorter")
    pages = [sign_in(client, who, "not the password").content.decode() for who in ("sorter", "nobody-here")]
    said = [page.split('class="errors"', 1)[1].split("</div>", 1)[0] for page in pages]
    assert "用户名和密码对不上" in said[0]
    assert said[0] == said[1]


@pytest.mark.parametrize("who", ["sorter", "nobody-here"])
def test_five_wrong_ones_close_it_there_for_a_quarter_of_an_hour(
    cast: Cast, client: Client, password: Any, who: str
):
    password("sorter")
    for _ in range(site.AXES_FAILURE_LIMIT - 1):
        assert sign_in(client, who, "wrong", **AWAY).status_code == 422
    closed = sign_in(client, who, "wrong", **AWAY)
    assert (closed.status_code, "先停一停" in closed.content.decode()) == (429, True)
    assert sign_in(client, who, **AWAY).status_code == 429
    if who == "sorter":
        assert sign_in(Client(), "sorter", **HOME).status_code == 302
        with time_machine.travel(timezone.now() + timedelta(minutes=16)):
            assert sign_in(client, "sorter", **AWAY).status_code == 302


def test_thirty_from_everywhere_close_the_login(cast: Cast, password: Any):
    password("sorter")
    for n in range(site.SUNSHINE_FAILURES_ANYWHERE):
        sign_in(Client(), "sorter", "wrong", REMOTE_ADDR=f"203.0.113.{n}")
    assert sign_in(Client(), "sorter", **HOME).status_code == 429
    password("head")
    assert sign_in(Client(), "head", **HOME).status_code == 302


def test_security_administrator_opens_it_again(cast: Cast, client: Client, password: Any):
    password("sorter")
    for _ in range(site.AXES_FAILURE_LIMIT):
        sign_in(client, "sorter", "wrong", **AWAY)
    admin = Client()
    admin.force_login(cast.posts["security_admin"].officer)
    assert "sorter" in admin.get("/desk/locks/").content.decode()
    admin.post("/desk/locks/", {"login": "sorter"})
    assert sign_in(client, "sorter", **AWAY).status_code == 302
    event = Event.objects.get(kind=Kind.UNLOCKED)
    assert (event.officer, event.by) == (cast.posts["sorter"].officer, cast.posts["security_admin"].officer)


@pytest.mark.parametrize("who", ["sorter", "system_admin", "auditor"])
def test_nobody_else_opens_it(cast: Cast, client: Client, who: str):
    client.force_login(cast.posts[who].officer)
    assert client.get("/desk/locks/").status_code == 403
    assert client.post("/desk/locks/", {"login": "sorter"}).status_code == 403


def test_name_of_an_unknown_login_is_not_kept(cast: Cast, client: Client):
    sign_in(client, "my-secret-password-typed-in-the-wrong-field", "wrong")
    event = Event.objects.get(kind=Kind.FAILED)
    assert event.officer is None
    assert "secret" not in str(vars(event))


def test_who_has_no_post_any_more_does_not_come_in(cast: Cast, client: Client, password: Any):
    password("sorter")
    Post.objects.filter(pk=cast.posts["sorter"].pk).update(valid_to=timezone.localdate())
    assert "用户名和密码对不上" in sign_in(client, "sorter").content.decode()


@pytest.mark.parametrize("weak", ["short pw 12", "1234567890123", "password1234"])
def test_weak_passwords_are_refused(weak: str):
    with pytest.raises(ValidationError):
        validate_password(weak)


def test_next_page_is_never_on_another_site(cast: Cast, client: Client, password: Callable[[str], None]):
    password("sorter")
    sent = client.post(
        "/sign-in/", {"login": "sorter", "password": "a long enough password", "next": "//evil.example/"}
    )
    assert sent["Location"] == "/entrance/"
