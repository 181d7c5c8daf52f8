"""What a topic of petitions is made of: fragments in people's own voices, put together by ``telling``.

Fragments have slots: ``{p}`` the county, ``{town}``, ``{village}``, ``{estate}``, ``{road}``, ``{firm}``, ``{boss}``, ``{n}`` a few,
``{m}`` some dozens, ``{money}`` yuan, ``{wan}`` ten thousands, ``{y}`` a year gone by, ``{m1}`` and ``{m2}`` months gone by,
``{d}`` a day, ``{age}``, ``{kin}``. A mark before a bar (``a|…``) ties a fragment to those with the same mark, so that what is asked,
found and answered is about what was told; fragments without one go with everything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Lines = Sequence[tuple[str, str]]  # mark, fragment


def lines(block: str) -> Lines:
    """One fragment a line, perhaps with a mark; a stroke breaks a fragment into lines."""
    found = (line.strip() for line in block.strip().splitlines())
    return tuple(_marked(line) for line in found) or (("", ""),)


def _marked(line: str) -> tuple[str, str]:
    mark, bar, text = line.partition("|")
    return (mark, text) if bar else ("", line.replace("/", "\n"))


def fitting(found: Lines, mark: str) -> Sequence[str]:
    """The fragments that go with this mark; those that have it themselves, where there are any."""
    own = [text for known, text in found if known == mark]
    return own or [text for known, text in found if not known]


@dataclass(frozen=True, slots=True)
class Answers:
    """What an organ finds and says, by outcome, and the rules it rests on."""

    basis: Lines
    found: Lines  # where it supports the demand
    yes: Lines
    found_else: Lines  # where it explains or refuses
    explain: Lines
    refuse: Lines


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing people petition about. ``months`` multiplies its weight in some months of the year."""

    key: str
    category: tuple[str, str]
    trade: str  # the department's word in the codes of organs
    weight: float
    facts: Lines
    more: Lines
    hurt: Lines
    asks: Lines
    short: Lines
    contact: Lines
    answers: Answers | None = None
    months: Mapping[int, float] = field(default_factory=dict)
    klass: str = "demand"
    purpose: str = "demand"
    branch: str = "31.6"
    procedure: str = ""  # of another branch, with the reason it is taken
    reason: str = ""
    limit: str = ""
