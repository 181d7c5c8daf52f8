"""Before anybody files: other routes with their terms, offices near one's place, privacy, accessibility, emergencies first (条例 第十八条)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Unit
from tests.support.cast import Cast

PUBLIC = (
    "/",
    "/tell/what/",
    "/file/",
    "/progress/",
    "/how/",
    "/routes/",
    "/offices/",
    "/privacy/",
    "/accessibility/",
)


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("path", ["/", "/tell/what/", "/routes/"])
def test_emergencies_come_first(cast: Cast, client: Client, path: str):
    shown = page(client, path)
    assert not [number for number in ("110", "119", "120", "12345") if number not in shown]


@pytest.mark.parametrize("path", PUBLIC)
def test_every_page_leads_to_privacy_accessibility_offices_and_other_routes(
    cast: Cast, client: Client, path: str
):
    shown = page(client, path)
    ways = ("/privacy/", "/accessibility/", "/offices/", "/routes/")
    assert not [way for way in ways if f'href="{way}"' not in shown]


@pytest.mark.parametrize("path", ["/tell/what/", "/file/"])
def test_whoever_is_asked_is_told_what_it_is_used_for(cast: Cast, client: Client, path: str):
    main = page(client, path).split("<main")[1].split("</main>")[0]
    assert 'href="/privacy/"' in main


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("劳动人事争议仲裁", "1 年内"),
        ("行政复议机关", "60 日内"),
        ("行政诉讼", "6 个月内"),
        ("信息公开", "20 个工作日"),
    ],
)
def test_other_routes_are_told_with_their_terms(cast: Cast, client: Client, words: str, term: str):
    shown = page(client, "/routes/")
    row = next(row for row in shown.split("<tr>") if words in row)
    assert term in row
    assert "在这里反映一样登记" in shown  # guidance, never refusal


def found(client: Client, words: str) -> list[str]:
    shown = page(client, f"/offices/?q={words}").split("<main")[1]
    return [part.split("</h3>")[0] for part in shown.split("<h3>")[1:]]


def test_offices_are_found_by_place(cast: Cast, client: Client):
    names = found(client, "仁寿")
    assert names[0] == "仁寿县信访局"
    assert "仁寿县人力资源和社会保障局" in names
    assert "眉山市信访局" not in names


def test_offices_are_found_by_several_words_in_any_language(cast: Cast, client: Client):
    assert found(client, "眉山 人力资源") == ["眉山市人力资源和社会保障局", "仁寿县人力资源和社会保障局"]
    assert "仁寿县信访局" in found(client, "renshou")


def test_without_words_every_bureau_is_listed_and_nothing_else(cast: Cast, client: Client):
    assert found(client, "") == ["四川省信访局", "眉山市信访局", "仁寿县信访局", "华蓥市信访局"]


def test_what_is_not_found_says_what_to_do(cast: Cast, client: Client):
    assert "没有找到" in page(client, "/offices/?q=<b>无此地")


def test_offices_show_address_telephone_and_hours(cast: Cast, client: Client):
    Unit.objects.filter(code="rs-bureau").update(address="书院路一段", hours="工作日 9:00—17:00")
    directory.forget()
    shown = page(client, "/offices/?q=仁寿县信访局")
    assert "书院路一段" in shown
    assert all(span in shown for span in ("工作日", "9:00—17:00"))
    assert 'href="tel:028-00000000"' in shown


def test_a_search_asks_the_database_nothing_it_knows(cast: Cast, client: Client):
    page(client, "/offices/?q=仁寿")
    with CaptureQueriesContext(connection) as captured:
        page(client, "/offices/?q=眉山")
    assert len(captured.captured_queries) == 0


def test_the_large_version_is_one_press_away_and_remembered(cast: Cast, client: Client):
    assert "大字版" in page(client, "/privacy/")
    client.post("/preferences/", {"text": "large"})
    shown = page(client, "/privacy/")
    assert 'data-text="large"' in shown
    assert "标准版" in shown
