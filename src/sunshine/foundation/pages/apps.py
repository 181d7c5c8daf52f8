from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "sunshine.foundation.pages"
    label = "pages"
    verbose_name = "页面"
