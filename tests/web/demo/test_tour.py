"""The demo's home page shows the way through it, one click a person; nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from sunshine.foundation.memory import forget_all
from sunshine.web.demo.staff import appoint
from sunshine.web.demo.tour import STOPS


@pytest.fixture
def site(db: None) -> Iterator[Client]:
    forget_all()
    appoint()
    yield Client()
    forget_all()


def test_every_stop_is_one_click_away(site: Client) -> None:
    page = site.get("/").content.decode()
    for login, words in STOPS:
        assert f'value="{login}"' in page
        assert words.partition("“")[0] in page
        assert site.post("/sign-in/", {"cast": login}).status_code == 302


def test_the_tour_is_told_in_english_too(site: Client) -> None:
    site.cookies["django_language"] = "en"
    assert "A way through it" in site.get("/").content.decode()


def test_outside_the_demo_there_is_no_tour(site: Client, settings: Any) -> None:
    settings.SUNSHINE_DEMO = False
    assert 'name="cast"' not in site.get("/").content.decode()
