"""A petitioner's program: number and code to follow, the last four for papers and ratings, and no walking of codes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.papers import actions
from sunshine.petitions.models import Delivery, Rating
from sunshine.petitions.tries import NEAR
from tests.api.conftest import Program, problem
from tests.support.cast import Case, Cast

Filer = Callable[..., Program]


@pytest.fixture(autouse=True)
def quick_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """Typesetting has its own tests."""
    monkeypatch.setattr(actions, "press", lambda version, data: b"%PDF-1.7 stand-in")


def credentials(case: Case) -> dict[str, Any]:
    return {"number": case.filing.number, "code": words_at(case.filing.pk, 1)["code"]}


def test_number_and_code_tell_who_has_it_and_until_when(cast: Cast, filer: Filer):
    case = cast.bring_to("accepted")
    told = filer(credentials(case), factor="").get(f"filings/{case.filing.number}").json()
    holder = told["holders"][0]
    assert (holder["unit"], holder["phone"]) == ("仁寿县人力资源和社会保障局", "028-0000 0000")
    assert holder["due"] > timezone.localdate().isoformat()
    assert {"accept", "sign", "forward", "register"} <= {line["move"] for line in told["timeline"]}


def test_code_may_be_typed_as_people_type(cast: Cast, filer: Filer):
    case = cast.file()
    code = credentials(case)["code"].lower()
    typed = filer({"code": f" {code[:4]}-{code[4:8]} {code[8:]} "})
    assert typed.get(f"filings/{case.filing.number.lower()}").status_code == 200


def test_words_are_shown_to_who_knows_the_last_four(cast: Cast, filer: Filer):
    case = cast.file()
    mine = filer(credentials(case))
    mine.post(f"filings/{case.filing.number}/urge", {"words": "请快一点"})
    path = f"filings/{case.filing.number}"
    assert "请快一点" in [line["text"] for line in mine.get(path).json()["timeline"]]
    assert {line["text"] for line in filer(credentials(case), factor="").get(path).json()["timeline"]} == {""}
    assert filer(credentials(case), factor="0000").get(path).status_code == 401


def test_material_with_files_is_added(cast: Cast, filer: Filer):
    case = cast.file()
    path = f"filings/{case.filing.number}"
    data = {"words": "补一张照片", "files": [SimpleUploadedFile(f"{n}.txt", b"photo") for n in range(2)]}
    assert filer(credentials(case)).upload(f"{path}/add_material", data).status_code == 200
    line = filer(credentials(case)).get(path).json()["timeline"][0]
    assert (line["move"], len(line["files"])) == ("add_material", 2)


def test_opening_the_opinion_delivers_it_once(cast: Cast, filer: Filer):
    case = cast.bring_to("issued")
    mine, path = filer(credentials(case)), f"filings/{case.filing.number}"
    for _ in range(2):
        opened = mine.get(f"{path}/papers/{case.handling.answer}")
        assert (opened.status_code, opened["Content-Type"], opened.content[:4]) == (
            200,
            "application/pdf",
            b"%PDF",
        )
    assert Delivery.objects.get().method == "online"
    assert {"rate", "ask_review"} <= set(Duty.objects.filter(state="open").values_list("rule", flat=True))


def test_papers_and_ratings_need_the_last_four(cast: Cast, filer: Filer):
    case = cast.bring_to("delivered")
    path, stranger = f"filings/{case.filing.number}", filer(credentials(case), factor="")
    assert stranger.get(f"{path}/papers/{case.handling.answer}").status_code == 401
    rating = {"bureau": 0, "rows": {str(case.handling.pk): {"unit": 3}}}
    assert stranger.post(f"{path}/rate", rating).status_code == 401
    assert filer(credentials(case)).post(f"{path}/rate", rating).status_code == 200
    assert set(Rating.objects.values_list("value", "credential")) == {(0, "code+factor"), (3, "code+factor")}


def test_opening_alone_records_delivery(cast: Cast, filer: Filer):
    """A petitioner cannot be made to have read what was never opened."""
    case = cast.bring_to("issued")
    body = {"paper": str(case.handling.answer), "method": "online"}
    assert filer(credentials(case)).post(f"filings/{case.filing.number}/deliver", body).status_code == 401


def test_paper_of_another_matter_is_not_found(cast: Cast, filer: Filer):
    mine, other = cast.file(), cast.bring_to("issued", cast.file(text="另一件"))
    program, path = filer(credentials(mine)), f"filings/{mine.filing.number}/papers"
    assert program.get(f"{path}/{other.handling.answer}").status_code == 404
    assert program.get(f"{path}/not-an-id").status_code == 422


def test_wrong_code_and_wrong_number_look_the_same(cast: Cast, filer: Filer):
    case = cast.file()
    wrong = filer({"code": "ABCDEFGHJKMN"})
    answers = [
        wrong.get(f"filings/{number}") for number in (case.filing.number, "SC511421-2020-999999", "\x00字")
    ]
    assert [one.status_code for one in answers] == [401] * 3
    assert len({one.content for one in answers}) == 1


def test_codes_cannot_be_walked(cast: Cast, filer: Filer):
    case = cast.file()
    path, wrong = f"filings/{case.filing.number}", filer({"code": "ABCDEFGHJKMN"})
    for _ in range(NEAR.free):
        assert wrong.get(path).status_code == 401
    refused = filer(credentials(case)).get(path)
    assert (refused.status_code, problem(refused)["type"]) == (429, "/api/v1/docs#too-many")
    assert 0 < int(refused["Retry-After"]) <= 30
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        assert filer(credentials(case)).get(path).status_code == 200


def test_last_four_cannot_be_walked(cast: Cast, filer: Filer):
    case = cast.file()
    path = f"filings/{case.filing.number}"
    answers = [filer(credentials(case), factor=f"{n:04}").get(path).status_code for n in range(NEAR.free + 1)]
    assert answers == [401] * NEAR.free + [429]
