"""The key a form carries, so that sending it twice does its work once."""

from __future__ import annotations

from django.http import HttpRequest

from sunshine.foundation.ledger.sealing import sm3

LONGEST = 64  # characters a step keeps


def request_key(request: HttpRequest) -> str | None:
    """The posted ``request_key``; one that no step could keep is replaced by its fingerprint, never refused."""
    key = str(request.POST.get("request_key", ""))
    if len(key) <= LONGEST and key.isascii() and key.isprintable():
        return key or None
    return sm3(key.encode("utf-8", "replace")).hex()
