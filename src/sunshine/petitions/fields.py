"""Fields that several forms of a petition share: words as people type them, files of any kind, answers side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Words(forms.CharField):
    """Free words. Control characters that no store can keep are dropped rather than refused."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\0", "").encode("utf-8", "replace").decode()


class LongWords(Words):
    """Free words on several lines; the box begins with ``rows`` of them."""

    def __init__(self, rows: int = 4, **kw: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kw)


class ManyFilesInput(forms.FileInput):
    """Lets several files be chosen at once."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Any number of files of any kind: the store sets aside what it cannot show; nothing blocks a filing."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        return [one for one in data if one] if isinstance(data, list | tuple) else [data] if data else []


class Across(forms.RadioSelect):
    """A few short answers, shown side by side."""

    across = True


class Several(forms.MultipleChoiceField):
    """Any number of the choices, or none. Programs send a list, which reaches a form as lines."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, required=False, **kw)

    def to_python(self, value: Any) -> list[str]:
        return super().to_python(value.split("\n") if value and isinstance(value, str) else value)


class ToCome(forms.DateField):
    """Today or a later day."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kw)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("这一天已经过去了，请写今天或以后的日期。"))
        return day
