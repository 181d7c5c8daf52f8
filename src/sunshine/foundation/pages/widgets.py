"""The widgets a case page has many of, written out here; every other, and the groups of fields, from their templates.

A page with seven moves shows some forty options and inputs. Django's templates for them cost as much as the rest of a move.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]


class Renderer(TemplatesSetting):
    """Django's renderer from templates, but for what ``WRITTEN`` knows."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        written = WRITTEN.get(template_name)
        shown = written(context["widget"]) if written else super().render(template_name, context, request)
        return mark_safe(shown)  # noqa: S308 – each value escaped on its way in


def _attributes(widget: Widget) -> str:
    given = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(
        f" {conditional_escape(name)}" + ("" if value is True else f'="{conditional_escape(str(value))}"')
        for name, value in given
    )


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{conditional_escape(str(widget["value"]))}"'
    return f'<input type="{widget["type"]}" name="{conditional_escape(widget["name"])}"{value}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    said = conditional_escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{conditional_escape(widget["name"])}"{_attributes(widget)}>\n{said}</textarea>'


def _select(widget: Widget) -> str:
    groups = "".join(
        _group(label, "".join(map(_option, options))) for label, options, _n in widget["optgroups"]
    )
    return f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget)}>{groups}</select>'


def _group(label: Any, options: str) -> str:
    return f'<optgroup label="{conditional_escape(label)}">{options}</optgroup>' if label else options


def _option(option: Widget) -> str:
    value = conditional_escape(str(option["value"]))
    return f'<option value="{value}"{_attributes(option)}>{conditional_escape(option["label"])}</option>'


WRITTEN: Mapping[str, Callable[[Widget], str]] = {
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
} | {
    f"django/forms/widgets/{kind}.html": _input
    for kind in ("text", "number", "email", "tel", "url", "date", "datetime", "time", "hidden")
}
