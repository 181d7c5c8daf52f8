from __future__ import annotations

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "sunshine.petitions"
    label = "petitions"
    verbose_name = "信访事项"

    def ready(self) -> None:
        from sunshine.foundation.procedure.table import register
        from sunshine.petitions.procedure import filing, handling, petition

        register(filing.PROCEDURE, petition.PROCEDURE, handling.PROCEDURE)
