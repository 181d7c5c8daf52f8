from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "sunshine.foundation.files"
    label = "files"
    verbose_name = "附件"

    def ready(self) -> None:
        from sunshine.foundation.files.erasure import erase
        from sunshine.foundation.ledger.erasure import on_erase
        from sunshine.foundation.ledger.vault import wraps

        wraps("files_attachment", blobs=True)
        wraps("files_copy", blobs=True)
        on_erase(erase)
