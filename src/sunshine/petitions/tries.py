"""Wrong tries at what only a petitioner knows: how many are free, how long one then waits, what is closed. Counted, never named.

Nobody can walk the codes, and no stranger can lock the owner out: what slows a guesser is counted by the network it
comes from, and the browser that once proved a filing has a count of its own. docs/operations.md has the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from sunshine.foundation.people.identity import blind_index
from sunshine.petitions.models import Tries

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Budget:
    """How many wrong tries within ``span`` of the first pass at once. After them one waits ``wait``, twice as long each
    time and an hour at most; with no ``wait``, until the span is over."""

    free: int
    span: timedelta
    wait: timedelta | None = None

    def closed_until(self, wrong: int, since: datetime, last: datetime) -> datetime | None:
        """Until when nothing more is looked at, after so many wrong tries."""
        over = since + self.span
        if wrong < self.free:
            return None
        if self.wait is None:
            return over
        doubled: int = 2 ** min(wrong - self.free, 12)
        return min(over, last + min(HOUR, self.wait * doubled))


# On one number from one network, or from a browser that proved it; on it from anywhere; on all from one network.
NEAR = Budget(5, DAY, timedelta(seconds=30))
FAR = Budget(200, DAY)
WARY = Budget(
    1, DAY, HOUR
)  # takes the place of NEAR once FAR is used up: the owner's own network is still new
NETWORK = Budget(300, HOUR)
# Only 10 000 last fours exist, so whoever holds a code may try few of them, ever: then the code must be renewed.
FACTOR = Budget(20, 30 * DAY)

ASKING = Budget(20, HOUR)  # recovery codes asked for from one network


class TooManyTries(Exception):
    """Too many wrong tries: nothing is looked at until ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who tries: the network they come from, and the filings their browser has proven before, as ``mark`` names them."""

    network: str
    browser: str = ""
    proven: frozenset[str] = field(default=frozenset())

    def knows(self, filing: UUID | None) -> bool:
        return filing is not None and mark(filing) in self.proven


def mark(filing: UUID) -> str:
    """What a browser keeps of a filing it has proven: it leads to nothing without our keys."""
    return _key("known", str(filing))[:24]


Keys = Mapping[str, Budget]


def code_keys(number: str, filing: UUID | None, visitor: Visitor) -> Keys:
    """What is counted when a code is tried on this number, whether or not there is such a number."""
    if visitor.knows(filing):
        return {_key("code", number, visitor.browser): NEAR}
    return {
        _key("code", number, visitor.network): NEAR,
        _key("code", number): FAR,
        _key("network", visitor.network): NETWORK,
    }


def factor_keys(filing: UUID, visitor: Visitor) -> Keys:
    """What is counted when the last four are tried on this filing."""
    where = visitor.browser if visitor.knows(filing) else visitor.network
    whole = "factor known" if visitor.knows(filing) else "factor"
    return {_key("factor", str(filing), where): NEAR, _key(whole, str(filing)): FACTOR}


def asking_keys(visitor: Visitor) -> Keys:
    """What is counted when a recovery code is asked for, whatever the telephone."""
    return {_key("asking", visitor.network): ASKING}


def check(keys: Keys, now: datetime | None = None) -> None:
    """Raises TooManyTries while any of these is closed. One statement."""
    now = now or timezone.now()
    rows = {
        row.key: row
        for row in Tries.objects.filter(key__in=list(keys))
        if row.since + keys[row.key].span > now
    }
    spent = {budget for key, budget in keys.items() if key in rows and rows[key].wrong >= budget.free}
    closed = []
    for key, row in rows.items():
        budget = WARY if keys[key] is NEAR and FAR in spent else keys[key]
        if keys[key] is not FAR:
            closed.append(budget.closed_until(row.wrong, row.since, row.last))
    until = max(filter(None, closed), default=None)
    if until and until > now:
        raise TooManyTries(until)


COUNT = """
INSERT INTO petitions_tries AS t (key, wrong, since, last) VALUES (%(key)s, 1, %(now)s, %(now)s)
ON CONFLICT (key) DO UPDATE SET
  wrong = CASE WHEN t.since > %(past)s THEN least(t.wrong + 1, 100000) ELSE 1 END,
  since = CASE WHEN t.since > %(past)s THEN t.since ELSE %(now)s END,
  last = %(now)s
"""


def count(keys: Keys, now: datetime | None = None) -> None:
    """Count one wrong try. Keys in one order, so that two tries never wait for each other."""
    now = now or timezone.now()
    with connection.cursor() as cursor:
        for key, budget in sorted(keys.items(), key=lambda item: item[0]):
            cursor.execute(COUNT, {"key": key, "now": now, "past": now - budget.span})


def forget(keys: Iterable[str]) -> None:
    """Start these counts anew: the right code was given, or the code was renewed."""
    Tries.objects.filter(key__in=list(keys)).delete()


def renewed(filing: UUID) -> None:
    """A new code makes the guesses at the old one's last four void."""
    forget([_key("factor", str(filing)), _key("factor known", str(filing))])


def purge() -> int:
    """Remove counts that have no effect any more."""
    removed, _ = Tries.objects.filter(since__lt=timezone.now() - 31 * DAY).delete()
    return removed


def network_mark(network: str) -> str:
    """What a rating keeps of the network it came from: enough to see that many came from one, and it tells nobody which."""
    return _key("rating", network)


def _key(*parts: str) -> str:
    """A blind key, so that the table tells neither numbers nor networks."""
    return (blind_index("tries", "|".join(parts)) or b"").hex()
