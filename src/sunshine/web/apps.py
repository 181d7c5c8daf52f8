from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sunshine.web"
    label = "web"
    verbose_name = "平台"
