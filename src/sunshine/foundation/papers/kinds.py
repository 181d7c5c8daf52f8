"""The kinds of document; the room that issues a kind declares it with its current template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sunshine.foundation.papers.typeset import ROOT


@dataclass(frozen=True, slots=True)
class PaperKind:
    """``template`` is the shipped version; administrators may publish others. Papers keep naming the one they were issued with."""

    code: str
    name: Any  # lazily translated
    template: Path
    sample: Callable[[], Mapping[str, Any]] | None = (
        None  # what a preview prints; without one it cannot be edited
    )
    under: Mapping[str, Path] = field(
        default_factory=dict
    )  # by rule set, the template of an earlier one: shipped, never edited

    @property
    def version(self) -> str:
        return str(self.template.relative_to(ROOT))

    def version_under(self, rules: str) -> str:
        """The version for what an earlier rule set binds; empty where it is the same as now."""
        found = self.under.get(rules)
        return str(found.relative_to(ROOT)) if found else ""


_kinds: dict[str, PaperKind] = {}


def declare(*kinds: PaperKind) -> None:
    """Make kinds known by code."""
    _kinds.update({kind.code: kind for kind in kinds})


def all_kinds() -> Sequence[PaperKind]:
    """Every kind, in the order of declaration."""
    return list(_kinds.values())


def kind(code: str) -> PaperKind:
    """The kind with this code. Raises KeyError."""
    return _kinds[code]
