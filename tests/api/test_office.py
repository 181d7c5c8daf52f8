"""An officer's program beyond single matters: it finds by words and by person, names substitutes and hands work over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform
from sunshine.foundation.search.index import index
from sunshine.petitions.models import Reading
from tests.api.conftest import Program, problem
from tests.petitions.test_teamwork import hire
from tests.support.cast import Case, Cast

Officers = Callable[[str], Program]


def found(cast: Cast, **fields: Any) -> Case:
    """A filing that the worker has indexed."""
    case = cast.file(**fields)
    index(case.petition)
    return case


def day(offset: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=offset)).isoformat()


def away(post: object, to: object, **more: str) -> dict[str, str]:
    return {"post": str(post), "substitute": str(to), "first_day": day(), "last_day": day(3)} | more


def test_words_lead_to_the_matters_that_say_them(cast: Cast, officer: Officers):
    case = found(cast, text="电梯坏了两个月没有人修。")
    found(cast, text="路灯不亮。")
    told = officer("sorter").get("search?q=电梯").json()
    assert [line["petition"] for line in told["lines"]] == [str(case.petition)]
    assert {"text": "电梯", "hit": True} in told["lines"][0]["snippet"]
    assert officer("sorter").get("search?q=电梯&stage=answered").json()["lines"] == []
    assert officer("stranger").get("search?q=电梯").json()["lines"] == []


def test_a_name_or_a_phone_among_words_finds_nobody(cast: Cast, officer: Officers):
    found(cast)
    told = officer("sorter").get("search?q=13800005678").json()
    assert (told["lines"], told["why"]) == ([], "person")


def test_a_person_is_found_whole_with_a_purpose_that_is_on_record(cast: Cast, officer: Officers):
    case = found(cast)
    sorter = officer("sorter")
    assert problem(sorter.post("people/search", {"person": "张三丰"}))["errors"].keys() == {"purpose"}
    assert not Reading.objects.exists()
    told = sorter.post("people/search", {"person": "张三丰", "purpose": "contact"}).json()["hits"]
    assert [(hit["filing"], hit["name"], hit["line"]["stage"]) for hit in told] == [
        (str(case.filing.pk), "张*", "new")
    ]
    reading = Reading.objects.get()
    assert (reading.purpose, reading.found, reading.officer_id) == (
        "contact", 1, cast.posts["sorter"].officer_id,
    )  # fmt: skip
    opened = sorter.post(f"filings/{case.filing.pk}/look_up", {"purpose": "contact"})
    assert opened.status_code == 200
    assert Step.objects.filter(subject=case.filing.pk, move="look_up").exists()


@pytest.mark.parametrize("who", ["leader", "head", "auditor", "system_admin"])
def test_who_may_not_open_a_name_may_not_seek_a_person(cast: Cast, officer: Officers, who: str):
    body = {"person": "张三丰", "purpose": "contact"}
    assert problem(officer(who).post("people/search", body))["status"] == 403
    assert not Reading.objects.exists()


def test_a_substitute_is_named_seen_and_ended(cast: Cast, officer: Officers):
    li, handler = hire(cast, "李娜"), officer("handler")
    offered = handler.get("absences").json()["fields"]["properties"]["substitute"]["oneOf"]
    assert str(li.pk) in {one["const"] for one in offered}
    key, body = {"Idempotency-Key": "k" * 20}, away(cast.posts["handler"].pk, li.pk)
    made = handler.post("absences", body, **key)
    assert made.status_code == 201
    assert handler.post("absences", body, **key).json() == made.json()
    (line,) = handler.get("absences").json()["absences"]
    assert (line["id"], line["substitute_name"], line["running"]) == (made.json()["id"], "李娜", True)
    assert problem(officer("housing").post(f"absences/{line['id']}/end"))["status"] == 404
    assert handler.post(f"absences/{line['id']}/end").status_code == 200
    assert not handler.get("absences").json()["absences"][0]["running"]


def test_an_absence_is_refused_field_by_field(cast: Cast, officer: Officers):
    handler, li = officer("handler"), hire(cast, "李娜")
    told = problem(handler.post("absences", away(cast.posts["handler"].pk, li.pk, last_day=day(-1))))
    assert (told["status"], told["errors"].keys()) == (422, {"last_day"})
    told = problem(handler.post("absences", away(cast.posts["head"].pk, li.pk)))
    assert told["errors"].keys() == {"post"}  # only a head names one for somebody else
    assert problem(handler.post("absences", {"nonsense": 1}))["status"] == 422


def test_work_is_handed_over_and_its_list_read_by_the_unit_alone(cast: Cast, officer: Officers):
    case, li, head = cast.bring_to("signed"), hire(cast, "李娜"), officer("head")
    perform(case.handling.pk, "assign", cast.head, Given({"post": str(cast.posts["handler"].pk)}))
    body = {"post": str(cast.posts["handler"].pk), "to": str(li.pk), "words": "退休"}
    made = head.post("handovers", body)
    assert made.status_code == 201
    (matter,) = made.json()["matters"]
    assert (matter["petition"], matter["what"]) == (str(case.petition), "已移交")
    assert made.json()["words"] == "退休"
    (line,) = head.get("handovers").json()["handovers"]
    assert head.get(f"handovers/{line['id']}").json() == made.json()
    assert problem(officer("housing").get(f"handovers/{line['id']}"))["status"] == 404
    assert problem(officer("system_admin").get("handovers"))["status"] == 403


@pytest.mark.parametrize("path", ["search?q=电梯", "absences", "handovers"])
def test_nobody_without_a_token_is_let_in(cast: Cast, anyone: Program, path: str):
    assert problem(anyone.get(path))["status"] == 401
