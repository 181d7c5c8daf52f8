"""Retaliation 打击报复 (条例 第十八条、第四十六条): one tap registers a sealed report that the reported never learn of."""

from __future__ import annotations

import pytest
from django.test import Client

from sunshine.channels.held import CODE, PROVEN
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.people.identity import Identity
from sunshine.foundation.procedure.verify import verify
from sunshine.petitions.models import Filing
from tests.access.conftest import OFFICERS
from tests.support.cast import Case, Cast


def browser(case: Case, level: str = PROVEN) -> Client:
    client = Client()
    session = client.session
    session["filings"] = {str(case.filing.pk): level}
    session.save()
    return client


def address(case: Case) -> str:
    return f"/progress/{case.filing.pk}/retaliation/"


def report(case: Case, cast: Cast, *units: str, words: str = "") -> Case:
    ticked = [str(cast.units[unit].pk) for unit in units]
    answer = browser(case).post(address(case), {"units": ticked, "words": words, "request_key": "k" * 20})
    made = Filing.objects.exclude(pk=case.filing.pk).get()
    assert answer["Location"] == f"/receipt/{made.pk}/"
    return Case(made)


def test_one_tap_registers_a_sealed_report_of_the_same_person(cast: Cast):
    case = cast.bring_to("accepted")
    page = browser(case).get(f"/progress/{case.filing.pk}/").content.decode()
    labour = str(cast.units["rs-labour"].pk)
    assert f'value="{labour}" id="id_units_0" checked' in page
    made = report(case, cast, "rs-labour")
    root = Subject.objects.get(pk=made.petition)
    words = words_at(made.filing.pk, 1)
    assert (root.sealed, root.stage, root.petition.purpose) == (True, "new", "report")
    assert case.filing.number in words["text"]
    assert Identity.parse(words["party"]).name == "张三丰"
    assert Step.objects.get(subject=made.filing.pk, seq=1).facts["given"]["follows"] == case.filing.number
    assert list(verify()) == []


def test_the_first_matter_shows_no_trace_of_it(cast: Cast):
    case = cast.bring_to("accepted")
    before = Step.objects.filter(subject__root=case.petition).count()
    report(case, cast, "rs-labour", words="科长威胁要停我的低保。")
    assert Step.objects.filter(subject__root=case.petition).count() == before
    assert Subject.objects.get(pk=case.handling.pk).stage == "accepted"


@pytest.mark.parametrize(
    ("units", "registrar", "blind"),
    [
        (("rs-labour",), "rs-bureau", {"handler", "head", "leader"}),
        (
            ("rs-labour", "rs-bureau"), "ms-bureau",
            {"handler", "head", "window", "sorter", "bureau_head", "leader"},
        ),
    ],
)  # fmt: skip
def test_it_goes_round_the_reported_and_nobody_of_theirs_sees_it(
    cast: Cast, units: tuple[str, ...], registrar: str, blind: set[str]
):
    case = cast.bring_to("accepted")
    made = report(case, cast, *units)
    assert Subject.objects.get(pk=made.petition).unit == cast.units[registrar]
    for who in OFFICERS:
        seen = visible(getattr(cast, who)).filter(pk=made.petition).exists()
        assert not (seen and who in blind)


def test_pressing_twice_registers_once(cast: Cast):
    case = cast.bring_to("accepted")
    for _ in range(2):
        report(case, cast, "rs-labour")
    assert Filing.objects.count() == 2


def test_it_can_be_reported_at_any_time_also_after_the_answer(cast: Cast):
    case = cast.bring_to("rated")
    assert report(case, cast, "rs-labour").stage("petition") == "new"


def test_without_a_word_and_without_a_tick_it_is_registered(cast: Cast):
    case = cast.file()
    assert report(case, cast).stage("petition") == "new"


def test_not_with_the_code_alone_nor_by_somebody_at_a_desk(cast: Cast):
    case = cast.bring_to("accepted")
    assert browser(case, CODE).post(address(case))["Location"] == f"/progress/{case.filing.pk}/"
    client = browser(case)
    client.force_login(cast.posts["handler"].officer)
    assert client.post(address(case))["Location"] == "/progress/"
    assert Filing.objects.count() == 1


def test_only_units_of_the_matter_can_be_ticked(cast: Cast):
    case = cast.bring_to("accepted")
    other = str(cast.units["rs-housing"].pk)
    browser(case).post(address(case), {"units": [other]})
    assert Filing.objects.count() == 1
