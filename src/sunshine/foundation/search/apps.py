from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "sunshine.foundation.search"
    label = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        from sunshine.foundation.ledger.erasure import on_erase
        from sunshine.foundation.search.index import forget

        on_erase(forget)
