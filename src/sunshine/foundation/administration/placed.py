"""What holds in one place from a day on: never retroactively, and kept by whoever administers that place."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.administration.moves import KeptForm
from sunshine.foundation.geography.queries import prefix
from sunshine.foundation.offices.actors import Actor


def since(help_text: Any) -> forms.DateField:
    """The first day on which it holds."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=_("自哪天起"), initial=timezone.localdate, widget=widget, help_text=help_text
    )


class PlacedForm(KeptForm):
    """A form with a ``division`` and a day ``valid_from``."""

    def clean_valid_from(self) -> date:
        chosen: date = self.cleaned_data["valid_from"]
        if chosen < timezone.localdate():
            raise ValidationError(say("不能追溯。请写今天或以后的日期。"))
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        actor: Actor | None = getattr(self, "actor", None)
        if actor is not None and data.get("division") and not prefix(data["division"]).startswith(actor.area):
            raise ValidationError({"division": say("这个地方不归您维护。请写您辖区内的区划代码。")})
        return data
