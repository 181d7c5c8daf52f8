"""Where an officer is signed in: seen, ended one by one or all, and over by itself when idle, old, or without a post."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as site
from django.test import Client
from django.utils import timezone

from sunshine.foundation.offices.models import Officer, Post
from sunshine.foundation.signin.models import Event, Kind, Session
from tests.foundation.signin.conftest import is_in, sign_in
from tests.support.cast import Cast

DESK = "Mozilla/5.0 (Windows NT 10.0) Chrome/129.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Safari/604.1"


@pytest.fixture
def two(cast: Cast, password: Any) -> tuple[Client, Client]:
    """The sorter, signed in at a desk and on a telephone."""
    password("sorter")
    desk, phone = Client(), Client()
    sign_in(desk, "sorter", HTTP_USER_AGENT=DESK, REMOTE_ADDR="198.51.100.4")
    sign_in(phone, "sorter", HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.0.113.7")
    return desk, phone


def test_sessions_are_listed_in_words(two: tuple[Client, Client]):
    page = two[0].get("/account/").content.decode()
    assert all(
        word in page for word in ("Chrome · Windows", "Safari · iPhone", "198.51.100.4", "203.0.113.7")
    )
    assert "就是这里" in page
    assert not [key for key in Session.objects.values_list("session_key", flat=True) if key in page]


def test_one_is_ended_and_the_other_lives(two: tuple[Client, Client]):
    desk, phone = two
    other = Session.objects.get(place="203.0.113.7")
    desk.post("/account/sessions/", {"handle": other.handle})
    assert (is_in(desk), is_in(phone)) == (True, False)
    assert Event.objects.filter(kind=Kind.REVOKED).count() == 1


def test_whoever_holds_two_posts_changes_between_them(two: tuple[Client, Client], cast: Cast):
    desk, officer = two[0], cast.posts["sorter"].officer
    assert "我的岗位" not in desk.get("/account/").content.decode()
    head = Post.objects.create(officer=officer, unit=cast.units["ms-bureau"], role="sorter", title="挂职")
    assert "换成这个岗位" in desk.get("/account/").content.decode()
    desk.post("/post/", {"post": head.pk})
    assert "眉山市信访局" in desk.get("/desk/").content.decode()


def test_all_others_are_ended(two: tuple[Client, Client]):
    desk, phone = two
    phone.post("/account/sessions/")
    assert (is_in(desk), is_in(phone)) == (False, True)


def test_sign_out_everywhere_ends_this_one_too(two: tuple[Client, Client]):
    two[0].post("/account/leave/")
    assert [is_in(one) for one in two] == [False, False]


def test_nobody_ends_somebody_elses(two: tuple[Client, Client], cast: Cast):
    stranger = Client()
    stranger.force_login(cast.posts["head"].officer)
    for handle in Session.objects.filter(officer=cast.posts["sorter"].officer).values_list(
        "handle", flat=True
    ):
        stranger.post("/account/sessions/", {"handle": handle})
    assert [is_in(one) for one in two] == [True, True]


def test_another_password_ends_the_others(two: tuple[Client, Client]):
    desk, phone = two
    data = {"old_password": "a long enough password"} | dict.fromkeys(
        ("new_password1", "new_password2"), "quite another one"
    )
    assert desk.post("/account/password/", data).status_code == 302
    assert (is_in(desk), is_in(phone)) == (True, False)


def test_idle_session_is_over(two: tuple[Client, Client]):
    desk, _phone = two
    with time_machine.travel(timezone.now() + timedelta(minutes=site.SUNSHINE_IDLE_MINUTES + 1)):
        assert desk.get("/desk/")["Location"].startswith("/sign-in/")
    assert Event.objects.filter(kind=Kind.EXPIRED).count() == 1


def test_form_posted_into_an_idle_session_is_kept(two: tuple[Client, Client]):
    desk, _phone = two
    with time_machine.travel(timezone.now() + timedelta(minutes=site.SUNSHINE_IDLE_MINUTES + 1)):
        page = desk.post("/desk/register/", {"text": "老人口述的事"})
    assert (page.status_code, "老人口述的事" in page.content.decode()) == (403, True)


def test_session_in_use_lives_but_not_for_ever(two: tuple[Client, Client]):
    desk, _phone = two
    start = timezone.now()
    minutes = site.SUNSHINE_IDLE_MINUTES - 5
    for n in range(1, site.SUNSHINE_SESSION_HOURS * 60 // minutes):
        with time_machine.travel(start + timedelta(minutes=n * minutes)):
            assert is_in(desk), n
    with time_machine.travel(start + timedelta(hours=site.SUNSHINE_SESSION_HOURS, minutes=1)):
        assert not is_in(desk)


def test_session_dies_with_the_last_post(two: tuple[Client, Client], cast: Cast):
    Post.objects.filter(pk=cast.posts["sorter"].pk).update(valid_to=timezone.localdate())
    assert [is_in(one) for one in two] == [False, False]


def test_session_dies_when_the_officer_is_deactivated(two: tuple[Client, Client], cast: Cast):
    Officer.objects.filter(pk=cast.posts["sorter"].officer.pk).update(is_active=False)
    assert [is_in(one) for one in two] == [False, False]
