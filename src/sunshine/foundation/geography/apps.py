"""Tells Django about the geography room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GeographyConfig(AppConfig):
    """The divisions as a Django app."""

    name = "sunshine.foundation.geography"
    label = "geography"
    verbose_name = _("行政区划")
