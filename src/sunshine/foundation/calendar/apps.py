"""Tells Django about the calendar room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarConfig(AppConfig):
    """The working calendar as a Django app."""

    name = "sunshine.foundation.calendar"
    label = "calendar"
    verbose_name = _("工作日历")
