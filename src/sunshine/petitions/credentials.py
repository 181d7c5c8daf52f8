"""The petitioner's credentials: number and query code; for papers, names and ratings also the last four of phone or ID."""

from __future__ import annotations

import hmac

from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.people.identity import Identity
from sunshine.foundation.people.models import Party
from sunshine.petitions import tries
from sunshine.petitions.matter import FIRST
from sunshine.petitions.models import Filing
from sunshine.petitions.querycode import code_index
from sunshine.petitions.tries import TooManyTries, Visitor

__all__ = ["OF_THE_PETITIONER_ALONE", "TooManyTries", "Visitor", "factor_proves", "filing_by_code"]

# What nobody who only found the code may do in the petitioner's name.
OF_THE_PETITIONER_ALONE = frozenset({"rate", "ask_review", "ask_final_review"})


def filing_by_code(number: str, code: str, visitor: Visitor) -> Filing | None:
    """The filing with this number and query code; ``None`` if either is wrong. Raises TooManyTries.

    Compares in constant time and counts alike, an unknown number included. Two statements when the code is right.
    """
    typed = _typed(number)
    found = Filing.objects.filter(number=typed).first()
    expected = bytes(found.code_index) if found else code_index("no such filing")
    keys = tries.code_keys(typed, found.pk if found else None, visitor)
    tries.check(keys)
    if hmac.compare_digest(expected, code_index(code)) and found:
        return found
    tries.count(keys)
    return None


def factor_proves(filing: Filing, factor: str, visitor: Visitor) -> bool:
    """Whether these are the last four of the filer's phone or ID; true where neither was left. Raises TooManyTries."""
    if not filing.has_factor:
        return True
    keys = tries.factor_keys(filing.pk, visitor)
    tries.check(keys)
    # A corrected identity is sealed with its own step, which the party's row names.
    seq = Party.objects.values_list("seq", flat=True).filter(subject=filing.pk, nth=0).first() or FIRST
    party = words_at(filing.pk, seq).get("party", "{}")
    if Identity.parse(party).proves(factor):
        return True
    tries.count(keys)
    return False


def _typed(number: str) -> str:
    """A number as people type it: spaces and letter case do not matter, NUL is no character of one."""
    return "".join(number.replace("\0", "").split()).upper()[:40]
