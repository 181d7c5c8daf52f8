"""From where a request came. Behind proxies the address is the one the outermost of our own proxies saw."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

NOWHERE = "0.0.0.0"  # noqa: S104  an address of nobody: a request made by a program here, or through a socket


def address(request: HttpRequest) -> str:
    """The visitor's address. Each of our ``SUNSHINE_PROXIES`` proxies adds one to the right of X-Forwarded-For;
    what stands further left was written by the visitor and proves nothing."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    proxies = settings.SUNSHINE_PROXIES
    found = hops[-proxies] if 0 < proxies <= len(hops) else request.META.get("REMOTE_ADDR", "")
    return _plain(found)


def network(request: HttpRequest) -> str:
    """The network of the visitor's address, by which tries are counted: an IPv4 address, or the /64 of IPv6.

    One household has as many IPv6 addresses as it likes, but one /64.
    """
    found = ip_address(address(request))
    return str(found if found.version == 4 else ip_network(f"{found}/64", strict=False).network_address)


def _plain(text: str) -> str:
    try:
        found = ip_address(text.strip("[]"))
    except ValueError:
        return NOWHERE
    return str(getattr(found, "ipv4_mapped", None) or found)
