"""Whose address counts: the visitor's, as our own proxies saw it; what the visitor writes proves nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from sunshine.foundation.network import NOWHERE, address, network


def asked(**meta: str) -> Any:
    return RequestFactory().get("/", **meta)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 198.51.100.4", "198.51.100.4"),
        (2, "6.6.6.6, 198.51.100.4, 10.0.0.2", "198.51.100.4"),
        (2, "198.51.100.4", "127.0.0.1"),  # it did not come through both
        (1, "not an address", NOWHERE),
        (1, "::ffff:198.51.100.4", "198.51.100.4"),
    ],
)
def test_forged_hops_do_not_count(settings: Any, proxies: int, forwarded: str, expected: str):
    settings.SUNSHINE_PROXIES = proxies
    assert address(asked(HTTP_X_FORWARDED_FOR=forwarded)) == expected


def test_ipv6_household_is_one_network():
    one, other = (asked(REMOTE_ADDR=f"2001:db8:1:2::{n}") for n in (1, 2))
    assert network(one) == network(other) == "2001:db8:1:2::"
    assert network(asked(REMOTE_ADDR="2001:db8:1:3::1")) != network(one)
    assert network(asked(REMOTE_ADDR="198.51.100.4")) != network(asked(REMOTE_ADDR="198.51.100.5"))
