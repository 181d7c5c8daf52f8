"""One world for a whole file of access tests: built once, and every request's traces rolled back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from sunshine.channels.held import CODE, KEY, PROVEN
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.offices import tokens
from sunshine.foundation.offices.actors import ANYONE, Actor, petitioner
from sunshine.foundation.signin.sessions import SessionStore
from tests.support.cast import PEOPLE, Case, Cast, build

OFFICERS = tuple(who for who, _unit, _role in PEOPLE)
CITIZENS = (
    "visitor",
    "other",
    "code",
    "proven",
)  # nobody; the code of another filing; without and with the last four
EVERYBODY = (*CITIZENS, *OFFICERS)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside leaves no trace in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class World:
    """The cast, with a browser and an API credential for each of them."""

    people: Cast
    other: Case  # the filing whose code the petitioner ``other`` holds
    _actors: dict[str, Actor]
    _tokens: dict[str, str]
    _sessions: dict[str, str]

    def actor(self, who: str, case: Case) -> Actor:
        if who in OFFICERS:
            return self._actors[who]
        return {"visitor": ANYONE, "other": self.other.petitioner}.get(who, petitioner(case.filing.pk))

    def browser(self, who: str, case: Case) -> Client:
        """The browser of this person; a petitioner's has shown the code of ``case`` or of another filing."""
        held = {
            "other": {self.other.filing: PROVEN},
            "code": {case.filing: CODE},
            "proven": {case.filing: PROVEN},
        }
        client = Client(raise_request_exception=False)
        if who in OFFICERS:
            client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[who]
        elif who in held:
            known = {str(filing.pk): level for filing, level in held[who].items()}
            client.cookies[settings.SESSION_COOKIE_NAME] = _session(known)
        return client

    def headers(self, who: str, case: Case) -> Mapping[str, str]:
        """The API credential of this person."""
        if who in OFFICERS:
            return {"Authorization": f"Bearer {self._tokens[who]}"}
        if who == "visitor":
            return {}
        code = words_at((self.other if who == "other" else case).filing.pk, 1)["code"]
        return {"X-Query-Code": code} | ({} if who == "code" else {"X-Factor": "5678"})

    def call(self, who: str, case: Case, method: str, path: str, body: Any = None) -> HttpResponse:
        """One API request, its traces undone."""
        client, headers = Client(raise_request_exception=False), dict(self.headers(who, case))
        sent = json.dumps(body or {}) if method == "POST" else ""
        with undone():
            response: Any = client.generic(method, path, sent, "application/json", headers=headers)
        return cast(HttpResponse, response)


def _session(held: dict[str, str]) -> str:
    store = SessionStore()
    store[KEY] = held
    store.create()
    return str(store.session_key)


def _signed_in(people: Cast, who: str) -> str:
    client = Client()
    client.force_login(people.posts[who].officer)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), undone():
        people = build()
        other = people.file(text="另一个人的另一件事。", place="511681")
        actors = {who: getattr(people, who) for who in OFFICERS}
        keys = {who: tokens.issue(people.posts[who], "test") for who in OFFICERS}
        yield World(people, other, actors, keys, {who: _signed_in(people, who) for who in OFFICERS})


def address(kind: str, subject: UUID, move: str) -> str:
    return f"/api/v1/{kind}s/{subject}/{move}"
