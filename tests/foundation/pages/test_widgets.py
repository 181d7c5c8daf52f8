"""What we write out of a widget is what Django's own template would have said, but for blank lines between options."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from sunshine.foundation.pages.widgets import WRITTEN, Renderer

NASTY = """<b>"O'Neill" & 罗</b>"""
GROUPS = [
    ("", "请选"),
    (NASTY, [("1", NASTY), (2, "二")]),
    ("plain", mark_safe("<i>ours</i>")),
    (None, "—"),
]
WIDGETS = [
    forms.TextInput(), forms.NumberInput(), forms.EmailInput(), forms.TelInput(), forms.URLInput(), forms.DateInput(), forms.DateTimeInput(),
    forms.TimeInput(), forms.HiddenInput(), forms.Textarea(), forms.Select(choices=GROUPS), forms.SelectMultiple(choices=GROUPS),
]  # fmt: skip
ATTRIBUTES: list[dict[str, Any]] = [
    {},
    {"id": "id_x", "required": True, "disabled": False, "data-n": 3, "title": NASTY},
]


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("value", [None, "", "1", 2, 0, NASTY, mark_safe("<i>ours</i>")])
@pytest.mark.parametrize("attributes", ATTRIBUTES, ids=["bare", "attributes"])
def test_a_widget_reads_as_its_template(widget: forms.Widget, value: Any, attributes: dict[str, Any]) -> None:
    assert widget.template_name in WRITTEN
    shown = [value] if isinstance(widget, forms.SelectMultiple) else value
    ours, theirs = (
        widget.render("na<me", shown, attributes, renderer) for renderer in (Renderer(), TemplatesSetting())
    )
    assert ours == re.sub(r">\s+(?=</?opt|</select)", ">", theirs.strip())


def test_what_is_not_written_here_comes_from_its_template() -> None:
    assert 'type="checkbox"' in forms.CheckboxInput().render("x", value=True, renderer=Renderer())
