"""Which filings this browser has shown the code of, and how well. Kept in the session, which ends with the browser."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

KEY = "filings"
CODE, PROVEN = "code", "proven"  # the code alone; the code and the last four, or the filer's own session


def hold(request: HttpRequest, filing: UUID, level: str) -> None:
    """Remember that this browser has shown the filing's code, and whether also the last four."""
    request.session[KEY] = {**request.session.get(KEY, {}), str(filing): level}
    request.session.set_expiry(0)


def held(request: HttpRequest, filing: UUID) -> str:
    """The level at which the filing is held; empty when it is not.

    Never for somebody signed in: a clerk who registered a visit holds its receipt, but nobody at a desk may open an
    answer or rate in the petitioner's place.
    """
    return "" if request.user.is_authenticated else level(request, filing)


def level(request: HttpRequest, filing: UUID) -> str:
    """The level this browser has shown, whoever sits at it: enough for the receipt it was just given."""
    return str(request.session.get(KEY, {}).get(str(filing), ""))
