from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sunshine.foundation.people"
    label = "people"
    verbose_name = "人员信息"

    def ready(self) -> None:
        from sunshine.foundation.ledger.erasure import on_erase
        from sunshine.foundation.people.erasure import erase

        on_erase(erase)
