"""Second factors 第二道验证: who must have one, and how an administrator resets what an officer lost."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from sunshine.foundation.offices.invitations import invite
from sunshine.foundation.offices.models import Officer
from sunshine.foundation.signin import sessions, trail
from sunshine.foundation.signin.models import Kind

HAS_FACTOR = "factor"  # session key: this officer was seen to have one, so nobody looks again
PROVING = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are no factor


def has_factor(officer: UUID) -> bool:
    """Whether the officer can prove themselves by more than a password."""
    return bool(Authenticator.objects.filter(user=officer, type__in=PROVING).exists())


def lacks_factor(request: HttpRequest) -> bool:
    """Whether whoever is signed in must first set up a second factor. Asks the database once a session."""
    if not settings.SUNSHINE_FACTOR_REQUIRED or not sessions.is_officers(request.session):
        return False
    if HAS_FACTOR not in request.session and request.user.pk and has_factor(request.user.pk):
        request.session[HAS_FACTOR] = True
    return HAS_FACTOR not in request.session


def may_drop(authenticator: Authenticator) -> bool:
    """Whether another factor is left when this one goes."""
    others = Authenticator.objects.filter(user=authenticator.user_id, type__in=PROVING)
    return not settings.SUNSHINE_FACTOR_REQUIRED or bool(others.exclude(pk=authenticator.pk).exists())


def reset_factor(officer: Officer, by: UUID) -> None:
    """Take all second factors from an officer who lost them and end the sessions; the next sign-in sets one up anew.

    For a move that a second administrator confirms (等保 三权分立); ``by`` is who confirmed.
    """
    with transaction.atomic():
        Authenticator.objects.filter(user=officer.pk).delete()
        sessions.end(officer.pk)
        trail.record(Kind.FACTOR_RESET, None, officer.pk, by=by)


def reset_password(officer: Officer, by: UUID) -> str:
    """Make the password unusable, end the sessions, and return a fresh invitation code, to be shown once."""
    with transaction.atomic():
        officer.set_unusable_password()
        officer.save(update_fields=["password"])
        sessions.end(officer.pk)
        trail.record(Kind.PASSWORD, None, officer.pk, by=by, means="reset")
        return invite(officer)
