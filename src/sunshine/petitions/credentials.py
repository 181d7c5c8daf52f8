"""The petitioner's credentials: number and query code; for papers, names and ratings also the last four of phone or ID."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.people.identity import Identity
from sunshine.petitions.matter import FIRST
from sunshine.petitions.models import Filing, Guesses
from sunshine.petitions.querycode import code_index

MOST = 10  # wrong tries on one number
SPAN = timedelta(hours=1)


class TooManyTries(Exception):
    """Ten wrong tries on this number within the hour: nothing is looked at until ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def filing_by_code(number: str, code: str) -> Filing | None:
    """The filing with this number and query code; ``None`` if either is wrong. Raises TooManyTries.

    Compares in constant time, an unknown number included. One statement when the code is right.
    """
    found = Filing.objects.select_related("guesses").filter(number=_typed(number)).first()
    expected = bytes(found.code_index) if found else code_index("no such filing")
    if found:
        _check(found)
    if hmac.compare_digest(expected, code_index(code)) and found:
        return found
    if found:
        _count(found.pk)
    return None


def factor_proves(filing: Filing, factor: str) -> bool:
    """Whether these are the last four of the filer's phone or ID; true where neither was left. Raises TooManyTries."""
    if not filing.has_factor:
        return True
    _check(filing)
    party = words_at(filing.pk, FIRST).get("party", "{}")
    if Identity.parse(party).proves(factor):
        return True
    _count(filing.pk)
    return False


def _typed(number: str) -> str:
    """A number as people type it: spaces and letter case do not matter, NUL is no character of one."""
    return "".join(number.replace("\0", "").split()).upper()[:40]


def _check(filing: Filing) -> None:
    guesses: Guesses | None = getattr(filing, "guesses", None)
    if guesses and guesses.wrong >= MOST and guesses.since + SPAN > timezone.now():
        raise TooManyTries(guesses.since + SPAN)


COUNT = """
INSERT INTO petitions_guesses AS g (filing_id, since, wrong) VALUES (%(filing)s, %(now)s, 1)
ON CONFLICT (filing_id) DO UPDATE SET
  wrong = CASE WHEN g.since > %(past)s THEN least(g.wrong + 1, 100) ELSE 1 END,
  since = CASE WHEN g.since > %(past)s THEN g.since ELSE %(now)s END
"""


def _count(filing: UUID) -> None:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"filing": filing, "now": now, "past": now - SPAN})
