"""Who files: a guardian, an agent, an organisation, several people, a foreigner; each party sealed, masked and found again (条例 第十七条、第四十八条)."""

from __future__ import annotations

from typing import Any

import pytest

from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.people.identity import Identity, blind_index
from sunshine.foundation.people.models import Party
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform
from sunshine.petitions.casepage import case as case_page
from sunshine.petitions.documents.build import addressee
from sunshine.petitions.matter import load_matter
from sunshine.petitions.models import Filing
from sunshine.petitions.registration import credit_code
from tests.support.cast import Case, Cast

CODE = "91510100MA61RKR7X3"  # made up; its check sign fits


def parties(case: Case) -> list[tuple[str, str, str]]:
    rows = Party.objects.filter(subject=case.filing.pk).order_by("nth")
    return [(row.role, row.name_mask, row.phone_mask) for row in rows]


def told(case: Case, nth: int) -> Identity:
    return Identity.parse(words_at(case.filing.pk, 1)[f"party@{nth}" if nth else "party"])


def printed(case: Case) -> str:
    return addressee(load_matter(case.petition))


def test_a_guardian_files_for_a_child(cast: Cast):
    case = cast.file(filer="guardian", behalf_name="张小宝", relation="parent")
    assert parties(case) == [("guardian", "张*", "138****5678"), ("ward", "张*", "")]
    assert told(case, 0).relation == "parent"
    assert printed(case) == "张小宝"  # the answer is the child's


def test_an_agent_files_and_keeps_the_factor(cast: Cast):
    case = cast.file(
        filer="agent", behalf_name="李四光", behalf_phone="13900001111", behalf_id="510101199001011234"
    )
    assert parties(case) == [("agent", "张*", "138****5678"), ("principal", "李*", "139****1111")]
    assert Party.objects.filter(phone_index=blind_index("phone", "139 0000 1111")).count() == 1
    assert told(case, 0).proves("5678")
    assert printed(case) == "李四光"


def test_an_organisation_files_through_its_contact(cast: Cast):
    case = cast.file(filer="organisation", org_name="成都某某木业有限公司", org_code=CODE.lower())
    assert [role for role, *_ in parties(case)] == ["contact", "organisation"]
    assert told(case, 1).id_number == CODE
    assert printed(case) == "成都某某木业有限公司"


def test_a_wrong_credit_code_is_set_aside_and_stops_nothing(cast: Cast):
    case = cast.file(org_name="某某公司", org_code=CODE[:-1] + "4")
    assert told(case, 1).id_number == ""
    assert CODE[:-1] + "4" in words_at(case.filing.pk, 1)["aside"]


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        (CODE, True),
        (f" {CODE[:9]} {CODE[9:]} ", True),
        (CODE[:-1] + "2", False),
        (CODE[:-1], False),
        (CODE.replace("X", "I"), False),
        ("", False),
    ],
)
def test_credit_codes_are_checked_by_their_last_sign(typed: str, fits: bool):
    assert bool(credit_code(typed)) == fits


def test_cosigners_have_masks_and_indexes_of_their_own_and_count(cast: Cast):
    case = cast.file(filer="group", others="李四 13900001111\n王五\n\n赵六，13700002222")
    assert parties(case) == [
        ("representative", "张*", "138****5678"),
        ("cosigner", "李*", "139****1111"),
        ("cosigner", "王*", ""),
        ("cosigner", "赵*", "137****2222"),
    ]
    assert told(case, 3).name == "赵六"
    assert Filing.objects.get().people == 4


def test_very_many_cosigners_are_kept(cast: Cast):
    case = cast.file(filer="group", others="\n".join(f"第{n}人" for n in range(700)))
    assert Party.objects.filter(subject=case.filing.pk).count() == 501
    assert "第699人" in told(case, 500).name


def test_a_foreigner_says_document_nationality_and_language(cast: Cast):
    case = cast.file(
        document="passport",
        id_number="e1234567",
        nationality="无国籍",
        language="彝语",
        email="a@example.org",
    )
    one = told(case, 0)
    assert (one.document, one.id_number, one.nationality, one.language) == (
        "passport",
        "E1234567",
        "无国籍",
        "彝语",
    )
    assert one.email == "a@example.org"


@pytest.mark.parametrize(
    ("field", "typed"), [("email", "不是邮箱"), ("document", "驾照"), ("sex", "x"), ("filer", "王")]
)
def test_odd_answers_are_set_aside(cast: Cast, field: str, typed: str):
    odd: dict[str, Any] = {field: typed}
    assert typed in words_at(cast.file(**odd).filing.pk, 1)["aside"]


def test_capacity_is_read_off_what_was_filled_in(cast: Cast):
    """Programs and hurried clerks fill in a company's name without saying that it is a company's matter."""
    assert parties(cast.file(org_name="某某公司"))[0][0] == "contact"
    assert parties(cast.file(behalf_name="李四光"))[0][0] == "agent"
    assert parties(cast.file(others="李四"))[0][0] == "representative"
    assert parties(cast.file())[0][0] == "petitioner"


def test_nobody_named_is_anonymous_though_somebody_is_reached(cast: Cast):
    assert cast.file(name="", phone="13800005678").filing.visibility == "anonymous"
    assert cast.file(name="", phone="", org_name="某某公司").filing.visibility == "handlers"


def shown(cast: Cast, case: Case, who: str) -> Any:
    return case_page(getattr(cast, who), case.petition).people[0]


def test_the_desk_sees_every_party_masked_until_the_name_is_opened(cast: Cast):
    case = cast.file(filer="group", others="李四光 13900001111")
    person = shown(cast, case, "sorter")
    assert [(one.name, one.phone) for one in person.others] == [("李*", "139****1111")]
    perform(case.filing.pk, "unmask", cast.sorter, Given({"purpose": "contact"}))
    assert [(one.name, one.phone) for one in shown(cast, case, "sorter").others] == [
        ("李四光", "13900001111")
    ]
