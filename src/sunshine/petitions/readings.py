"""Recording what is read beyond single matters: searches for a person, exported lists (decision 0034)."""

from __future__ import annotations

from django.utils import timezone

from sunshine.foundation.offices.actors import Actor
from sunshine.petitions.models import Reading, ReadingKind


def record(
    actor: Actor, kind: ReadingKind, *, purpose: str = "", filters: str = "", found: int = 0
) -> Reading:
    """Write down who read, in which post and now; never whom or what was sought."""
    assert actor.officer is not None
    assert actor.post is not None
    return Reading.objects.create(
        kind=kind,
        officer_id=actor.officer,
        post_id=actor.post,
        at=timezone.now(),
        purpose=purpose,
        filters=filters,
        found=found,
    )
