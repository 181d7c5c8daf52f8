"""The categories are a table: what ends is offered no more, what was given stays named, and national numbers are kept."""

from __future__ import annotations

import pytest

from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.petitions import categories
from sunshine.petitions.models import Category
from tests.foundation.administration.conftest import Office


def offered() -> set[str]:
    return {code for _group, seconds in categories.choices() for code, _name in seconds}


def test_all_of_them_are_there_with_english_names(cast: object) -> None:
    assert Category.objects.count() == 129
    assert not Category.objects.filter(name_en="").exists()
    assert categories.label("0402") == "劳动和社会保障 › 工资福利"
    assert categories.code_of("劳动和社会保障", "工资福利") == "0402"


def test_one_is_added_mapped_and_ended(office: Office) -> None:
    made = office.make("category", code="0499", name="新业态劳动者", name_en="Platform workers", national="")
    assert made.parent.code == "04"
    assert "0499" in offered()
    office.do(
        "category", made, "edit", name="新就业形态劳动者", name_en="Platform workers", national="040900"
    )
    assert Category.objects.get(code="0499").national == "040900"
    office.do("category", made, "end")
    assert "0499" not in offered()
    assert categories.label("0499") == "劳动和社会保障 › 新就业形态劳动者"


def test_a_code_is_never_used_twice_and_has_a_first_level(office: Office) -> None:
    for code, why in (("0402", "已经用了"), ("9901", "没有编码是")):
        with pytest.raises(AssertionError, match=why):
            office.make("category", code=code, name="重复的")


def test_a_first_level_in_use_does_not_end(office: Office) -> None:
    with pytest.raises(Refused, match="二级分类在用"):
        office.do("category", Category.objects.get(code="04"), "end")


def test_only_the_highest_administrators_keep_them(office: Office) -> None:
    with pytest.raises(Forbidden):
        office.make("category", by=office.county("system_admin"), code="0498", name="县里的")
    with pytest.raises(Forbidden):
        office.make("category", by=office.cast.sorter, code="0498", name="谁的")
