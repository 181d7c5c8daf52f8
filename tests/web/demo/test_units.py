"""The demo's organs stand in the right order under each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from sunshine.foundation.geography import queries
from sunshine.web.demo.cast import CAST, SUPPORTING
from sunshine.web.demo.units import DemoUnit, units

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_code() -> Mapping[str, DemoUnit]:
    queries.forget()
    return {unit.code: unit for unit in units()}


def test_every_area_has_a_government_and_a_bureau(by_code: Mapping[str, DemoUnit]) -> None:
    kinds = Counter(unit.kind for unit in by_code.values())
    assert kinds["government"] == kinds["bureau"] == 1 + 21 + 183
    assert (kinds["discipline"], kinds["township"], kinds["department"]) == (9, 32 + 12, 9 * 11)


def test_codes_are_unique_and_superiors_come_first() -> None:
    queries.forget()
    seen: set[str] = set()
    for unit in units():
        superiors = {unit.parent, unit.line, unit.review_organ, unit.organ} - {""}
        assert unit.code not in seen
        assert superiors <= seen, unit.code
        seen.add(unit.code)


def test_names_are_unique_and_fit_their_columns(by_code: Mapping[str, DemoUnit]) -> None:
    for field, longest in (("name", 100), ("name_en", 160), ("short", 40)):
        names = [getattr(unit, field) for unit in by_code.values()]
        assert len(set(names)) == len(names), [n for n, times in Counter(names).items() if times > 1]
        assert max(map(len, names)) <= longest


@pytest.mark.parametrize(
    ("code", "name", "parent", "line", "review"),
    [
        ("511421-bureau", "仁寿县信访局", "511421-government", "511400-bureau", "511421-government"),
        ("511421-government", "仁寿县人民政府", "511400-government", "", "511400-government"),
        (
            "511421-hrss",
            "仁寿县人力资源和社会保障局",
            "511421-government",
            "511400-hrss",
            "511421-government",
        ),
        ("511421-ecology", "眉山市仁寿生态环境局", "", "511400-ecology", "511400-ecology"),
        ("511421004-township", "仁寿县视高街道办事处", "511421-government", "", "511421-government"),
        ("511421135-township", "仁寿县富加镇人民政府", "511421-government", "", "511421-government"),
        ("511102-bureau", "乐山市市中区信访局", "511102-government", "511100-bureau", "511102-government"),
        ("510000-health", "四川省卫生健康委员会", "510000-government", "", "510000-government"),
    ],
)
def test_who_stands_above_whom(
    by_code: Mapping[str, DemoUnit], code: str, name: str, parent: str, line: str, review: str
) -> None:
    unit = by_code[code]
    assert (unit.name, unit.parent, unit.line, unit.review_organ) == (name, parent, line, review)


def test_discipline_inspection_answers_to_no_government(by_code: Mapping[str, DemoUnit]) -> None:
    for unit in by_code.values():
        if unit.kind == "discipline":
            assert unit.parent == ""
            assert unit.line in {"", *(one.code for one in by_code.values() if one.kind == "discipline")}


def test_no_telephone_reaches_anyone(by_code: Mapping[str, DemoUnit]) -> None:
    assert all("-0000 " in unit.phone for unit in by_code.values())


def test_every_officer_works_in_a_unit_and_has_a_login_of_their_own(by_code: Mapping[str, DemoUnit]) -> None:
    officers = [*CAST, *SUPPORTING]
    assert {one.unit for one in officers} <= set(by_code)
    assert len({one.login for one in officers}) == len({one.name for one in officers}) == len(officers)
    assert all(one.blurb for one in CAST)
