"""The whole API keeps its own document: whatever is sent by whomever, no fault of ours, and only documented answers.

Each operation meets valid and broken requests, made from the OpenAPI document, by people of every kind, half of
them aimed at matters that exist. The seed is fixed; ``SUNSHINE_CONTRACT=200`` looks deeper, with as many requests
an operation and person.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.offices import tokens
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform_opening
from sunshine.petitions.models import Demand, Handling
from sunshine.petitions.procedure.leave import HAND_OVER, STAND_IN
from tests.support.cast import Cast

Operation: TypeAlias = APIOperation[Any, Any, Any, Any]

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("SUNSHINE_CONTRACT", "3"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PEOPLE = ("anyone", "petitioner", "sorter", "handler", "head", "leader", "auditor")
STAGES = ("registered", "sorted", "forwarded", "accepted", "proposed", "issued")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@dataclass
class World:
    """Matters at every stage, and who asks about them with which headers."""

    headers: Mapping[str, Mapping[str, str]]
    subjects: Mapping[str, list[str]]
    numbers: list[str]
    papers: list[str]

    def paths(self, operation: Operation, who: str) -> Iterator[Mapping[str, str]]:
        """Addresses of this operation that exist, as this person names them."""
        kind = operation.path.split("/")[3].removesuffix("s")
        ids = self.numbers if who in {"anyone", "petitioner"} else self.subjects.get(kind, [])
        for one in ids:
            yield {"id": one} | ({"paper": self.papers[0]} if "{paper}" in operation.path else {})


@pytest.fixture(autouse=True)
def kept_connection() -> Iterator[None]:
    """Requests share the test's transaction, so the server must not put its connection away after each."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def world(cast: Cast) -> World:
    cases = [cast.bring_to(stage) for stage in STAGES]
    first = cases[STAGES.index("issued")]
    code = words_at(first.filing.pk, 1)["code"]
    _away(cast)
    headers: dict[str, Mapping[str, str]] = {"anyone": {}}
    headers["petitioner"] = {"X-Query-Code": code, "X-Factor": "5678"}
    for who in PEOPLE[2:]:
        headers[who] = {"Authorization": f"Bearer {tokens.issue(cast.posts[who], 'contract')}"}
    subjects: dict[str, list[str]] = {}
    for kind, pk in Subject.objects.values_list("kind", "pk"):
        subjects.setdefault(kind, []).append(str(pk))
    papers = [str(pk) for pk in Paper.objects.values_list("pk", flat=True)]
    return World(headers, subjects, [first.filing.number], papers)


def _away(cast: Cast) -> None:
    """The head is away from today, and has handed work over."""
    post, today = str(cast.posts["head"].pk), str(timezone.localdate())
    facts = {"post": post, "substitute": post, "first_day": today, "last_day": today}
    perform_opening(STAND_IN, cast.head, Given(facts))
    perform_opening(HAND_OVER, cast.head, Given({"post": post}, {"words": "调离"}))


def aimed(case: Case) -> Case:
    """The same request with the stage as it stands and rows that exist, so that it comes past the first look."""
    here = _subject(case)
    if here is None or not isinstance(case.body, dict):
        return case
    if "stage_seq" in case.body:
        case.body["stage_seq"] = here.stage_seq
    rows = case.body.get("rows")
    if isinstance(rows, dict) and rows:
        case.body["rows"] = dict.fromkeys(_rows(here), next(iter(rows.values())))
    return case


def _subject(case: Case) -> Subject | None:
    try:
        return Subject.objects.filter(pk=UUID(str(case.path_parameters.get("id")))).first()
    except ValueError:
        return None


def _rows(here: Subject) -> list[str]:
    """What this subject's rows are named by: demands, or for a rating the organs that handled them."""
    kind = Handling if here.kind == "filing" else Demand
    return [
        str(pk) for pk in kind._default_manager.filter(petition=here.root_id).values_list("pk", flat=True)
    ]


def requests(operation: Operation, world: World, who: str) -> st.SearchStrategy[Case]:
    anywhere = [operation.as_strategy(generation_mode=mode) for mode in MODES]
    there = [
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE, path_parameters=dict(path))
        for path in world.paths(operation, who)
    ]
    return st.one_of(*anywhere, *there)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_operation_answers_as_documented(world: World, who: str):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        if takes(found.ok(), who):
            keeps_its_word(found.ok(), world, who)


def takes(operation: Operation, who: str) -> bool:
    """Whether this person's credential is one the operation asks for; anyone tries them all."""
    wanted = {name for one in operation.definition.raw.get("security", []) for name in one}
    mine = "QueryCode" if who == "petitioner" else "OfficerToken"
    return who == "anyone" or not wanted or mine in wanted


def keeps_its_word(operation: Operation, world: World, who: str) -> None:
    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=requests(operation, world, who))
    def ask(case: Case) -> None:
        aimed(case).call_and_validate(headers=dict(world.headers[who]), checks=list(CHECKS))

    ask()
