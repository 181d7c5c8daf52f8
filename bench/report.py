"""What a run found: one table for people, one JSON for programs, one chart for the documentation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from bench.driver import Told

OURS = "Sunshine"


@dataclass
class Run:
    """All that was measured, by system (with how many petitions it held) and by what was asked."""

    machine: Mapping[str, Any]
    told: dict[str, dict[str, Told]] = field(default_factory=dict)

    def note(self, system: str, what: str, told: Told) -> None:
        """Keep a figure and print it at once."""
        self.told.setdefault(system, {})[what] = told
        count = f"{told.statements:5.1f} statements" if told.statements is not None else ""
        print(
            f"{system:28} {what:18} {told.cpu:9.1f} ms CPU {told.per_second:8.1f}/s"
            f"  median {told.median:8.1f} ms  p95 {told.p95:8.1f} ms  {count}",
            flush=True,
        )

    def write(self, path: Path) -> None:
        """The JSON."""
        said = {
            system: {what: asdict(one) for what, one in all_.items()} for system, all_ in self.told.items()
        }
        path.write_text(json.dumps({"machine": self.machine, "measured": said}, indent=1) + "\n")

    def table(self) -> str:
        """Milliseconds of CPU a request, and in brackets how many times the first column."""
        systems = list(self.told)
        first = self.told[systems[0]]
        lines = ["| | " + " | ".join(systems) + " |", "| --- |" + " ---: |" * len(systems)]
        for what, own in first.items():
            cells = [self._cell(self.told[one].get(what), own, one == systems[0]) for one in systems]
            lines.append(f"| {what} | " + " | ".join(cells) + " |")
        return "\n".join(lines)

    def _cell(self, told: Told | None, own: Told, is_own: bool) -> str:
        if told is None:
            return "–"
        return f"{told.cpu:.1f}" + ("" if is_own else f" ({told.cpu / own.cpu:.1f}×)")

    def chart(self, path: Path) -> None:
        """Bars on a logarithmic scale: what each kind of request costs each system."""
        path.write_text(_chart(list(self.told.items())))


WIDTH, LABEL, BAR, GAP, DECADES = 760, 150, 13, 14, 4.0
COLOURS = ("#d98c00", "#e8b64c", "#7a8aa0", "#a8b3c2", "#c9d0d9")


def _chart(systems: Sequence[tuple[str, Mapping[str, Told]]]) -> str:
    kinds = list(systems[0][1])
    row = BAR * len(systems) + GAP
    parts = []
    for k, what in enumerate(kinds):
        top = 40 + k * row
        parts.append(f'<text x="{LABEL - 8}" y="{top + row / 2}" text-anchor="end">{escape(what)}</text>')
        for n, (_, told) in enumerate(systems):
            if what in told:
                parts.append(_bar(told[what].cpu, top + n * BAR, COLOURS[n % len(COLOURS)]))
    for n, (name, _) in enumerate(systems):
        parts.append(
            f'<rect x="{LABEL + n * 150}" y="10" width="10" height="10" fill="{COLOURS[n % len(COLOURS)]}"/>'
            f'<text x="{LABEL + 14 + n * 150}" y="19">{escape(name)}</text>'
        )
    height = 50 + row * len(kinds)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="11">'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _bar(cpu: float, top: float, colour: str) -> str:
    from math import log10

    long = max(2.0, (WIDTH - LABEL - 60) * min(1.0, log10(max(cpu, 1.0)) / DECADES))
    return (
        f'<rect x="{LABEL}" y="{top}" width="{long:.0f}" height="{BAR - 2}" fill="{colour}"/>'
        f'<text x="{LABEL + long + 4:.0f}" y="{top + BAR - 3}" font-size="10">{cpu:.1f} ms</text>'
    )
