from __future__ import annotations

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "sunshine.foundation.offices"
    label = "offices"
    verbose_name = "机构"
