"""Invitations 邀请码: how an officer who has no password yet comes to one, without anybody else ever knowing it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from sunshine.foundation.offices.models import Invitation, Officer

ALPHABET = "23456789ABCDEFGHJKMNPQRTUVWXY"  # nothing that can be mistaken for another on paper
LENGTH = 16  # 29¹⁶ ≈ 2.5 × 10²³: its digest can stand in the database without a key
LIFETIME = timedelta(days=14)


class Unusable(Exception):
    """The code is unknown, used, replaced, too old, or its officer has left. Never says which."""


def invite(officer: Officer) -> str:
    """A fresh code for this officer, to be shown once; codes given out before stop working."""
    return invite_all([officer])[officer.pk]


def invite_all(officers: Iterable[Officer]) -> Mapping[UUID, str]:
    """A fresh code for each of these officers. Two statements, however many they are."""
    codes = {officer.pk: new_code() for officer in officers}
    now = timezone.now()
    with transaction.atomic():
        live = Invitation.objects.filter(officer__in=codes, used_at=None, expires_at__gt=now)
        live.update(expires_at=now)
        Invitation.objects.bulk_create(
            Invitation(officer_id=officer, digest=digest(code), created_at=now, expires_at=now + LIFETIME)
            for officer, code in codes.items()
        )
    return codes


def find(code: str) -> Invitation | None:
    """The invitation that this code still opens, with its officer; ``None`` for every other code."""
    live = Invitation.objects.filter(used_at=None, expires_at__gt=timezone.now(), officer__is_active=True)
    return live.select_related("officer").filter(digest=digest(code)).first()


def accept(code: str, password: str) -> Officer:
    """Use the code up and give its officer this password.

    Raises Unusable, or Django's ValidationError when the password is too weak; then the code stays good.
    """
    with transaction.atomic():
        invitation = find(code)
        if invitation is None:
            raise Unusable
        officer = invitation.officer
        validate_password(password, officer)
        if not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=timezone.now()):
            raise Unusable  # somebody else was quicker
        officer.set_password(password)
        officer.save(update_fields=["password"])
    return officer


def new_code() -> str:
    """``ABCD-EFGH-JKMN-PQRT``, from the system's source of randomness."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(code[n : n + 4] for n in range(0, LENGTH, 4))


def digest(code: str) -> bytes:
    """What is kept of a code; spaces, dashes and letter case do not matter."""
    plain = "".join(code.split()).replace("-", "").upper()
    return hashlib.sha256(plain.encode("utf-8", "replace")).digest()
