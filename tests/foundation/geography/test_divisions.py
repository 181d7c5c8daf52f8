"""The divisions of Sichuan as delivered, and how they are read."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db.models import Count, F, Q
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from sunshine.foundation.geography import queries
from sunshine.foundation.geography.models import Division, Level

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    queries.forget()


def names(found: list[Division]) -> list[str]:
    return [one.name for one in found]


def test_the_province_is_complete() -> None:
    counted = dict(Division.objects.values_list("level").annotate(n=Count("pk")).order_by())
    assert counted == {Level.PROVINCE: 1, Level.PREFECTURE: 21, Level.COUNTY: 183, Level.TOWNSHIP: 3111}


def test_everything_but_the_province_lies_one_level_below_its_parent() -> None:
    assert [one.code for one in Division.objects.filter(parent=None)] == ["510000"]
    below = Division.objects.exclude(parent=None)
    assert not below.exclude(parent__level=F("level") - 1).exists()


def test_a_code_begins_with_its_parents_digits() -> None:
    for one in Division.objects.exclude(parent=None):
        assert one.code.startswith(queries.prefix(str(one.parent_id)))


@pytest.mark.parametrize(
    ("code", "name", "name_en", "parent"),
    [
        ("511400", "眉山市", "Meishan", "510000"),
        ("511421", "仁寿县", "Renshou County", "511400"),
        ("511681", "华蓥市", "Huaying City", "511600"),
        ("511124", "井研县", "Jingyan County", "511100"),
        ("511527", "筠连县", "Junlian County", "511500"),
        ("511822", "荥经县", "Yingjing County", "511800"),
        ("510117", "郫都区", "Pidu District", "510100"),
        ("513328", "甘孜县", "Garzê County", "513300"),
        ("511421004", "视高街道", "Shigao Subdistrict", "511421"),
        ("510411200", "大龙潭彝族乡", "Dalongtan Yi Ethnic Township", "510411"),
    ],
)
def test_a_division_has_both_names_and_its_parent(code: str, name: str, name_en: str, parent: str) -> None:
    one = queries.division(code)
    assert (one.name, one.name_en, one.parent_id) == (name, name_en, parent)


def test_every_english_name_is_in_latin_letters() -> None:
    odd = re.compile(r"[^A-Za-zêëéüö' ()]")
    assert not [name for name in Division.objects.values_list("name_en", flat=True) if odd.search(name)]


def test_no_two_neighbours_share_a_name() -> None:
    same = Division.objects.values("parent", "name").annotate(n=Count("pk")).filter(~Q(n=1))
    assert not same.order_by().exists()


def test_children_come_in_the_order_of_their_codes() -> None:
    below = queries.children("511400")
    assert names(below) == ["东坡区", "彭山区", "仁寿县", "洪雅县", "丹棱县", "青神县"]
    assert queries.children("511421001") == []


def test_a_division_no_longer_in_force_is_not_offered_but_still_read() -> None:
    yesterday = localdate() - timedelta(days=1)
    Division.objects.filter(code="511425").update(valid_to=yesterday)
    Division.objects.filter(code="511424").update(valid_from=localdate() + timedelta(days=1))
    queries.forget()
    assert names(queries.children("511400")) == ["东坡区", "彭山区", "仁寿县", "洪雅县"]
    assert queries.full_name("511425") == "四川省眉山市青神县"
    queries.forget()


def test_the_lineage_runs_from_the_province_down() -> None:
    assert names(queries.lineage("511421004")) == ["四川省", "眉山市", "仁寿县", "视高街道"]


def test_the_full_name_in_both_languages() -> None:
    assert queries.full_name("511681") == "四川省广安市华蓥市"
    assert queries.full_name("511681", "en") == "Huaying City, Guang'an, Sichuan"


def test_an_unknown_code_says_so() -> None:
    assert queries.children("999999") == []
    with pytest.raises(Division.DoesNotExist):
        queries.lineage("999999")


@pytest.mark.parametrize(
    ("code", "shared"),
    [
        ("510000", "51"),
        ("511400", "5114"),
        ("511421", "511421"),
        ("511421001", "511421001"),
        ("510322200", "510322200"),
    ],
)
def test_the_prefix_is_what_all_below_share(code: str, shared: str) -> None:
    assert queries.prefix(code) == shared


def test_the_table_is_read_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        queries.children("511421")
        queries.lineage("511421004")
        queries.full_name("511681")
