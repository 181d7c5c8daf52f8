from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "sunshine.foundation.papers"
    label = "papers"
    verbose_name = "文书"
