"""Duty rules: what is owed, by which role, for how long, under which article. Each room declares its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sunshine.foundation.calendar.rules import (
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

    def due(self, anchor: datetime, calendar: WorkCalendar) -> Due:
        return deadline(anchor, self.term, calendar)

    def wakes(self, opened_at: datetime, due_at: datetime) -> list[datetime]:
        return [due_at] if self.right else reminder_times(opened_at, due_at, FRACTIONS)


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
