"""The kinds of document; the room that issues a kind declares it with its current template."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sunshine.foundation.papers.typeset import ROOT


@dataclass(frozen=True, slots=True)
class PaperKind:
    """``template`` is the version used for what is issued from now on; older papers keep naming theirs."""

    code: str
    name: Any  # lazily translated
    template: Path

    @property
    def version(self) -> str:
        return str(self.template.relative_to(ROOT))


_kinds: dict[str, PaperKind] = {}


def declare(*kinds: PaperKind) -> None:
    """Make kinds known by code."""
    _kinds.update({kind.code: kind for kind in kinds})


def kind(code: str) -> PaperKind:
    """The kind with this code. Raises KeyError."""
    return _kinds[code]
