"""Every text the sources mark is collected, and what lacks a translation is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from sunshine.web.launcher import catalogues

PYTHON = """
from django.utils.translation import gettext as say, gettext_lazy as _, ngettext, pgettext
title = _("信访事项")
fault = say("请填这一项。")
def f(n):
    return ngettext("%(n)s 件", "%(n)s 件(多)", n), pgettext("按钮", "转送")
"""
TEMPLATE = """{% load i18n %}
<p>
      {% translate "查询进度" %}
  {% blocktranslate count n=n trimmed %}还有
     {{ n }} 天{% plural %}还有 {{ n }} 天(多){% endblocktranslate %}
   <a title="{% translate '评价' context '动作' %}">it's "quoted"
"""


@pytest.fixture
def wanted(tmp_path: Path) -> Catalog:
    (tmp_path / "templates").mkdir()
    (tmp_path / "rules.py").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return catalogues.collect(tmp_path)


def test_texts_of_python_and_templates_are_collected(wanted: Catalog):
    found = {(message.context, message.id) for message in wanted if message.id}
    assert found == {
        (None, "信访事项"),
        (None, "请填这一项。"),
        (None, ("%(n)s 件", "%(n)s 件(多)")),
        ("按钮", "转送"),
        (None, "查询进度"),
        (None, ("还有 %(n)s 天", "还有 %(n)s 天(多)")),
        ("动作", "评价"),
    }


def _faults(wanted: Catalog, **translated: object) -> list[str]:
    english = Catalog(locale="en")
    english.add("信访事项", **translated)  # type: ignore[arg-type]
    return [line for line in catalogues.problems(wanted, english) if "信访事项" in line]


def test_untranslated_and_uncertain_texts_are_named(wanted: Catalog):
    assert len(list(catalogues.problems(wanted, Catalog(locale="en")))) == 7
    assert _faults(wanted, string="") == ["not translated: '信访事项' (rules.py)"]
    assert _faults(wanted, string="Petition", flags=["fuzzy"]) == ["fuzzy: '信访事项' (rules.py)"]
    assert _faults(wanted, string="Petition") == []


def test_translation_with_another_placeholder_is_named():
    wanted = Catalog()
    wanted.add("还有 %(n)s 天", flags=["python-format"])
    english = Catalog(locale="en")
    english.add("还有 %(n)s 天", "%(days)s days left", flags=["python-format"])
    assert list(catalogues.problems(wanted, english))
