"""Officers with passwords at the door of a site that is no demo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from tests.support.cast import PASSWORD, Cast

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def strict(settings: Any) -> None:
    """Second factors are required, as everywhere but in the demo."""
    settings.SUNSHINE_FACTOR_REQUIRED = True


@pytest.fixture
def password(cast: Cast) -> Callable[[str], None]:
    def give(who: str) -> None:
        officer = cast.posts[who].officer
        officer.set_password(PASSWORD)
        officer.save(update_fields=["password"])

    return give


@pytest.fixture
def app(cast: Cast) -> Callable[[str], str]:
    """Give somebody an authenticator app; returns its secret."""

    def give(who: str) -> str:
        TOTP.activate(cast.posts[who].officer, SECRET)
        return SECRET

    return give


def sign_in(client: Client, who: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/sign-in/", {"login": who, "password": password}, **more)


def is_in(client: Client) -> bool:
    """Whether this browser's officer gets to their work."""
    return client.get("/desk/").status_code == 200
