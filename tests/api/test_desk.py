"""An officer's program: my duties, the queue page by page, one matter with its lawful moves."""

from __future__ import annotations

from collections.abc import Callable

from sunshine.foundation.ledger.models import Access
from tests.api.conftest import Program, problem
from tests.support.cast import Cast

Officers = Callable[[str], Program]


def test_duties_are_those_of_the_post(cast: Cast, officer: Officers):
    case = cast.bring_to("signed")
    told = officer("handler").get("duties").json()["lines"]
    assert [(line["petition"], line["duty"]["rule"], line["duty"]["light"]) for line in told] == [
        (str(case.petition), "notice", "green")
    ]
    assert officer("sorter").get("duties").json() == {"lines": [], "next": None}


def test_queue_is_read_page_by_page(cast: Cast, officer: Officers):
    for n in range(22):
        cast.file(text=f"第{n}件")
    sorter = officer("sorter")
    first = sorter.get("petitions").json()
    rest = sorter.get(first["next"]).json()
    assert (len(first["lines"]), len(rest["lines"]), rest["next"]) == (20, 2, None)
    assert len({line["number"] for line in first["lines"] + rest["lines"]}) == 22
    assert sorter.get("petitions?stage=sorted").json()["lines"] == []
    assert len(sorter.get("petitions?after=nonsense&stage=%00").json()["lines"]) == 20


def test_case_offers_exactly_what_can_be_done(cast: Cast, officer: Officers):
    case = cast.file()
    sorter = officer("sorter")
    told = sorter.get(f"petitions/{case.petition}").json()
    moves = {move["move"]: move for move in told["moves"]}
    assert {"sort", "unmask"} <= moves.keys()
    assert "forward" not in moves
    assert (told["people"][0]["name"], told["people"][0]["phone"]) == ("张*", "138****5678")
    rows = {
        row["key"]: {"klass": "demand", "branch": "31.6", "category": "0402"} for row in moves["sort"]["rows"]
    }
    made = sorter.post(moves["sort"]["href"], {"stage_seq": moves["sort"]["stage_seq"], "rows": rows})
    assert made.status_code == 200
    assert Access.objects.get().officer == cast.posts["sorter"].officer


def test_destinations_are_offered_with_their_names(cast: Cast, officer: Officers):
    case = cast.bring_to("sorted")
    told = officer("sorter").get(f"petitions/{case.petition}").json()
    forward = next(move for move in told["moves"] if move["move"] == "forward")
    offered = {one["const"]: one["title"] for one in forward["row_fields"]["properties"]["unit"]["oneOf"]}
    assert offered[str(cast.units["rs-labour"].pk)] == "仁寿县人力资源和社会保障局"


def test_case_is_nobody_elses(cast: Cast, officer: Officers, anyone: Program):
    case = cast.file(accused="视高街道办事处")
    for who in ("accused", "stranger", "handler", "auditor", "system_admin"):
        assert problem(officer(who).get(f"petitions/{case.petition}"))["status"] == 404
        assert officer(who).get("petitions").json()["lines"] == []
    assert anyone.get(f"petitions/{case.petition}").status_code == 401
    assert officer("sorter").get("petitions/nonsense").status_code == 422
