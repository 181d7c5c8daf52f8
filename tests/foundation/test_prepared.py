"""Queries compiled once: the same rows as Django's own, whatever the values, on every connection."""

from __future__ import annotations

from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.prepared import Prepared, columns, make, prepared
from tests.support.cast import Case, Cast


@pytest.fixture
def steps() -> Prepared:
    @prepared
    def asked(root: UUID, kinds: list[UUID]) -> QuerySet[Step, Any]:
        rows = Step.objects.filter(subject__root=root, subject__id__any=kinds, phase="").order_by("at", "id")
        return rows.values_list(*columns(Step))

    return asked


def members(case: Case) -> list[UUID]:
    return list(Subject.objects.filter(root=case.petition).values_list("pk", flat=True))


def test_it_gives_what_django_gives_for_one_matter_and_then_another(cast: Cast, steps: Prepared):
    for case in (cast.bring_to("sorted"), cast.bring_to("issued"), cast.file()):
        wanted = Step.objects.filter(subject__root=case.petition, phase="").order_by("at", "id")
        assert steps(case.petition, members(case)) == list(wanted.values_list(*columns(Step)))


def test_a_list_may_be_of_any_length_and_empty(cast: Cast, steps: Prepared):
    case = cast.bring_to("issued")
    assert steps(case.petition, []) == []
    assert {row[1] for row in steps(case.petition, members(case)[:1])} == set(members(case)[:1])
    assert steps(uuid4(), members(case)) == []


def test_it_is_worded_once_and_asked_each_time(cast: Cast, steps: Prepared):
    case = cast.file()
    family = members(case)
    steps(case.petition, family)
    with CaptureQueriesContext(connection) as asked:
        steps(case.petition, [uuid4()])
        steps(uuid4(), family)
    assert len(asked) == 2


def test_rows_become_the_objects_they_were(cast: Cast, steps: Prepared):
    case = cast.bring_to("signed")
    made = [make(Step, row) for row in steps(case.petition, members(case))]
    for step in made:
        found = Step.objects.get(pk=step.pk)
        assert step == found
        assert (step.facts, step.at, bytes(step.hash)) == (found.facts, found.at, bytes(found.hash))


def test_other_threads_use_their_own_connection(own_cast: Cast, steps: Prepared):
    case, seen = own_cast.file(), []

    def ask() -> None:
        seen.append(steps(case.petition, members(case)))
        connections.close_all()

    for thread in [Thread(target=ask) for _ in range(3)]:
        thread.start()
        thread.join()
    assert seen == [steps(case.petition, members(case))] * 3
