"""What a page costs is a number of statements that does not grow with what there is."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.pages.listing import SIZE
from sunshine.foundation.search.index import index
from sunshine.petitions.finding import people
from tests.support.cast import Cast

FRAMING = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK")


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.posts[who].officer)
    return client


def statements(client: Client, path: str) -> int:
    client.get(path)  # the directory and the calendar are read once a minute, not once a page
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len([q for q in captured.captured_queries if not q["sql"].startswith(FRAMING)])


LISTS = [
    "/desk/petitions/",
    "/desk/petitions/?stage=new&channel=web",
    "/desk/",
    "/desk/find/?q=木工",
    "/desk/find/?q=木工&stage=new",
]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_of_twenty_takes_at_most_six_statements_signing_in_included(cast: Cast, path: str) -> None:
    for _ in range(SIZE + 2):
        index(cast.file().petition)
    response = signed_in(cast, "sorter").get(path)
    assert response.content.decode().count("SC511421") >= SIZE
    assert statements(signed_in(cast, "sorter"), path) <= 6


@pytest.mark.parametrize("filed", [1, SIZE])
def test_looking_for_a_person_costs_the_same_for_one_hit_and_for_twenty(cast: Cast, filed: int) -> None:
    for _ in range(filed):
        index(cast.file().petition)
    sorter = cast.sorter
    with CaptureQueriesContext(connection) as captured:
        assert len(people(sorter, "张三丰")) == filed
    assert len(captured) == 6


def case_page(cast: Cast, who: str, stage: str) -> int:
    case = cast.bring_to(stage)
    return statements(signed_in(cast, who), f"/desk/petitions/{case.petition}/")


def test_a_case_page_costs_the_same_early_and_late_in_a_matter(cast: Cast) -> None:
    early = case_page(cast, "handler", "signed")
    assert case_page(cast, "handler", "rated") <= early


def test_a_case_page_costs_the_same_among_many(cast: Cast) -> None:
    alone = case_page(cast, "sorter", "sorted")
    for _ in range(10):
        cast.file()
    assert case_page(cast, "sorter", "sorted") == alone
    assert Subject.objects.filter(kind="petition").count() == 12


def test_the_progress_page_costs_the_same_early_and_late(cast: Cast) -> None:
    def cost(case: Any) -> int:
        client = Client()
        session = client.session
        session["filings"] = {str(case.filing.pk): "proven"}
        session.save()
        return statements(client, f"/progress/{case.filing.pk}/")

    assert cost(cast.bring_to("rated")) <= cost(cast.file()) + 1
