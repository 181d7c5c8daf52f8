from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "sunshine.foundation.notices"
    label = "notices"
    verbose_name = "告知"
