"""Administrators of the province and of a county, and what they usually do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sunshine.foundation.administration.actions import Outcome, act, create
from sunshine.foundation.administration.kinds import kind_of
from sunshine.foundation.administration.queries import taken
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.models import Officer, Post, Role
from sunshine.foundation.procedure.intake import ask
from tests.support.cast import Cast


@dataclass
class Office:
    """What administrators do, through the very forms of the pages."""

    cast: Cast

    def make(self, kind: str, /, by: Any = None, **fields: Any) -> Any:
        known = kind_of(kind)
        assert known.opening is not None
        form = known.opening.facts(fields)
        form.actor = by or self.cast.system_admin  # type: ignore[attr-defined]
        assert form.is_valid(), form.errors
        made = create(known, by or self.cast.system_admin, form.given())
        return known.model._default_manager.get(pk=known.key(made.done.step.subject_id))

    def do(self, kind: str, row: Any, move: str, /, by: Any = None, **fields: Any) -> Outcome:
        known, actor = kind_of(kind), by or self.cast.system_admin
        row = known.model._default_manager.get(pk=row.pk)
        asked = ask(known.procedure.by_code[move], taken(known, row, actor), actor, fields)
        assert asked.is_valid(), asked.form.errors
        return act(known, row, move, actor, asked.given())

    def agreed(self, kind: str, row: Any, move: str, /, **fields: Any) -> Outcome:
        """Proposed by the system administrator and agreed to by the security administrator."""
        self.do(kind, row, move, **fields)
        return self.do(kind, row, "confirm", by=self.cast.security_admin)

    def appoint(self, login: str, unit: str, role: str, until: str = "") -> Officer:
        fields = {"login": login, "name": "新来的人", "unit": unit}
        officer: Officer = self.make("officer", **fields)
        self.agreed(
            "officer",
            officer,
            "grant_post",
            unit=unit,
            role=role,
            title="科员",
            valid_from="2026-01-01",
            valid_to=until,
        )
        return officer

    def browser(self, who: str) -> Client:
        client = Client(raise_request_exception=True)
        client.force_login(self.cast.posts[who].officer, backend=settings.AUTHENTICATION_BACKENDS[1])
        return client

    def county(self, role: str) -> Actor:
        """An administrator of the county alone."""
        officer = Officer.objects.create_user(login=f"rs-{role}", name="县里的管理员")
        post = Post.objects.create(officer=officer, unit=self.cast.units["rs-bureau"], role=role, title=role)
        return acting_in(post, officer)


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office(cast)


ADMIN = (Role.SYSTEM_ADMIN.value, Role.SECURITY_ADMIN.value, Role.AUDITOR.value)


def path(name: str, *args: Any) -> str:
    return reverse(f"administration-{name}", args=args) if name else reverse("administration")
