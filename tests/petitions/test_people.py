"""Finding by person: whole and exact, within sight, with a purpose, on record; and the petitioner sees each opening."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.search.index import index
from sunshine.petitions.finding import people
from sunshine.petitions.following import follow
from sunshine.petitions.models import Reading
from tests.support.cast import Case, Cast


def filed(cast: Cast, **fields: Any) -> Case:
    case = cast.file(**fields)
    index(case.petition)
    return case


def found(cast: Cast, who: str, typed: str) -> list[Any]:
    return [hit.filing for hit in people(getattr(cast, who), typed)]


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.posts[who].officer)
    return client


@pytest.mark.parametrize(
    "typed", ["欧阳明月", " 欧阳 明月 ", "13812345678", "+86 138-1234-5678", "１３８１２３４５６７８"]
)
def test_whole_name_and_whole_phone_find_the_person(cast: Cast, typed: str) -> None:
    case = filed(cast, name="欧阳明月", phone="13812345678")
    filed(cast, name="欧阳明", phone="13812345679")
    assert found(cast, "sorter", typed) == [case.filing.pk]


@pytest.mark.parametrize("typed", ["欧阳", "明月", "1381234", "5678", "欧阳*", "", "%"])
def test_a_part_finds_nobody(cast: Cast, typed: str) -> None:
    filed(cast, name="欧阳明月", phone="13812345678")
    assert found(cast, "sorter", typed) == []


@pytest.mark.parametrize("who", ["stranger", "housing", "accused", "city_handler"])
def test_nobody_finds_a_person_beyond_their_sight(cast: Cast, who: str) -> None:
    filed(cast, name="欧阳明月", accused="视高街道办事处")
    assert found(cast, who, "欧阳明月") == []


def test_a_name_kept_from_the_handling_unit_does_not_lead_it_there(cast: Cast) -> None:
    open_one = cast.bring_to("forwarded", cast.file(name="欧阳明月"))
    kept = cast.bring_to("forwarded", cast.file(name="欧阳明月", visibility="bureau"))
    for case in (open_one, kept):
        index(case.petition)
    assert found(cast, "handler", "欧阳明月") == [open_one.filing.pk]
    assert found(cast, "sorter", "欧阳明月") == [kept.filing.pk, open_one.filing.pk]


def test_results_are_masked_and_the_search_is_on_record_without_the_person(cast: Cast) -> None:
    filed(cast, name="欧阳明月", phone="13812345678")
    client = browser(cast, "sorter")
    shown = client.post(
        reverse("find-person"), {"person": "13812345678", "purpose": "repeat"}
    ).content.decode()
    assert "欧*" in shown
    assert "欧阳明月" not in shown
    reading = Reading.objects.get()
    assert (reading.kind, reading.purpose, reading.found, reading.officer_id) == (
        "person", "repeat", 1, cast.sorter.officer,
    )  # fmt: skip
    assert "138" not in "".join(map(str, (reading.filters, reading.purpose)))


def test_without_a_purpose_nothing_is_looked_for(cast: Cast) -> None:
    filed(cast, name="欧阳明月")
    response = browser(cast, "sorter").post(reverse("find-person"), {"person": "欧阳明月"})
    assert response.status_code == 422
    assert "欧阳明月" in response.content.decode()  # what was typed is still there
    assert not Reading.objects.exists()


def test_opening_a_hit_is_a_step_the_petitioner_sees_with_the_purpose(cast: Cast) -> None:
    case = filed(cast, name="欧阳明月")
    client = browser(cast, "sorter")
    address, sent = (
        reverse("open-person", args=[case.filing.pk]),
        {"purpose": "repeat", "request_key": "once"},
    )
    response: Any = client.post(address, sent)
    assert response["Location"] == f"/desk/petitions/{case.petition}/"
    client.post(address, sent)
    step = Step.objects.get(subject=case.filing.pk, move="look_up")
    assert step.facts["given"] == {"purpose": "repeat"}
    (entry,) = follow(case.filing.pk).lookups
    assert (entry.move, str(entry.purpose)) == ("look_up", "核对是否重复信访")


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("housing", 404), ("leader", 403), ("auditor", 403)]
)
def test_a_hit_cannot_be_opened_by_whoever_may_not_see_it(cast: Cast, who: str, status: int) -> None:
    case = filed(cast, name="欧阳明月")
    response = browser(cast, who).post(reverse("open-person", args=[case.filing.pk]), {"purpose": "repeat"})
    assert response.status_code == status
    assert not Step.objects.filter(move="look_up").exists()


def test_the_auditor_sees_who_searched_and_why_but_not_whom(cast: Cast) -> None:
    filed(cast, name="欧阳明月")
    browser(cast, "sorter").post(reverse("find-person"), {"person": "欧阳明月", "purpose": "repeat"})
    shown = browser(cast, "auditor").get(reverse("readings")).content.decode()
    assert "某sorter" in shown
    assert "核对是否重复信访" in shown
    assert "欧" not in shown
    assert browser(cast, "sorter").get(reverse("readings")).status_code == 403
