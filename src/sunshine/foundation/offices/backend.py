"""Signing in: an officer with a password; the posts they hold come with them in one statement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from sunshine.foundation.offices.models import Officer, Post, holds, holds_on
from sunshine.foundation.prepared import columns, make, prepared

POST = len(columns(Post))


@prepared
def _posts(officer: UUID) -> QuerySet[Post, Any]:
    """Every post the officer ever held, each with the officer: asked on every page."""
    rows = Post.objects.filter(officer=officer).order_by("id")
    return rows.values_list(*columns(Post), *columns(Officer, "officer__"))


class OfficerBackend(ModelBackend):
    """Officers sign in with a password; their posts are read with them."""

    def get_user(self, user_id: Any) -> Officer | None:
        """The officer with ``held``, their posts in force; ``None`` for someone without any."""
        rows = _posts(UUID(str(user_id)))
        posts = [post for post in (make(Post, row[:POST]) for row in rows) if holds_on(post)]
        officer = make(Officer, rows[0][POST:]) if posts else None
        if officer is None or not officer.is_active:
            return None
        for post in posts:
            post.officer = officer
        officer.held = posts
        return officer

    def user_can_authenticate(self, user: Any) -> bool:
        """Only who may enter; the answer to the others is the one to a wrong password."""
        return may_enter(user)

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False  # rights come from posts and the procedure table, never from Django's permissions


def may_enter(officer: Officer) -> bool:
    """Whether the officer is active and holds a post today."""
    return officer.is_active and Post.objects.filter(holds(), officer=officer.pk).exists()


def current_post(officer: Officer, chosen: str | UUID | None) -> Post:
    """The post the officer chose to act in, else the first they hold."""
    return next((post for post in officer.held if str(post.pk) == str(chosen)), officer.held[0])
