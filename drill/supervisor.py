"""What starts again whatever was killed, after a pause, as systemd does with the units in ``deploy/systemd``."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Protocol

from sunshine.web.launcher import children
from sunshine.web.launcher.postgres import Postgres
from sunshine.web.launcher.programs import PostgresError

PAUSE = 2.0  # seconds, the units' RestartSec
LOOK = 0.05


class Part(Protocol):
    """Something that runs and may be killed."""

    name: str

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """What runs, if it was started."""

    def begin(self) -> None:
        """Start it. Raises OSError or PostgresError when it cannot be."""

    def end(self) -> None:
        """Stop it in good order."""


class Program:
    """One of our own programs; ``before`` is done ahead of every start."""

    def __init__(
        self, name: str, command: Sequence[str], log: Path, before: Callable[[], None] | None = None
    ) -> None:
        self.name, self.command, self.before, self.log = name, command, before, log
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        if self.before:
            self.before()
        with self.log.open("ab") as log:
            self.process = children.start(self.command, output=log)

    def end(self) -> None:
        if self.process:
            children.stop(self.process, seconds=40)


class Database:
    """The database's server."""

    name = "database"

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        return self.postgres.server

    def begin(self) -> None:
        self.postgres.stop()  # what is left of the one that was killed
        self.postgres.start()

    def end(self) -> None:
        self.postgres.stop()


class Supervisor(Thread):
    """Keeps the parts running. They live at most as long as this thread, which the kernel sees to."""

    def __init__(self, parts: Sequence[Part], pause: float = PAUSE) -> None:
        super().__init__(name="supervisor", daemon=True)
        self.parts, self.pause = parts, pause
        self.starts = {part.name: int(is_running(part)) for part in parts}
        self.refusals: list[str] = []  # why a start failed
        self._halt = Event()

    def run(self) -> None:
        due = dict.fromkeys(self.starts, 0.0)
        while not self._halt.wait(LOOK):
            for part in self.parts:
                self._look_at(part, due)
        for part in reversed(self.parts):
            part.end()

    def _look_at(self, part: Part, due: dict[str, float]) -> None:
        now = time.monotonic()
        if is_running(part):
            due[part.name] = 0.0
        elif not due[part.name]:
            due[part.name] = now + (self.pause if self.starts[part.name] else 0.0)
        if due[part.name] and now >= due[part.name]:
            due[part.name] = 0.0
            self._begin(part)

    def _begin(self, part: Part) -> None:
        self.starts[part.name] += 1
        try:
            part.begin()
        except (OSError, PostgresError) as error:
            self.refusals.append(f"{part.name}: {error}")

    def stop(self) -> None:
        """Stop all of it and wait until it is."""
        self._halt.set()
        self.join(120)


def is_running(part: Part) -> bool:
    """Whether its process lives."""
    return part.process is not None and part.process.poll() is None


def kill(part: Part, *, head: bool = True) -> int:
    """Kill -9 its process and all that came of it, or only the latter; returns how many were killed."""
    if not is_running(part):
        return 0
    assert part.process is not None
    below = _below(part.process.pid)
    victims = [part.process.pid, *below] if head else below
    for pid in victims:
        _kill(pid)
    return len(victims)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _below(pid: int) -> list[int]:
    """Every process that came of this one."""
    found = [int(stat.parent.name) for stat in Path("/proc").glob("[0-9]*/stat") if _parent(stat) == pid]
    return found + [deeper for child in found for deeper in _below(child)]


def _parent(stat: Path) -> int:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):  # it has just gone
        return 0
