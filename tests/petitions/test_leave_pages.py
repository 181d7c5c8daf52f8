"""The pages of absences and hand-overs, and the keys: who sees them, what a slip costs, and that it is all kept."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform
from sunshine.foundation.procedure.table import procedures
from tests.petitions.test_costs import signed_in, statements
from tests.petitions.test_teamwork import hire
from tests.support.cast import Cast


def today(offset: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=offset)).isoformat()


def named(cast: Cast, post: object, to: object, by: str = "head", **more: str) -> Any:
    data = {
        "post": str(post),
        "substitute": str(to),
        "first_day": today(),
        "last_day": today(3),
        "request_key": str(uuid4()),
    }
    return signed_in(cast, by).post("/desk/absences/new/", data | more)


def test_a_substitute_is_named_shown_and_ended_on_the_page(cast: Cast) -> None:
    li, client = hire(cast, "李娜"), signed_in(cast, "handler")
    assert named(cast, cast.posts["handler"].pk, li.pk, "handler").status_code == 302
    page = client.get("/desk/absences/").content.decode()
    assert "某handler，由李娜代班" in page
    absence = Step.objects.get(move="stand_in").subject_id
    assert client.post(f"/desk/absences/{absence}/end/").status_code == 302
    assert Step.objects.filter(move="come_back", subject=absence).exists()


def test_sent_twice_names_once(cast: Cast) -> None:
    li, key = hire(cast, "李娜"), str(uuid4())
    for _ in range(2):
        assert named(cast, cast.posts["handler"].pk, li.pk, request_key=key).status_code == 302
    assert Step.objects.filter(move="stand_in").count() == 1


def test_a_slip_is_shown_beside_what_was_typed(cast: Cast) -> None:
    li = hire(cast, "李娜")
    response = named(cast, cast.posts["handler"].pk, li.pk, last_day=today(-1))
    assert response.status_code == 422
    assert today(-1) in response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("housing", 404), ("sorter", 409), ("system_admin", 403)])
def test_strangers_end_nobodys_absence(cast: Cast, who: str, status: int) -> None:
    named(cast, cast.posts["handler"].pk, hire(cast, "李娜").pk)
    absence = Step.objects.get(move="stand_in").subject_id
    assert signed_in(cast, who).post(f"/desk/absences/{absence}/end/").status_code == status


def test_a_hand_over_prints_its_list_to_the_unit_and_to_nobody_else(cast: Cast) -> None:
    case, li = cast.bring_to("signed"), hire(cast, "李娜")
    perform(case.handling.pk, "assign", cast.head, Given({"post": str(cast.posts["handler"].pk)}))
    client = signed_in(cast, "head")
    data = {
        "post": str(cast.posts["handler"].pk),
        "to": str(li.pk),
        "words": "退休",
        "request_key": str(uuid4()),
    }
    response = client.post("/desk/handovers/", data)
    assert response.status_code == 302
    page = client.get(response["Location"]).content.decode()
    assert case.filing.number in page
    assert "退休" in page
    for who, status in (("housing", 404), ("city_handler", 404), ("sorter", 404), ("auditor", 403)):
        assert signed_in(cast, who).get(response["Location"]).status_code == status, who


def test_the_pages_cost_the_same_with_much_on_them(cast: Cast) -> None:
    people = [hire(cast, f"同事{n}") for n in range(3)]
    named(cast, cast.posts["handler"].pk, people[0].pk)
    alone = statements(signed_in(cast, "head"), "/desk/absences/")
    for one, other in pairwise(people):
        named(cast, one.pk, other.pk)
    assert statements(signed_in(cast, "head"), "/desk/absences/") == alone <= 14


def test_no_two_moves_of_one_role_share_a_key_and_none_takes_the_desks_own() -> None:
    for role in {role for table in procedures() for move in table.moves for role in move.by}:
        keys: dict[str, str] = {}
        for table in procedures():
            for move in table.moves:
                if move.key and role in move.by:
                    assert move.key not in "jkg/?", move.code
                    assert keys.setdefault(move.key, move.code) == move.code, (
                        role,
                        move.key,
                        keys[move.key],
                        move.code,
                    )


def test_the_keys_page_lists_what_the_role_may_do(cast: Cast) -> None:
    page = signed_in(cast, "handler").get("/desk/keys/").content.decode()
    assert "签收" in page
    assert "甄别" not in page


# --- refused before asked to mend ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["sorter", "leader", "head"])
def test_the_desk_says_may_not_before_it_says_what_is_missing(cast: Cast, who: str) -> None:
    case = cast.bring_to("accepted")
    response = signed_in(cast, who).post(f"/desk/subjects/{case.handling.pk}/contact/", {})
    assert response.status_code == 409
    assert "有内容需要修改" not in response.content.decode()


def test_whoever_may_is_told_what_is_missing(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    assert (
        signed_in(cast, "handler").post(f"/desk/subjects/{case.handling.pk}/contact/", {}).status_code == 422
    )
