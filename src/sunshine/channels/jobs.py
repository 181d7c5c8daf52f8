"""What the worker does for the citizen site: drafts that were left lying are thrown away."""

from __future__ import annotations

from django.utils import timezone

from sunshine.channels import room
from sunshine.channels.models import Draft
from sunshine.foundation.periodic import periodic


@periodic("17 * * * *")
def forget_drafts(timestamp: int) -> None:
    """Every hour: drafts past their day go, with their files; while room is scarce, those left lying for a day."""
    Draft.objects.filter(expires_at__lte=timezone.now()).delete()
    room.relieve()
