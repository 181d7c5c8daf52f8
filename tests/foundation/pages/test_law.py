"""A citation in a table of procedure is written out in full, in the reader's language."""

from __future__ import annotations

import pytest
from django.utils.html import strip_tags
from django.utils.translation import override

from sunshine.foundation.pages.templatetags.sunshine import law

CITED = [
    ("条例 第二十二条", "《信访工作条例》第二十二条", "Regulation art. 22"),
    (
        "条例 第二十三条、第三十一条第六项",
        "《信访工作条例》第二十三条、第三十一条第六项",
        "Regulation arts 23, 31(6)",
    ),
    ("条例 第二十九条至第三十一条", "《信访工作条例》第二十九条至第三十一条", "Regulation arts 29–31"),
    ("民法典 第一千一百零八条第二款", "《民法典》第一千一百零八条第二款", "Civil Code art. 1108(2)"),
    (
        "条例 第十条；民法典 第三条",
        "《信访工作条例》第十条；《民法典》第三条",
        "Regulation art. 10; Civil Code art. 3",
    ),
    ("某规定", "某规定", "某规定"),
    ("", "", ""),
]


@pytest.mark.parametrize(("cited", "chinese", "english"), CITED)
def test_citation_is_written_out_for_the_reader(cited: str, chinese: str, english: str):
    with override("zh-hans"):
        assert strip_tags(law(cited)) == chinese
    with override("en"):
        assert strip_tags(law(cited)) == english


def test_an_article_is_never_broken_over_two_lines():
    with override("zh-hans"):
        assert '<span class="nowrap">第三十一条第六项</span>' in law("条例 第二十三条、第三十一条第六项")
