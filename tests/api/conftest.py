"""Programs at work: one for each officer, with a token, and one that holds a filing's number and code."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from sunshine.foundation.offices import tokens
from tests.support.cast import Cast


@dataclass
class Program:
    """Talks JSON to the API under fixed headers."""

    headers: dict[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=Client)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(self._address(path), headers=self.headers | headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        sent = body if isinstance(body, str | bytes) else json.dumps(body or {})
        return self.client.post(self._address(path), sent, "application/json", headers=self.headers | headers)

    def upload(self, path: str, data: dict[str, Any], **headers: str) -> Any:
        return self.client.post(self._address(path), data, headers=self.headers | headers)

    def _address(self, path: str) -> str:
        return path if path.startswith("/api/") else f"/api/v1/{path}"


@pytest.fixture
def anyone() -> Program:
    return Program()


@pytest.fixture
def officer(cast: Cast) -> Callable[[str], Program]:
    def program(who: str) -> Program:
        return Program({"Authorization": f"Bearer {tokens.issue(cast.posts[who], 'test')}"})

    return program


@pytest.fixture
def filer() -> Callable[..., Program]:
    def program(registered: dict[str, Any], factor: str = "5678") -> Program:
        return Program({"X-Query-Code": registered["code"], **({"X-Factor": factor} if factor else {})})

    return program


def problem(response: Any) -> dict[str, Any]:
    """The problem a refused request was answered with."""
    assert response["Content-Type"] == "application/problem+json", response.content
    found: dict[str, Any] = response.json()
    assert found["status"] == response.status_code
    assert found["title"]
    assert found["detail"]
    return found
