"""Writing the trail of signing in. It holds no password, no code and no name that nobody here bears."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from sunshine.foundation.network import address
from sunshine.foundation.signin.devices import device
from sunshine.foundation.signin.models import Event, Kind


def record(
    kind: Kind, request: HttpRequest | None, officer: UUID | None, *, by: UUID | None = None, means: str = ""
) -> None:
    """Write one line. ``by`` is who did it to the officer; nobody is named where the officer did it alone."""
    Event.objects.create(
        kind=kind, officer_id=officer, by_id=by if by != officer else None, means=means[:20],
        place=address(request) if request else "", device=device(request) if request else "",
    )  # fmt: skip


def purge() -> int:
    """Remove what is older than ``SUNSHINE_TRAIL_DAYS``; the database refuses anything under 180 days."""
    past = timezone.now() - timedelta(days=max(180, settings.SUNSHINE_TRAIL_DAYS))
    count, _ = Event.objects.filter(at__lt=past).delete()
    return count
