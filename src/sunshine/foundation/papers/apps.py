from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "sunshine.foundation.papers"
    label = "papers"
    verbose_name = "文书"

    def ready(self) -> None:
        from sunshine.foundation.ledger.erasure import on_erase
        from sunshine.foundation.ledger.vault import wraps
        from sunshine.foundation.papers.erasure import erase

        on_erase(erase)
        wraps("papers_paper", blobs=True)
        wraps("papers_sealkey")
