"""条例 第三十一条: the list proposes class, branch and route with its reasons; the officer decides, and both are on record."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Forbidden
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import Asked, ask
from sunshine.foundation.procedure.perform import Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.resolver import Proposal, resolve
from sunshine.petitions.routes import ways
from tests.support.cast import Case, Cast


def proposed(words: str, around: str = "", category: str = "", purpose: str = "demand") -> Proposal:
    return resolve(words, around, category, purpose, ways().values())


@pytest.mark.parametrize(
    ("words", "purpose", "klass", "branch", "route"),
    [
        ("把拖欠的工资发给我", "demand", "demand", "31.5", "RS02"),
        ("单位无故辞退，要求经济补偿", "demand", "demand", "31.2", "RS01"),
        ("邻居占了我家的承包地", "demand", "demand", "31.2", "NY01"),
        ("不服一审判决", "demand", "litigation", "31.1", "FY02"),
        ("村支书索贿", "demand", "report", "30", "JW03"),
        ("建议在路口装红绿灯", "demand", "advice", "29", ""),
        ("村支书不公道", "report", "report", "30", ""),
        ("请帮我解决困难", "demand", "demand", "31.6", ""),
    ],
)
def test_a_demand_is_proposed_by_its_words(
    cast: Cast, words: str, purpose: str, klass: str, branch: str, route: str
) -> None:
    found = proposed(words, purpose=purpose).facts
    assert (found["klass"], found["branch"], found["route"]) == (klass, branch, route)
    assert found["reasons"]


def test_what_was_told_counts_where_the_demand_says_nothing(cast: Cast) -> None:
    assert proposed("请解决", around="欠薪三个月").facts["route"] == "RS02"
    assert proposed("房子漏水", around="工地欠薪三个月").facts["route"] == "ZJ02"


def test_the_reasons_say_why_and_name_the_statute(cast: Cast) -> None:
    words = str(proposed("把拖欠的工资发给我").words)
    assert "劳动保障监察条例" in words
    assert "工资" in words
    assert "由您决定" in words


def asked(case: Case, cast: Cast, kind: str, move: str, data: dict[str, Any] | None = None) -> Asked:
    subject = case.petition if kind == "petition" else case.handling.pk
    actor = cast.sorter if kind == "petition" else cast.handler
    return ask(procedure(kind).by_code[move], load(subject, actor, lock=False), actor, data)


def test_sorting_begins_with_the_proposal_and_keeps_both(cast: Cast) -> None:
    case = cast.file(demands="把拖欠的工资发给我")
    row = asked(case, cast, "petition", "sort").rows[0]
    assert (row.form.initial["klass"], row.form.initial["branch"]) == ("demand", "31.5")
    assert "劳动保障监察投诉" in str(row.form.fields["klass"].help_text)
    chosen = {f"demand-{case.demands[0]}-{name}": code
              for name, code in (("klass", "demand"), ("branch", "31.6"), ("category", "0402"))}  # fmt: skip
    filled = asked(case, cast, "petition", "sort", chosen)
    assert filled.is_valid(), filled.faults
    given = filled.given()
    perform(case.petition, "sort", cast.sorter, given)
    kept = Step.objects.get(subject=case.petition, move="sort").facts["rows"][str(case.demands[0])]
    assert (kept["branch"], kept["suggested"]["branch"], kept["suggested"]["route"]) == (
        "31.6",
        "31.5",
        "RS02",
    )
    assert "工资" not in str(kept), "no word of the petitioner goes on the open record"


def test_a_route_of_the_list_fills_the_notice(cast: Cast) -> None:
    case = cast.bring_to("signed")
    said = {"route": "RS01", "reason": "属于劳动争议。", "person": "王强", "phone": "028-0000 0000"}
    form = asked(case, cast, "handling", "guide", said)
    assert form.is_valid(), form.faults
    perform(case.handling.pk, "guide", cast.handler, form.given())
    step = Step.objects.get(subject=case.handling.pk, move="guide")
    assert (step.facts["given"]["route"], step.facts["given"]["branch"]) == ("RS01", "31.2")
    assert step.facts["given"]["suggested"]
    data = _paper(case)
    assert data["procedure"] == "劳动争议仲裁"
    assert data["where"]["organ"] == "劳动人事争议仲裁委员会"
    assert "一年内" in data["limit"]
    assert "仲裁申请书" in data["materials"]
    assert "劳动争议调解仲裁法" in data["basis"]


def _paper(case: Case) -> Any:
    paper = Paper.objects.get(subject=case.handling.pk, kind="notice")
    return json.loads(words_at(case.handling.pk, paper.seq)["paper"])["route"]


def test_what_is_written_by_hand_is_complete_and_agrees_with_the_list(cast: Cast) -> None:
    case = cast.bring_to("signed")
    contact = {"reason": "另有程序。", "person": "王强", "phone": "028-0000 0000"}
    assert not asked(case, cast, "handling", "guide", contact).is_valid()
    assert not asked(
        case, cast, "handling", "guide", contact | {"route": "RS01", "branch": "31.4"}
    ).is_valid()
    by_hand = contact | {"branch": "31.2", "procedure": "商事仲裁", "where": "仲裁委员会"}
    assert asked(case, cast, "handling", "guide", by_hand).is_valid()
    own = asked(case, cast, "handling", "guide", contact | {"route": "RS01", "where": "仁寿县仲裁委员会"})
    assert own.is_valid()
    assert own.given().texts["where"] == "仁寿县仲裁委员会"


def test_only_the_officers_in_charge_sort_and_guide(cast: Cast) -> None:
    case = cast.bring_to("signed")
    for who in (cast.sorter, cast.head, cast.housing, case.petitioner):
        with pytest.raises((Forbidden, Unseen)):
            perform(case.handling.pk, "guide", who, Given({"branch": "31.2"}))
