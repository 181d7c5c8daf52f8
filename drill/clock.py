"""A clock that can be set wrong while a process runs: the offset stands in a file, which the process follows.

``python -m drill.clock worker`` is ``sunshine worker`` under such a clock. What the process reads through Python jumps
(``datetime``, ``time.time``); the database's own clock, the ids made by uuid-utils and ``time.monotonic`` do not.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from threading import Event, Thread

import time_machine

FILE = "DRILL_CLOCK"  # names the file with the seconds by which the clock is wrong
LOOK = 0.05  # seconds between two looks at it


def set_wrong(file: Path, seconds: float) -> None:
    """Set the clock of everybody who follows this file; 0 sets it right."""
    aside = file.with_suffix(".new")
    aside.write_text(str(seconds))
    aside.replace(file)


def follow() -> None:
    """Let this process's clock follow the file, from now on, on a thread of its own."""
    file = Path(os.environ[FILE])
    traveller = time_machine.travel(time.time(), tick=True).start()
    shifted = _shift(traveller, 0.0, file)
    Thread(target=_follow, args=(traveller, shifted, file), name="clock", daemon=True).start()


def _follow(traveller: time_machine.Traveller, shifted: float, file: Path) -> None:
    while not Event().wait(LOOK):
        shifted = _shift(traveller, shifted, file)


def _shift(traveller: time_machine.Traveller, shifted: float, file: Path) -> float:
    wanted = float(file.read_text())
    if wanted != shifted:
        traveller.shift(wanted - shifted)
    return wanted


def main() -> None:
    """The ``sunshine`` command under a clock that may be wrong."""
    from sunshine.web import cli

    follow()
    sys.argv[0] = "sunshine"
    cli.main()


if __name__ == "__main__":
    main()
