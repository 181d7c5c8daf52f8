"""The petitions a visitor of the demo can open as their petitioner, with what it takes to open them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.people.identity import FACTOR, blind_index
from sunshine.foundation.people.models import Party
from sunshine.petitions.matter import FIRST
from sunshine.petitions.models import Filing
from sunshine.petitions.querycode import grouped
from sunshine.web.demo.stories import STORIES

# An opinion waiting to be opened, one long overdue, one answered and rated.
SHOWN = ("market-stalls", "post-allowance", "graduate-subsidy")


@dataclass(frozen=True, slots=True)
class Showcase:
    """`code` is grouped as it is printed; `factor` is the last four of the telephone."""

    number: str
    code: str
    factor: str
    title: str


def showcase() -> list[Showcase]:
    """Three of the demo's filings with their query codes; none outside demo mode."""
    if not settings.SUNSHINE_DEMO:
        return []
    phones = {story.id: story.filer.phone for story in STORIES}
    return [shown for name in SHOWN if (shown := _find(phones[name]))]


def _find(phone: str) -> Showcase | None:
    # Visitors may file with the same number; the story's own filing is the first.
    party = Party.objects.filter(phone_index=blind_index("phone", phone)).order_by("pk").first()
    return _shown(party.subject_id, phone) if party else None


def _shown(filing: UUID, phone: str) -> Showcase:
    words = words_at(filing, FIRST)
    number = Filing.objects.values_list("number", flat=True).get(pk=filing)
    return Showcase(number, grouped(words["code"]), phone[-FACTOR:], words["title"])
