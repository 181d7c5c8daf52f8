from __future__ import annotations

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "sunshine.foundation.duties"
    label = "duties"
    verbose_name = "责任"
