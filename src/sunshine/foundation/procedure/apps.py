from __future__ import annotations

from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    name = "sunshine.foundation.procedure"
    label = "procedure"
    verbose_name = "规程"
