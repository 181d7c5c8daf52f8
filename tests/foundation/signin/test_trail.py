"""The trail of signing in: the auditor reads it, nobody else does, and the database keeps it six months."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from sunshine.foundation.signin import trail
from sunshine.foundation.signin.models import Event, Kind
from tests.foundation.signin.conftest import sign_in
from tests.support.cast import PEOPLE, Cast


def test_auditor_reads_who_came_from_where(cast: Cast, client: Client, password: Any):
    password("sorter")
    sign_in(client, "sorter", "wrong", REMOTE_ADDR="203.0.113.7")
    sign_in(client, "sorter", REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Chrome Windows")
    client.post("/sign-out/")
    auditor = Client()
    auditor.force_login(cast.posts["auditor"].officer)
    page = auditor.get("/desk/sign-ins/").content.decode()
    assert all(word in page for word in ("登录失败", "退出", "203.0.113.7", "Chrome · Windows", "某sorter"))
    assert "a long enough password" not in page
    only = auditor.get("/desk/sign-ins/?kind=failed").content.decode()
    assert only.count("203.0.113.7") == 1


@pytest.mark.parametrize("who", [who for who, _unit, _role in PEOPLE if who != "auditor"])
def test_nobody_else_reads_it(cast: Cast, client: Client, who: str):
    client.force_login(cast.posts[who].officer)
    assert client.get("/desk/sign-ins/").status_code == 403


def test_nothing_is_rewritten_and_only_old_lines_go(cast: Cast):
    new = Event.objects.create(kind=Kind.IN, officer=cast.posts["sorter"].officer)
    past = timezone.now() - timedelta(days=500)
    old = Event.objects.create(kind=Kind.IN, officer=cast.posts["sorter"].officer, at=past)
    for forbidden in (
        lambda: Event.objects.update(place=""),
        lambda: Event.objects.filter(pk=new.pk).delete(),
    ):
        with pytest.raises(ProgrammingError, match="six months"), transaction.atomic():
            forbidden()
    assert trail.purge() == 1
    assert not Event.objects.filter(pk=old.pk).exists()


def test_trail_is_never_cut_below_six_months(cast: Cast, settings: Any):
    settings.SUNSHINE_TRAIL_DAYS = 1
    at = timezone.now() - timedelta(days=100)
    Event.objects.create(kind=Kind.IN, officer=cast.posts["sorter"].officer, at=at)
    assert trail.purge() == 0
