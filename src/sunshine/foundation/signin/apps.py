from __future__ import annotations

from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "sunshine.foundation.signin"
    label = "signin"
    verbose_name = "登录"

    def ready(self) -> None:
        from sunshine.foundation.ledger.vault import Boxes, holds
        from sunshine.foundation.signin import (
            rotation,
            signals,  # noqa: F401  connects the trail
        )

        holds(Boxes(rotation.usage, rotation.renew))
