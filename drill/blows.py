"""The blows, in turn: each hits a site that works, and is followed until filings are acknowledged again."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drill import clock
from drill.clients import Book
from drill.provider import Provider
from drill.site import Site
from drill.supervisor import kill

AHEAD, BEHIND = 3 * 24 * 3600, -3600  # seconds by which the clock is wrong
ROUND = 60.0  # seconds of one round of all blows
RECOVERY = 90.0  # seconds a site may take to acknowledge again
WAIT = 0.25  # of a blow's share of the time, before it is struck
HOLD = 0.4  # of it, while a blow lasts that does not end by itself
BREATH = 0.2
SETTLED = 0.5  # seconds after which no text of a killed worker is still on its way
WRONG_CLOCK = "clock wrong"


@dataclass
class Blow:
    """One blow. Times are of ``time.monotonic``; the site could recover from ``over`` on."""

    name: str
    struck: float
    over: float = 0.0
    note: str = ""


@dataclass(frozen=True)
class Hand:
    """What strikes: the site, what its clients and the provider saw, and how long a blow may last (seconds)."""

    site: Site
    book: Book
    provider: Provider
    hold: float


def web_processes(hand: Hand) -> str:
    """Kill -9 of everything below the web server, which starts them again itself."""
    return f"{kill(hand.site.part('web'), head=False)} processes"


def web(hand: Hand) -> str:
    """Kill -9 of the web server and its processes."""
    return f"{kill(hand.site.part('web'))} processes"


def worker(hand: Hand) -> str:
    """Kill -9 of the worker with whatever jobs it holds."""
    return f"{kill(hand.site.part('worker'))} process"


def database(hand: Hand) -> str:
    """Kill -9 of the database's server and every backend; it recovers from its log."""
    return f"{kill(hand.site.part('database'))} processes"


def disk(hand: Hand) -> str:
    """No byte left for database, files and counts, until room is made again."""
    if not hand.site.room.limited:
        return f"left out: {hand.site.room.way} cannot be filled without filling the machine's disk"
    starts = hand.site.supervisor.starts["database"]
    done = _acknowledged_while(hand.book, lambda: _keep_full(hand))
    hand.site.room.empty()
    again = hand.site.supervisor.starts["database"] - starts
    return f"{hand.site.room.way}, full for {hand.hold:.1f} s; {done} acknowledged meanwhile, database restarted {again}×"


def _keep_full(hand: Hand) -> None:
    """Also of what others give back meanwhile."""
    until = time.monotonic() + hand.hold
    while time.monotonic() < until:
        hand.site.room.fill()
        time.sleep(BREATH)


def wrong_clock(hand: Hand) -> str:
    """Web and worker see a clock three days ahead, then one an hour behind, then the right one.

    The worker is killed as well, so that it begins by the clock that is ahead and has queued something by it.
    """
    clock.set_wrong(hand.site.clock, AHEAD)
    kill(hand.site.part("worker"))
    ahead = _acknowledged_while(hand.book, lambda: _work_ahead(hand))
    clock.set_wrong(hand.site.clock, BEHIND)
    behind = _acknowledged_while(hand.book, lambda: time.sleep(hand.hold / 2))
    clock.set_wrong(hand.site.clock, 0)
    return f"+3 days ({ahead} acknowledged), -1 hour ({behind}), and the worker killed"


def _work_ahead(hand: Hand) -> None:
    """Until the worker is back and at work, which is when it has looked at the clock."""
    killed = time.monotonic() + SETTLED
    time.sleep(hand.hold / 2)
    while first_text_after(hand.provider, killed) is None:
        assert time.monotonic() - killed < RECOVERY, "the worker did nothing while its clock was ahead"
        time.sleep(0.02)


def _acknowledged_while(book: Book, act: Callable[[], None]) -> int:
    before = len(book.acknowledged)
    act()
    return len(book.acknowledged) - before


Strike = Callable[[Hand], str]
KILLS: dict[str, Strike] = {"web killed": web, "worker killed": worker, "database killed": database}
ALL: dict[str, Strike] = {
    "web's processes killed": web_processes, **KILLS, "disk full": disk, WRONG_CLOCK: wrong_clock,
}  # fmt: skip


def strike(
    site: Site, book: Book, provider: Provider, which: dict[str, Strike], seconds: float
) -> list[Blow]:
    """All of them in turn, spread over the time, round after round when there is time for several."""
    turns = list(which.items()) * max(1, int(seconds // ROUND))
    share = seconds / len(turns)
    hand = Hand(site, book, provider, share * HOLD)
    blows = []
    for name, act in turns:
        begun = time.monotonic()
        acknowledged_since(book, begun)
        time.sleep(max(0.0, begun + share * WAIT - time.monotonic()))
        blow = Blow(name, time.monotonic())
        blow.note = act(hand)
        blow.over = time.monotonic()
        blows.append(blow)
        time.sleep(max(0.0, begun + share - time.monotonic()))
    acknowledged_since(book, blows[-1].over)
    return blows


def acknowledged_since(book: Book, moment: float) -> None:
    """Wait for the acknowledgement of something sent after this moment. Raises AssertionError when none comes."""
    until = time.monotonic() + RECOVERY
    while first_after(book, moment) is None:
        assert time.monotonic() < until, f"no filing was acknowledged for {RECOVERY:.0f} s"
        time.sleep(0.02)


def first_after(book: Book, moment: float) -> float | None:
    """Seconds from this moment to the first acknowledgement of something sent after it."""
    return min(
        (one.at - moment for one in list(book.acknowledged.values()) if one.sent >= moment), default=None
    )


def first_text_after(provider: Provider, moment: float) -> float | None:
    """Seconds from this moment to the first text that was handed over after it."""
    return _first(provider.times, moment)


def _first(times: Sequence[float], moment: float) -> float | None:
    return min((at - moment for at in list(times) if at > moment), default=None)
