"""内容分类: what petitions are about, two levels, kept as a table. Codes are our own; a column maps to the national ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from sunshine.foundation.memory import remembered
from sunshine.petitions.models import Category


@dataclass(frozen=True, slots=True)
class About:
    """One category as lists and forms see it."""

    code: str
    zh: str
    en: str
    above: str  # code of the first level; empty for one of it
    in_force: bool

    @property
    def name(self) -> str:
        return self.en if get_language() == "en" and self.en else self.zh


@dataclass(frozen=True)
class Catalogue:
    """All categories there are or were; only those in force are offered."""

    by_code: Mapping[str, About]

    @cached_property
    def by_names(self) -> Mapping[tuple[str, str], str]:
        second = [one for one in self.by_code.values() if one.above]
        return {(self.by_code[one.above].zh, one.zh): one.code for one in second}


@remembered(seconds=60)
def catalogue() -> Catalogue:
    """The categories, kept in memory for a minute."""
    today = timezone.localdate()
    columns = ("code", "name", "name_en", "parent__code", "valid_from", "valid_to")
    rows = Category.objects.order_by("code").values_list(*columns)
    return Catalogue(
        {
            code: About(code, zh, en, above or "", since <= today and (until is None or today < until))
            for code, zh, en, above, since, until in rows
        }
    )


def choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Grouped form choices of what is in force, by code."""
    offered = [one for one in catalogue().by_code.values() if one.in_force]
    first = [one for one in offered if not one.above]
    return [(one.name, [(two.code, two.name) for two in offered if two.above == one.code]) for one in first]


def label(code: str) -> str:
    """``劳动和社会保障 › 工资福利``, in the reader's language; empty for an unknown code."""
    known = catalogue().by_code
    one = known.get(code)
    if one is None:
        return ""
    return f"{known[one.above].name} › {one.name}" if one.above else one.name


def code_of(first: str, second: str) -> str:
    """The code of a category by its Chinese names, as imports give them. Raises KeyError."""
    return catalogue().by_names[first, second]
