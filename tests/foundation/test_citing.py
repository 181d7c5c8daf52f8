"""Which articles of the regulation a text cites."""

from __future__ import annotations

import pytest

from sunshine.foundation.citing import articles, number


@pytest.mark.parametrize(
    ("numeral", "value"), [("九", 9), ("十", 10), ("二十", 20), ("四十八", 48), ("一百零一", 101)]
)
def test_numerals(numeral: str, value: int):
    assert number(numeral) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("条例 第二十三条、第三十一条第六项", {23, 31}),
        ("《信访工作条例》第三十条", {30}),
        ("Never to the accused's side (第三十条).", {30}),
        ("条例 第二十九条至第三十一条", {29, 30, 31}),
        ("条例 第三十二条；民事诉讼法 第八十七条至第九十五条", {32}),
        ("工伤保险条例 第十四条", set()),
        ("个人信息保护法 第四十七条；条例 第五条", {5}),
        ("no article at all", set()),
    ],
)
def test_articles_of_the_regulation(text: str, found: set[int]):
    assert articles(text) == found
