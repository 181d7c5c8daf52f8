"""Duty rules: what is owed, by which role, for how long, under which article. Each room declares its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sunshine.foundation.calendar.rules import (
    SHANGHAI,
    Days,
    Due,
    WorkCalendar,
    WorkingDays,
    days_left,
    deadline,
    reminder_times,
)

FRACTIONS = (0.5, 0.8, 1.0)  # of the term, when a duty is called to mind; the last is the due time itself


@dataclass(frozen=True)
class DutyRule:
    """One kind of obligation. ``right`` marks a petitioner's right, which lapses silently instead of going overdue."""

    code: str
    name: Any  # lazily translated
    term: Days | WorkingDays
    holder: str
    law: str
    right: bool = False
    at_least: int = 0  # a place may shorten the term to this many days; 0: to none
    then: str = ""  # the move the clock makes when the time is up, where that is no lateness but an effect
    told: Any = ""  # the same to the petitioner, where the name is the offices' own word

    def due(self, anchor: datetime, calendar: WorkCalendar, term: Days | WorkingDays | None = None) -> Due:
        return deadline(anchor, term or self.term, calendar)

    def wakes(self, opened_at: datetime, due_at: datetime) -> list[datetime]:
        return [due_at] if self.right or self.then else reminder_times(opened_at, due_at, FRACTIONS)


@dataclass(frozen=True, slots=True)
class LocalLength:
    """A shorter term in one area, from one day (to the day before another). Never longer than the law's."""

    rule: str
    area: str  # the leading digits of its divisions
    n: int
    since: date
    until: date | None

    def holds(self, area: str, day: date) -> bool:
        ended = self.until is not None and day >= self.until
        return area.startswith(self.area) and self.since <= day and not ended


@dataclass(frozen=True)
class LocalTerms:
    """All local lengths by rule. One that is looked up for a later day never changes a term already running."""

    by_rule: Mapping[str, Sequence[LocalLength]]

    def term(self, rule: DutyRule, area: str, at: datetime) -> Days | WorkingDays:
        """The term of this rule there and then: the nearest area's, within the lawful bounds, else the law's own."""
        if not rule.at_least:
            return rule.term
        day = at.astimezone(SHANGHAI).date()
        found = [one for one in self.by_rule.get(rule.code, ()) if one.holds(area, day)]
        if not found:
            return rule.term
        nearest = max(found, key=lambda one: (len(one.area), one.since))
        return replace(rule.term, n=min(max(nearest.n, rule.at_least), rule.term.n))


STATUTORY = LocalTerms({})


class Light:
    """The light beside a due date. Always shown with its word; never colour alone."""

    GREEN, AMBER, RED = "green", "amber", "red"


def light(opened_at: datetime, due_at: datetime, now: datetime) -> str:
    """Red once overdue; amber from 80 % of the term or on the last day; else green."""
    if now >= due_at:
        return Light.RED
    used = (now - opened_at) / (due_at - opened_at)
    return Light.AMBER if used >= FRACTIONS[1] or days_left(due_at, now) <= 1 else Light.GREEN


_rules: dict[str, DutyRule] = {}


def declare(*rules: DutyRule) -> None:
    """Make rules known by code. A code is never reused for another meaning."""
    for rule in rules:
        if _rules.setdefault(rule.code, rule) is not rule:
            raise ValueError(f"duty rule {rule.code} is declared twice")


def rule(code: str) -> DutyRule:
    """The rule with this code. Raises KeyError."""
    return _rules[code]


def all_rules() -> Iterable[DutyRule]:
    """Every declared rule, in the order of declaration."""
    return _rules.values()
