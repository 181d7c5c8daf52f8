"""What a browser says it is, in words its owner knows again: ``Chrome · Windows``."""

from __future__ import annotations

from django.http import HttpRequest

# The first that matches wins, so the names that others borrow come last.
BROWSERS = (
    ("MicroMessenger", "微信"), ("Edg", "Edge"), ("OPR", "Opera"), ("QQBrowser", "QQ 浏览器"), ("360SE", "360 浏览器"),
    ("Firefox", "Firefox"), ("HeadlessChrome", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Macintosh", "Mac"), ("UOS", "统信 UOS"), ("Kylin", "麒麟"), ("Linux", "Linux"),
)  # fmt: skip


def device(request: HttpRequest) -> str:
    """The browser and the system of a request; empty when it says neither."""
    said = request.META.get("HTTP_USER_AGENT", "")
    found = (_first(said, BROWSERS), _first(said, SYSTEMS))
    return " · ".join(filter(None, found))


def _first(said: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in known if mark in said), "")
