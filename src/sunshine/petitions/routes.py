"""法定途径: the list of statutory routes as rules, forms and pages see it, kept in memory (条例 第三十一条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import get_language

from sunshine.foundation.memory import remembered
from sunshine.foundation.offices.models import holds
from sunshine.petitions.models import StatutoryRoute

COLUMNS = (
    "code", "department", "demand", "category", "branch", "procedure", "basis", "body", "term", "materials", "plain",
    "words", "name_en",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """One statutory route in force."""

    code: str
    department: str
    demand: str
    category: str
    branch: str
    procedure: str
    basis: str
    body: str
    term: str
    materials: str
    plain: str
    words: str
    name_en: str

    @property
    def signs(self) -> Sequence[str]:
        """The words by which it is known in what people write."""
        return self.words.split()

    @property
    def english(self) -> str:
        """Its English name, for readers of English only."""
        return self.name_en if get_language() == "en" else ""


@remembered(seconds=60)
def ways() -> Mapping[str, Way]:
    """The routes in force by code, in the order of the list: departments stay together."""
    rows = StatutoryRoute.objects.filter(holds()).order_by("code").values_list(*COLUMNS)
    found = [Way(*row) for row in rows]
    first = {way.department: n for n, way in reversed(list(enumerate(found)))}
    return {way.code: way for way in sorted(found, key=lambda way: (first[way.department], way.code))}


def search(words: Sequence[str]) -> list[Way]:
    """The routes that say all of these words anywhere, or whose plain words are among them. Those named first come first."""
    found = [(_closeness(way, words), way) for way in ways().values()]
    return [way for closeness, way in sorted(found, key=lambda pair: -pair[0]) if closeness]


def _closeness(way: Way, words: Sequence[str]) -> int:
    text = "\n".join(getattr(way, name) for name in COLUMNS).lower()
    told = "".join(words).lower()
    said = sum(len(sign) for sign in way.signs if sign.lower() in told)
    whole = all(word.lower() in text for word in words)
    named = any(word.lower() in f"{way.demand} {way.procedure}".lower() for word in words)
    return said + whole * (2 + named)


def by_department(found: Sequence[Way]) -> list[tuple[str, list[Way]]]:
    """Routes under the department that keeps them."""
    return [(name, list(those)) for name, those in groupby(found, key=lambda way: way.department)]


def choices() -> list[tuple[str, list[tuple[str, Any]]]]:
    """Grouped form choices of what is in force."""
    grouped = by_department(list(ways().values()))
    return [
        (name, [(way.code, f"{way.procedure}：{way.demand}") for way in those]) for name, those in grouped
    ]
