"""`make bench`: what Sunshine costs beside two peers and beside bare SQL, on this machine, in one run.

    python -m bench [--sizes 100000,1000000] [--peers 100000,1000000] [--seconds 12] [--write]

CPU is the server's, web and database together, in milliseconds a request; the clients are not counted. Of each kind of
request the cheapest of three rounds counts: what other programs cost, or neighbours on the same host, is not ours.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import product
from pathlib import Path

from bench import limit, machine, ours, peers
from bench.driver import Ask, Told, drive
from bench.ours import Site
from bench.peers import Peer
from bench.report import OURS, Run

DOCS = Path(__file__).parents[1] / "docs"
CLIENTS = {"filing": 8}  # at once; pages are opened by one
ROUNDS = 3


def main() -> None:
    """Measure, print, and with ``--write`` renew what docs/performance.md shows."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--sizes", default="100000", help="petitions Sunshine holds, one site after the other"
    )
    parser.add_argument("--peers", default="100000", help="rows the peers hold, likewise; 0 leaves them out")
    parser.add_argument("--seconds", type=float, default=12, help="for each kind of request, in three rounds")
    parser.add_argument("--port", type=int, default=8490)
    parser.add_argument("--write", action="store_true", help="renew docs/performance.json and its chart")
    chosen = parser.parse_args()
    run = Run(machine.describe())
    print(", ".join(f"{name} {value}" for name, value in run.machine.items()))
    for size in _numbers(chosen.sizes):
        with ProcessPoolExecutor(1) as apart:  # Django is set up for one database a process
            run.told |= apart.submit(measured, size, chosen.port, chosen.seconds).result()
    for rows, start in product(_numbers(chosen.peers), (peers.helpdesk, peers.baisitong)):
        with start(rows, chosen.port + 1) as peer:
            measure(run, f"{peer.name}, {rows:,}", peer, peer.asks, chosen.seconds)
    print("\n" + run.table())
    if chosen.write:
        run.write(DOCS / "performance.json")
        run.chart(DOCS / "images" / "performance.svg")


def _numbers(typed: str) -> list[int]:
    return [int(one) for one in typed.split(",") if int(one)]


def measured(size: int, port: int, seconds: float) -> dict[str, dict[str, Told]]:
    """One site of ours from filling to the last figure."""
    run, name = Run({}), f"{OURS}, {size:,}"
    with ours.site(size, port) as site:
        measure(run, name, site, ours.asks(site), seconds)
        run.note(name, "worker, a duty", ours.worker_pass(site, seconds))
        bare = limit.measure(site.postgres, site.postgres.urls()[1], seconds)
        run.note("the same rows by bare SQL", "filing", bare)
    return run.told


def measure(run: Run, name: str, server: Site | Peer, asks: Iterable[Ask], seconds: float) -> None:
    """Ask everything of one system."""
    for ask in asks:
        rounds = [_round(server, ask, seconds / ROUNDS) for _ in range(ROUNDS)]
        run.note(name, ask.name, min(rounds, key=lambda told: told.cpu))


def _round(server: Site | Peer, ask: Ask, seconds: float) -> Told:
    clients = CLIENTS.get(ask.name, 1)
    server.statements()
    told = drive(server.port, ask, clients, seconds, server.pids)
    return _with_statements(told, server.statements(), clients)


def _with_statements(told: Told, count: int | None, clients: int) -> Told:
    asked = told.answers + 1 + clients * 3
    return replace(told, statements=round(count / asked, 1)) if count is not None else told


if __name__ == "__main__":
    main()
