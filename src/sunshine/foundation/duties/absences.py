"""Who stands in for whom today 代班. Read many times, changed a few times a day, so kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from sunshine.foundation.duties.models import Absence
from sunshine.foundation.memory import remembered


@remembered(seconds=60)
def absences() -> Sequence[Absence]:
    """Absences that are not over; ``memory.edited()`` after one is named or ended."""
    return list(Absence.objects.filter(last_day__gte=timezone.localdate()))


def stands_in_for(post: UUID | None) -> frozenset[UUID]:
    """The posts whose absent holders this post stands in for today."""
    today = timezone.localdate()
    if post is None:
        return frozenset()
    return frozenset(
        one.post_id
        for one in absences()
        if one.substitute_id == post and one.first_day <= today <= one.last_day
    )
