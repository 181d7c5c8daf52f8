"""CPU time of running programs, whole process trees together, read from /proc."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def cpu_ms(roots: Iterable[int]) -> float:
    """Milliseconds of CPU that these processes, their living descendants and all that these waited for have used."""
    parents, spent = _read()
    return sum(spent[pid] for pid in _trees(set(roots), parents) if pid in spent) * TICK_MS


def _read() -> tuple[Mapping[int, int], Mapping[int, int]]:
    """Of every process: its parent, and its ticks with those of the children it waited for."""
    parents, spent = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(") ")[2].split()
            except OSError:  # it just ended
                continue
            parents[int(entry.name)] = int(fields[1])
            spent[int(entry.name)] = sum(map(int, fields[11:15]))
    return parents, spent


def _trees(roots: set[int], parents: Mapping[int, int]) -> set[int]:
    found = set(roots)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found
