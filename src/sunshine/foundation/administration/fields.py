"""Form fields that name a unit or a place as people write them, and keep its id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunshine.foundation.geography.models import Division
from sunshine.foundation.geography.queries import division, full_name
from sunshine.foundation.offices.directory import Office, directory


class Wide(forms.TextInput):
    """A line that takes a whole row of its form."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"class": "wide", **(attrs or {})})


class Lines(forms.Textarea):
    """Two lines, so that a document's name and number are read whole."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"rows": 2, **(attrs or {})})


class HoursField(forms.CharField):
    """Opening hours."""


class UnitField(forms.CharField):
    """A unit in force, by code, name or short name; its value is the id as text."""

    def __init__(self, **kw: Any) -> None:
        kw.setdefault("help_text", gettext_lazy("写单位代码或全称，在“单位”页可以查到。"))
        super().__init__(max_length=160, **kw)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return str(unit_named(text).id) if text else ""

    def prepare_value(self, value: Any) -> Any:
        """The code of what was kept; what somebody typed stays as it was typed."""
        office = directory().get(_as_uuid(value))
        return office.code if office else value


def unit_named(text: str) -> Office:
    """The unit people mean. Raises ValidationError that says what to write instead."""
    book = directory()
    named = book.get(_as_uuid(text))
    if named is None:
        named = book.by_code.get(text)
    found = [named] if named else _called(text)
    standing = [office for office in found if office.in_force]
    if not standing:
        raise ValidationError(_("没有在用的单位叫“%s”。请到“单位”页查好代码再写。") % text[:60])
    if len(standing) > 1:
        codes = "、".join(office.code for office in standing[:5])
        raise ValidationError(_("有几个单位叫这个名字，请写代码：%s。") % codes)
    return standing[0]


def _called(text: str) -> list[Office]:
    offices = list(directory().units.values())
    return [o for o in offices if o.zh == text] or [o for o in offices if text in (o.short, o.en)]


def _as_uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


class DivisionField(forms.CharField):
    """A division by its national code; its value is the code."""

    def __init__(self, **kw: Any) -> None:
        kw.setdefault("help_text", gettext_lazy("六位行政区划代码，乡镇九位，如 511421。"))
        super().__init__(max_length=9, **kw)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text:
            known_division(text)
        return text


def known_division(code: str) -> Division:
    """The division with this code. Raises ValidationError."""
    try:
        return division(code)
    except Division.DoesNotExist:
        raise ValidationError(
            _("没有代码是“%s”的行政区划。请写六位（乡镇九位）数字代码。") % code[:20]
        ) from None


def place(code: str) -> str:
    """The whole name of a division, empty for none."""
    return full_name(code) if code else ""


def whole(text: str) -> SafeString:
    """A code or a number, never broken over two lines."""
    return format_html('<span class="nowrap">{}</span>', text) if text else SafeString("")
