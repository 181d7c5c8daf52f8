from __future__ import annotations

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "sunshine.petitions"
    label = "petitions"
    verbose_name = "信访事项"

    def ready(self) -> None:
        from sunshine.foundation.administration.kinds import keep
        from sunshine.foundation.ledger.erasure import on_erase
        from sunshine.foundation.ledger.vault import wraps
        from sunshine.foundation.procedure.table import register
        from sunshine.foundation.search.index import declare
        from sunshine.petitions.categorykeeping import CATEGORY
        from sunshine.petitions.erasure import erase
        from sunshine.petitions.finding import SEARCHABLE
        from sunshine.petitions.pausekeeping import PAUSE_RULE
        from sunshine.petitions.procedure import (
            assisting,
            callback,
            conference,
            erasure,
            filing,
            handling,
            leave,
            objection,
            petition,
            recusal,
            review,
            urgent,
        )
        from sunshine.petitions.routekeeping import ROUTE

        keep(CATEGORY, ROUTE, PAUSE_RULE)
        declare("petition", SEARCHABLE)
        register(filing.PROCEDURE, petition.PROCEDURE, handling.PROCEDURE, review.PROCEDURE)
        register(objection.PROCEDURE, assisting.PROCEDURE, callback.PROCEDURE, recusal.PROCEDURE)
        register(urgent.PROCEDURE, urgent.COPIES, conference.PROCEDURE, conference.TASKS)
        register(erasure.PROCEDURE, leave.ABSENCE, leave.HANDOVER)
        wraps("petitions_casefile", blobs=True)
        on_erase(erase)
