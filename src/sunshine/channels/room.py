"""How much room drafts may take: anybody can begin one, so a hostile client could begin millions.

Nobody's draft is thrown away to make room for another's: where there is no room, no new one is begun, and the visitor
goes on with all questions on one page, from which they file as well. Only while drafts take more than half of all
there is does a week shrink to a day, the oldest first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone

from sunshine.channels.models import Draft
from sunshine.foundation.people.identity import blind_index

MEGABYTE = 1024 * 1024
MOST_WORDS = MEGABYTE  # bytes of one draft's answers: a short novel
RESTING = timedelta(days=1)  # how long an untouched draft stays while room is scarce
BATCH = 500


class NoRoom(Exception):
    """This draft cannot be kept; filing goes on without one."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many drafts, and how many bytes of them with their files."""

    drafts: int
    bytes: int

    def holds(self, drafts: int, size: int) -> bool:
        return drafts <= self.drafts and size <= self.bytes


NETWORK = Room(300, 1024 * MEGABYTE)  # an IPv4 address or an IPv6 /64: perhaps a whole village behind one
ALL = Room(20_000, 20 * 1024 * MEGABYTE)
HALF = Room(ALL.drafts // 2, ALL.bytes // 2)


def mark(network: str) -> str:
    """What a draft keeps of the network it came from: enough to count by, and it tells nobody where that is."""
    return (blind_index("draft", network) or b"").hex()


def there_is(network: str, *, drafts: int = 0, size: int = 0) -> bool:
    """Whether so many more drafts, or bytes, have room in this (marked) network and in all. One statement."""
    mine = Q(network=network)
    taken = Draft.objects.aggregate(
        all=Count("id"), all_bytes=Sum("size"), mine=Count("id", mine), my_bytes=Sum("size", filter=mine)
    )
    own, everybody = (taken["mine"], taken["my_bytes"] or 0), (taken["all"], taken["all_bytes"] or 0)
    return NETWORK.holds(own[0] + drafts, own[1] + size) and ALL.holds(
        everybody[0] + drafts, everybody[1] + size
    )


def relieve() -> None:
    """While drafts take more than half of all room, those untouched for a day go, the oldest first."""
    untouched = Draft.objects.filter(touched_at__lt=timezone.now() - RESTING).order_by("touched_at")
    while not _half_free():
        oldest = list(untouched.values_list("pk", flat=True)[:BATCH])
        if not oldest:
            return
        Draft.objects.filter(pk__in=oldest).delete()


def _half_free() -> bool:
    taken = Draft.objects.aggregate(drafts=Count("id"), bytes=Sum("size"))
    return HALF.holds(taken["drafts"], taken["bytes"] or 0)
