from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "sunshine.foundation.notices"
    label = "notices"
    verbose_name = "告知"

    def ready(self) -> None:
        from sunshine.foundation.ledger.erasure import on_erase
        from sunshine.foundation.notices.erasure import erase

        on_erase(erase)
