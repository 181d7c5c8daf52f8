"""The demo's home page shows the way through it, one click a person; nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from sunshine.foundation.memory import forget_all
from sunshine.foundation.procedure.table import procedures
from sunshine.web.demo.examples import ROADS, examples
from sunshine.web.demo.staff import appoint
from sunshine.web.demo.tour import STOPS
from sunshine.web.simulation.run import simulate
from tests.web.simulation.test_side_roads import EVENTFUL, NOW


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


@pytest.fixture
def lived(site: Client) -> Client:
    """A demo with a past in which every road was taken."""
    simulate(160, 365, 4, NOW, processes=0, shares=EVENTFUL)
    forget_all()
    return site


def test_there_is_an_example_of_each_kind_of_road(lived: Client) -> None:
    shown = examples()
    assert len(shown) > len(ROADS) * 0.8
    page = lived.get("/").content.decode()
    for one in shown:
        assert one.words in page
        opened = lived.post(
            "/sign-in/", {"cast": one.member.login, "next": f"/desk/petitions/{one.petition}/"}, follow=True
        )
        assert opened.status_code == 200
        assert one.number in opened.content.decode()


def test_every_example_is_of_a_move_there_is() -> None:
    assert set(ROADS) <= {move.code for table in procedures() for move in table.moves}
