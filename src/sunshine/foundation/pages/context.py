"""What every page's frame needs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from sunshine.foundation.offices.directory import directory
from sunshine.foundation.pages.views import TEXT_COOKIE


def shell(request: HttpRequest) -> dict[str, Any]:
    """The reader's own settings, the unit and the actor, for the page's frame."""
    return {
        "large_text": request.COOKIES.get(TEXT_COOKIE) == "large",
        "demo": settings.SUNSHINE_DEMO,
        "my_unit": lambda: directory().name(request.actor.unit),  # type: ignore[attr-defined]
        "in_bureau": lambda: _in_bureau(request.actor.unit),  # type: ignore[attr-defined]
        "actor": getattr(request, "actor", None),
    }


def _in_bureau(unit: UUID | None) -> bool:
    office = directory().get(unit)
    return office is not None and office.is_bureau
