"""Whatever happens at the door is written down, whoever opened it: Django, allauth and axes each say so by signal."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from sunshine.foundation.offices.models import Officer
from sunshine.foundation.signin import sessions, trail
from sunshine.foundation.signin.models import Kind


@receiver(user_logged_in)
def entered(sender: Any, request: HttpRequest, user: Officer, **kw: Any) -> None:
    """Begin the session and note by what means its owner came in."""
    sessions.begin(request)
    records = get_authentication_records(request, user)
    means = "+".join(str(record.get("type") or record.get("method")) for record in records)
    trail.record(Kind.IN, request, user.pk, means=means)


@receiver(user_logged_out)
def left(sender: Any, request: HttpRequest, user: Officer | None, **kw: Any) -> None:
    """Note that an officer left; what ended by itself has said so already."""
    if user is not None and not getattr(request, "session_expired", False):
        trail.record(Kind.OUT, request, user.pk)


@receiver(user_login_failed)
def failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kw: Any) -> None:
    """Note a wrong password or code; the name typed only where an officer bears it."""
    trail.record(Kind.FAILED, request, _known(credentials.get("username")), means=kw.get("means", "password"))


@receiver(user_locked_out)
def shut(sender: Any, request: HttpRequest, username: str | None, **kw: Any) -> None:
    """Note that a login was closed."""
    trail.record(Kind.LOCKED, request, _known(username))


@receiver(authentication_failed)
def guessed(
    sender: Any, request: HttpRequest, user: Officer, authenticator: Authenticator, **kw: Any
) -> None:
    """A wrong second factor counts towards the lock-out like a wrong password."""
    user_login_failed.send(
        sender=__name__, credentials={"username": user.login}, request=request, means=authenticator.type
    )


@receiver(authenticator_added)
def added(sender: Any, request: HttpRequest, user: Officer, authenticator: Authenticator, **kw: Any) -> None:
    """Note a new factor."""
    trail.record(Kind.FACTOR_ADDED, request, user.pk, means=authenticator.type)


@receiver(authenticator_removed)
def removed(
    sender: Any, request: HttpRequest, user: Officer, authenticator: Authenticator, **kw: Any
) -> None:
    """Note that a factor is gone."""
    trail.record(Kind.FACTOR_REMOVED, request, user.pk, means=authenticator.type)


def _known(login: str | None) -> Any:
    return Officer.objects.values_list("pk", flat=True).filter(login=login or "").first()
