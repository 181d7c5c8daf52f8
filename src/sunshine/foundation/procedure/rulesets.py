"""Rule sets 规则版本: which law a subject is bound to, by the day it was registered. A subject keeps its set for good.

The tables are written in the articles of the set in force now; an earlier set says which of its own articles said the
same, and which moves it did not know. The room that owns the tables declares its sets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sunshine.foundation.calendar.rules import SHANGHAI


def _as_written(law: str, move: str) -> str:
    return law


@dataclass(frozen=True)
class RuleSet:
    """``until`` is the first day on which it no longer held. ``cited`` turns the table's citation for a move into its own."""

    code: str
    name: Any  # lazily translated
    since: date
    until: date | None = None
    without: frozenset[str] = frozenset()  # moves that it does not know
    cited: Callable[[str, str], str] = _as_written


_sets: dict[str, RuleSet] = {}


def declare(*sets: RuleSet) -> None:
    """Make rule sets known, by code."""
    _sets.update({one.code: one for one in sets})


def in_force(at: datetime) -> RuleSet:
    """The set that binds what is registered at this moment. Raises LookupError for a day that none covers."""
    day = at.astimezone(SHANGHAI).date()
    found = (one for one in _sets.values() if one.since <= day and not (one.until and day >= one.until))
    one = next(found, None)
    if one is None:
        raise LookupError(f"no rule set covers {day}")
    return one


def knows(rules: str, move: str) -> bool:
    """Whether a subject bound to this set can be acted on by this move."""
    found = _sets.get(rules)
    return found is None or move not in found.without


def cited(law: str, rules: str, move: str = "") -> str:
    """A citation of the tables as the set of a subject has it."""
    found = _sets.get(rules)
    return found.cited(law, move) if found else law


def named(rules: str) -> Any:
    """What the set is called; its code where it is none of a matter's."""
    found = _sets.get(rules)
    return found.name if found else rules
