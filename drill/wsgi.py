"""The site as the web server runs it, under a clock that can be set wrong."""

from __future__ import annotations

from drill import clock

clock.follow()

from sunshine.web.wsgi import application  # noqa: E402

__all__ = ["application"]
