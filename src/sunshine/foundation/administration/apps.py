from __future__ import annotations

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "sunshine.foundation.administration"
    label = "administration"
    verbose_name = "管理"

    def ready(self) -> None:
        from sunshine.foundation.administration import (
            aftermath,  # noqa: F401  declares what follows moves
            imports,
            lengths,
            officers,
            paper_templates,
            posts,
            units,
            years,
        )
        from sunshine.foundation.administration.kinds import keep
        from sunshine.foundation.procedure.table import register

        keep(
            units.UNIT,
            officers.OFFICER,
            posts.POST,
            years.YEAR,
            lengths.LENGTH,
            paper_templates.TEMPLATE,
            paper_templates.WORDING,
        )
        register(imports.PROCEDURE)
