"""Bearer tokens for programs that act in an officer's post."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from sunshine.foundation.offices.models import Post, Token, holds

LIFETIME = timedelta(days=90)


def issue(post: Post, label: str) -> str:
    """Make a token for this post and return it; it is shown once and only its digest is kept."""
    secret = "sun_" + secrets.token_urlsafe(32)
    Token.objects.create(post=post, digest=_digest(secret), label=label, expires_at=timezone.now() + LIFETIME)
    return secret


def find(secret: str) -> Token | None:
    """The live token with this secret, with its post and officer; ``None`` if unknown, expired or revoked."""
    live = Token.objects.filter(
        holds(path="post__"), revoked_at=None, expires_at__gt=timezone.now(), post__officer__is_active=True
    )
    return live.select_related("post__officer").filter(digest=_digest(secret)).first()


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
