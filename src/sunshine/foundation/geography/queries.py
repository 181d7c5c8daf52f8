"""Reading the divisions. They come with a release and nothing edits them, so each process reads the table once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils.timezone import localdate
from django.utils.translation import get_language

from sunshine.foundation.geography.models import Division

COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Atlas:
    """All divisions by code, and the codes below each, in the order people list them."""

    by_code: Mapping[str, Division]
    below: Mapping[str, Sequence[str]]


def division(code: str) -> Division:
    """The division with this code, in force or not. Raises Division.DoesNotExist."""
    try:
        return _atlas().by_code[code]
    except KeyError:
        raise Division.DoesNotExist(code) from None


def children(code: str) -> list[Division]:
    """The divisions directly below that are in force today; none for an unknown code."""
    atlas, today = _atlas(), localdate()
    return [one for one in (atlas.by_code[c] for c in atlas.below.get(code, ())) if _in_force(one, today)]


def lineage(code: str) -> list[Division]:
    """The division and those above it, from the province down. Raises Division.DoesNotExist."""
    found = [division(code)]
    while found[0].parent_id:
        found.insert(0, division(found[0].parent_id))
    return found


def full_name(code: str, language: str | None = None) -> str:
    """The whole name, as 四川省眉山市仁寿县, or "Renshou County, Meishan, Sichuan" in English; else as the reader reads.

    Raises Division.DoesNotExist.
    """
    line = lineage(code)
    if (language or get_language() or "").startswith("en"):
        return ", ".join(one.name_en for one in reversed(line))
    return "".join(one.name for one in line)


def prefix(code: str) -> str:
    """The digits that the codes of a division and of all below it begin with: 511400 gives 5114."""
    if len(code) > COUNTY_DIGITS:
        return code
    return code.removesuffix("00").removesuffix("00")


def forget() -> None:
    """Make the next reader in this process look at the table again."""
    _atlas.cache_clear()


@cache
def _atlas() -> Atlas:
    below: dict[str, list[str]] = defaultdict(list)
    by_code = {one.code: one for one in Division.objects.order_by("sort")}
    for one in by_code.values():
        if one.parent_id:
            below[one.parent_id].append(one.code)
    return Atlas(by_code, dict(below))


def _in_force(one: Division, today: date) -> bool:
    return (one.valid_from is None or one.valid_from <= today) and (
        one.valid_to is None or today <= one.valid_to
    )
