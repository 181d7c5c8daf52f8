"""Which filings this browser has shown the code of, and how well. Kept in the session, which ends with the browser."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from sunshine.channels.known import remember
from sunshine.petitions.models import Filing

KEY, CODES = "filings", "codes"
CODE, PROVEN = "code", "proven"  # the code alone; the code and the last four, or the filer's own session


def hold(request: HttpRequest, filing: UUID, level: str) -> None:
    """Remember that this browser has shown the filing's code, and whether also the last four."""
    request.session[KEY] = {**request.session.get(KEY, {}), str(filing): level}
    request.session[CODES] = {**request.session.get(CODES, {}), str(filing): _code(filing)}
    request.session.set_expiry(0)
    if level == PROVEN:
        remember(request, filing)


def held(request: HttpRequest, filing: UUID) -> str:
    """The level at which the filing is held; empty when it is not.

    Never for somebody signed in: a clerk who registered a visit holds its receipt, but nobody at a desk may open an
    answer or rate in the petitioner's place.
    """
    return "" if request.user.is_authenticated else level(request, filing)


def level(request: HttpRequest, filing: UUID) -> str:
    """The level this browser has shown, whoever sits at it: enough for the receipt it was just given.

    Empty once the code was renewed: what the old one opened is closed everywhere.
    """
    found = str(request.session.get(KEY, {}).get(str(filing), ""))
    shown = request.session.get(CODES, {}).get(str(filing))
    return found if not found or shown is None or shown == _code(filing) else ""


def _code(filing: UUID) -> str:
    """A few digits of the blind index of the code in force."""
    index = Filing.objects.values_list("code_index", flat=True).get(pk=filing)
    return bytes(index)[:6].hex()
