"""`make drill`: people file at full speed while everything under them is killed, filled up and set to a wrong time.

    python -m drill [--seconds 60] [--clients 8] [--short] [--only BLOW] [--keep FOLDER]

Ends with code 1 and a line for each fault when anything acknowledged is lost, doubled or owed wrongly.
"""

from __future__ import annotations

import argparse
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import django

from bench import machine
from drill import queue
from drill.blows import ALL, KILLS, WRONG_CLOCK, Blow, Strike, strike
from drill.clients import Book, Client
from drill.provider import Provider, provider
from drill.report import Run
from drill.room import room
from drill.site import Site, keep, site
from drill.supervisor import PAUSE
from sunshine.web.launcher.progress import step

SHORT_PAUSE = 0.3  # seconds before the supervisor starts again what was killed, in the short form
TICKS = 75.0  # seconds in which something is due by the clock at least once
PATIENCE = 600.0  # seconds for the worker to do what is left


def main() -> None:
    """Run it, print the figures, and say what is wrong."""
    chosen = _chosen()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))  # so that nothing of it stays behind
    print(", ".join(f"{name} {value}" for name, value in machine.describe().items()), flush=True)
    with ExitStack() as running:
        with step("Starting a site of its own"):
            disk = running.enter_context(room(limited=not chosen.short))
            taker, texts = running.enter_context(provider())
            made = running.enter_context(
                site(disk, chosen.port or _free(), texts, chosen.template, _pause(chosen))
            )
        run, faults = _drill(made, taker, chosen)
        if chosen.keep:
            keep(made.logs, chosen.keep)
    print("\n" + run.table() + "\n")
    for fault in faults:
        print(f"drill: {fault}", file=sys.stderr)
    if faults:
        sys.exit(1)
    print("Everything acknowledged is there exactly once, proven, owed and told.")


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="drill", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="of filing; all blows fall within them")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--port", type=int, default=0, help="default: any that is free")
    parser.add_argument(
        "--short", action="store_true", help="the three kills only, on a plain folder, in a hurry"
    )
    parser.add_argument("--only", action="append", choices=ALL, help="this blow; may be given again")
    parser.add_argument("--template", type=Path, help="a stopped, migrated cluster to begin with")
    parser.add_argument("--keep", type=Path, help="a folder for what the processes said")
    return parser.parse_args()


def _pause(chosen: argparse.Namespace) -> float:
    return SHORT_PAUSE if chosen.short else PAUSE


def _drill(made: Site, taker: Provider, chosen: argparse.Namespace) -> tuple[Run, list[str]]:
    django.setup()
    from drill.checks import Checks

    book, begun = Book(), time.monotonic()
    with step(f"{chosen.clients} clients file for {chosen.seconds:.0f} s while the blows fall"):
        blows = _file_under(made, book, taker, chosen)
    lasted = time.monotonic() - begun
    with step("The worker does what is left"):
        figures, faults = _settle(made, blows, hurried=chosen.short)
    checks = Checks(book, taker, chosen.clients)
    with step("Comparing and proving"):
        faults += [*checks.faults(), *_verify(made, figures)]
    figures |= checks.figures
    return Run(book, taker, blows, made.supervisor.starts, lasted, figures), faults


def _file_under(made: Site, book: Book, taker: Provider, chosen: argparse.Namespace) -> list[Blow]:
    """Clients file while the blows fall."""
    which: dict[str, Strike] = KILLS if chosen.short else ALL
    which = {name: act for name, act in which.items() if name in (chosen.only or which)}
    stop = Event()
    crew = [Client(nth, made.port, book, stop) for nth in range(chosen.clients)]
    for one in crew:
        one.start()
    try:
        return strike(made, book, taker, which, chosen.seconds)
    finally:
        stop.set()
        for one in crew:
            one.join(60)


def _settle(made: Site, blows: list[Blow], *, hurried: bool) -> tuple[dict[str, object], list[str]]:
    """The worker empties its queue and goes by the right clock again; a job that is left is a fault."""
    seconds, left = queue.drain(made.postgres, PATIENCE, hurried=hurried)
    figures: dict[str, object] = {"queue emptied after the last filing in": f"{seconds:.1f} s"}
    faults = [f"{count} jobs are left {status}" for status, count in left.items() if count]
    faults += queue.named(made.postgres) if faults else []
    if blows[-1].name == WRONG_CLOCK:
        faults += _by_the_clock(made, blows[-1], figures)
    return figures, faults


def _by_the_clock(made: Site, blow: Blow, figures: dict[str, object]) -> Iterator[str]:
    """What is done every minute is done again, now that the clock is right."""
    since = time.time() - (time.monotonic() - blow.over)
    found = queue.ticked(made.postgres, since, time.time() + TICKS, TICKS)
    figures["work by the clock once it was right again"] = "goes on" if found else "none"
    if not found:
        yield "the worker has done nothing by the clock since that was set right"


def _verify(made: Site, figures: dict[str, object]) -> Iterator[str]:
    """``sunshine verify`` in a process of its own, as an auditor runs it."""
    begun = time.monotonic()
    said = subprocess.run(
        [sys.executable, "-m", "sunshine.web.cli", "verify"], capture_output=True, text=True, check=False
    )
    figures["sunshine verify"] = (
        f"{', '.join(said.stdout.split(chr(10))).strip(', ')}; {time.monotonic() - begun:.1f} s"
    )
    if said.returncode:
        yield f"sunshine verify: {said.stderr.strip()}"


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
