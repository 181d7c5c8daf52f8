"""Guessing passwords is stopped: a few wrong ones from one place, or many on one login, close it for a while."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sunshine.foundation.offices.models import Officer


class Lockout(AxesDatabaseHandler):  # type: ignore[misc]  # axes is not typed
    """Axes with two limits: ``AXES_FAILURE_LIMIT`` from one address, and a higher one from all addresses together.

    A stranger must not lock an officer out of the own office by five wrong passwords typed elsewhere.
    """

    def get_failures(self, request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> int:
        """The failures that count, on the scale of the lower limit."""
        here, anywhere = (
            attempts.aggregate(n=Sum("failures_since_start"))["n"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        return max(here, anywhere * settings.AXES_FAILURE_LIMIT // settings.SUNSHINE_FAILURES_ANYWHERE)


def is_locked(request: HttpRequest, login: str) -> bool:
    """Whether this login may not be tried from here now."""
    return not AxesProxyHandler.is_allowed(request, {"username": login})


def count(request: HttpRequest, name: str) -> None:
    """Count one wrong try under this name, where Django's own sign-in did not do it."""
    user_login_failed.send(
        sender=__name__, credentials={"username": name}, request=request, means="invitation"
    )


def locked_page(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """What a locked-out visitor reads, the same whether or not there is such a login."""
    minutes = round(settings.AXES_COOLOFF_TIME.total_seconds() / 60)
    return render(request, "signin/locked.html", {"minutes": minutes}, status=429)


def locked() -> list[dict[str, Any]]:
    """The officers' logins with failures that now count, the latest first, and whether they are closed anywhere."""
    past = timezone.now() - settings.AXES_COOLOFF_TIME
    tries = AccessAttempt.objects.filter(attempt_time__gte=past, username__in=Officer.objects.values("login"))
    rows = tries.values("username").annotate(
        failures=Sum("failures_since_start"), most=Max("failures_since_start"), last=Max("attempt_time")
    )
    return list(rows.filter(most__gte=settings.AXES_FAILURE_LIMIT).order_by("-last")) + list(
        rows.filter(
            most__lt=settings.AXES_FAILURE_LIMIT, failures__gte=settings.SUNSHINE_FAILURES_ANYWHERE
        ).order_by("-last")
    )


def unlock(login: str) -> bool:
    """Forget the failures of this login; whether there were any."""
    return bool(AxesProxyHandler.reset_attempts(username=login))
