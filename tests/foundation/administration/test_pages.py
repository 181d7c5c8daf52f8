"""The pages of administration: who may open which, what a list costs, and one form for every kind."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from sunshine.foundation.administration.history import Change
from sunshine.foundation.administration.kinds import all_kinds
from sunshine.foundation.administration.models import Proof
from sunshine.foundation.administration.proving import carry_out
from sunshine.foundation.ledger.models import Access, Step
from sunshine.foundation.offices.models import Post
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform
from tests.foundation.administration.conftest import ADMIN, Office, path

KINDS = ("unit", "officer", "post", "year", "length", "category", "route")
AUDIT = ("steps", "readings", "names", "proofs", "chain")
DESK = ("window", "sorter", "handler", "head", "leader")


@pytest.mark.parametrize("who", DESK)
def test_officers_at_matters_open_none_of_it(office: Office, who: str) -> None:
    client = office.browser(who)
    pages = [path(""), path("tree"), path("rows", "unit"), path("new", "unit"), path("row", "unit", uuid4()),
             *(path(name) for name in AUDIT)]  # fmt: skip
    assert {client.get(page).status_code for page in pages} == {403}
    assert client.post(path("move", "unit", uuid4(), "edit")).status_code == 403


@pytest.mark.parametrize("who", ADMIN)
def test_each_power_opens_its_own_pages(office: Office, who: str) -> None:
    client = office.browser(who)
    assert {
        client.get(page).status_code for page in [path(""), path("tree"), *(path("rows", k) for k in KINDS)]
    } == {200}
    audit = 200 if who == "auditor" else 403
    assert {client.get(path(name)).status_code for name in AUDIT} == {audit}
    assert client.get(path("new", "unit")).status_code == (200 if who == "system_admin" else 403)


def test_an_auditor_changes_nothing(office: Office) -> None:
    unit = office.cast.units["rs-labour"]
    response = office.browser("auditor").post(
        path("move", "unit", unit.pk, "edit"), {"name": "x", "short": "x"}
    )
    assert response.status_code == 403


def test_a_county_administrator_finds_no_page_of_another_county(office: Office) -> None:
    county = office.county("system_admin")
    assert county.officer is not None
    office.cast.posts["rs"] = type(office.cast.posts["sorter"]).objects.get(officer__login="rs-system_admin")
    client = office.browser("rs")
    assert client.get(path("row", "unit", office.cast.units["rs-labour"].pk)).status_code == 200
    assert client.get(path("row", "unit", office.cast.units["hy-bureau"].pk)).status_code == 404
    assert client.post(path("move", "unit", office.cast.units["hy-bureau"].pk, "edit")).status_code == 404
    assert client.get(path("tree") + "?place=511681").status_code == 404
    assert "华蓥市信访局" not in client.get(path("rows", "unit") + "?q=信访局").content.decode()


@pytest.mark.parametrize("code", KINDS)
def test_a_list_costs_the_same_however_long_it_is(
    office: Office, code: str, django_assert_max_num_queries
) -> None:
    """Two for session and posts, one or two for the rows."""
    client = office.browser("system_admin")
    client.get(path("rows", code))
    with django_assert_max_num_queries(5):
        client.get(path("rows", code))


def test_the_unit_list_finds_filters_and_pages(office: Office) -> None:
    client = office.browser("system_admin")
    for n in range(25):
        office.make("unit", code=f"x-{n:02}", name=f"测试{n}局", short="测", kind="department", division="511421",
                    valid_from="2026-01-01")  # fmt: skip
    first = client.get(path("rows", "unit") + "?q=测试&kind=department")
    assert len(first.context["lines"]) == 20
    second = client.get(path("rows", "unit") + "?" + first.context["page"].next)
    assert len(second.context["lines"]) == 5


def test_a_form_that_fails_keeps_what_was_typed(office: Office) -> None:
    unit = office.cast.units["rs-labour"]
    client = office.browser("system_admin")
    response = client.post(
        path("move", "unit", unit.pk, "edit"), {"name": "", "short": "人社局", "address": "新地址 9 号"}
    )
    assert response.status_code == 422
    assert "新地址 9 号" in response.content.decode()
    response = client.post(path("new", "unit"), {"code": "不行", "name": "某某局"})
    assert response.status_code == 422
    assert 'value="某某局"' in response.content.decode()
    assert "行政区划：请填这一项。" in response.content.decode()


def test_the_page_of_a_row_says_everything_it_holds(office: Office) -> None:
    unit = office.cast.units["rs-labour"]
    office.do("unit", unit, "edit", name=unit.name, short=unit.short, address="新地址 9 号")
    cells = dict(office.browser("auditor").get(path("row", "unit", unit.pk)).context["cells"])
    assert "新地址 9 号" in cells.values()
    assert office.cast.units["rs-gov"].name in cells.values()


def test_two_administrators_at_one_row_the_second_is_told(office: Office) -> None:
    officer = office.appoint("li-hua", "rs-labour", "handler")
    client = office.browser("system_admin")
    first = {"stage_seq": "1", "request_key": "a"}
    office.do("officer", officer, "deactivate")
    response = client.post(path("move", "officer", officer.pk, "deactivate"), first)
    assert response.status_code == 409


def test_pressing_twice_does_it_once(office: Office) -> None:
    client = office.browser("system_admin")
    data = {"code": "x-1", "name": "某局", "short": "某局", "kind": "department", "division": "511421",
            "valid_from": "2026-01-01", "request_key": "same"}  # fmt: skip
    there = client.post(path("new", "unit"), data).headers["Location"]
    page = client.get(there).content.decode()
    assert "某局" in page
    edit = {"name": "某某局", "short": "某局", "request_key": "again"}
    for _press in range(2):
        assert client.post(f"{there}edit/", edit).status_code == 302
    assert Step.objects.filter(move="edit").count() == 1


def test_the_history_names_who_when_and_what(office: Office) -> None:
    unit = office.cast.units["rs-labour"]
    office.do("unit", unit, "edit", name="仁寿县人社局", short="人社局")
    page = office.browser("auditor").get(path("row", "unit", unit.pk)).content.decode()
    assert "某system_admin" in page
    assert "<del>仁寿县人力资源和社会保障局</del>" in page


def test_a_long_text_is_folded_and_an_edit_shows_only_what_changed() -> None:
    """A document's template is hundreds of lines; the history says what became of it."""
    old = "\n".join(f"第 {n} 行，一些不变的文字" for n in range(40))
    new = old.replace("第 7 行，一些", "第 7 行，改了的")
    assert len(Change("模板", "", old).lines) == 40
    assert Change("模板", old, new).lines == ["-第 7 行，一些不变的文字", "+第 7 行，改了的不变的文字"]
    assert Change("全称", "旧名", "新名").lines == []


def test_the_rail_marks_the_kind_one_is_in(office: Office) -> None:
    client = office.browser("system_admin")
    unit = office.cast.units["rs-labour"]
    for kind in ("unit", "officer", "category"):
        page = client.get(path("rows", kind)).content.decode()
        assert f'<a href="{path("rows", kind)}" aria-current="page">' in page
    for address in (path("new", "unit"), path("row", "unit", unit.pk)):
        page = client.get(address).content.decode()
        assert f'<a href="{path("rows", "unit")}" aria-current="true">' in page


def test_a_page_that_is_not_for_them_leaves_officers_at_their_desk(office: Office) -> None:
    page = office.browser("handler").get(path("")).content.decode()
    assert 'class="rail"' in page
    assert reverse("mfa_index") in page
    assert "用编号和查询码" not in page


def test_places_and_categories_have_their_english_names(office: Office) -> None:
    client = office.browser("auditor")
    client.cookies["django_language"] = "en"
    assert "四川省" not in client.get(path("rows", "unit")).content.decode()
    assert "农村农业" not in client.get(path("rows", "category")).content.decode()
    client = office.browser("system_admin")
    client.cookies["django_language"] = "en"
    assert "法定" not in client.get(path("new", "length")).content.decode()


def test_english_all_the_way(office: Office) -> None:
    unit = office.make("unit", code="x-1", name="某局", name_en="Some Bureau", short="某局", kind="department",
                       division="511421", valid_from="2026-01-01")  # fmt: skip
    client = office.browser("auditor")
    client.cookies["django_language"] = "en"
    assert "Some Bureau" in client.get(path("row", "unit", unit.pk)).content.decode()


def test_the_auditor_reads_who_opened_what_without_a_word_of_it(office: Office) -> None:
    cast = office.cast
    case = cast.bring_to("signed")
    office.browser("handler").get(f"/desk/{case.petition}/")
    Access.objects.create(subject_id=case.petition, officer=cast.posts["handler"].officer, post=cast.posts["handler"],
                          at=case.filing.registered_at)  # fmt: skip
    perform(case.filing.pk, "unmask", cast.handler, Given({"purpose": "contact"}))
    client = office.browser("auditor")
    pages = [client.get(path(name)).content.decode() for name in ("readings", "names", "steps")]
    assert "某handler" in pages[0]
    assert "某handler" in pages[1]
    assert not any("张三丰" in page or "木工" in page for page in pages)


def test_the_auditor_has_the_record_verified_and_sees_what_is_wrong(office: Office) -> None:
    office.make("officer", login="wang-qiang", name="王强", unit="rs-labour")
    client = office.browser("auditor")
    assert client.post(path("proofs")).status_code == 302
    proof = carry_out(Proof.objects.get().pk)
    assert (proof.broken, proof.steps > 0) == (0, True)
    assert "完整" in client.get(path("proofs")).content.decode()


def test_the_exported_chain_gives_no_facts_of_matters(office: Office) -> None:
    case = office.cast.bring_to("signed")
    office.make(
        "unit",
        code="x-1",
        name="某局",
        short="某局",
        kind="department",
        division="511421",
        valid_from="2026-01-01",
    )
    lines = b"".join(office.browser("auditor").get(path("chain"))).decode().splitlines()
    assert len(lines) == Step.objects.count()
    own = [line for line in lines if str(case.petition) in line]
    assert own
    assert not any("facts" in line for line in own)


def test_every_kind_has_a_page_for_each_of_its_rows(office: Office) -> None:
    client = office.browser("auditor")
    for kind in all_kinds():
        row = kind.model._default_manager.first()
        if row is not None:
            assert client.get(path("row", kind.code, kind.ident(row))).status_code == 200, kind.code


def test_an_organ_that_owes_what_nobody_there_may_do_is_named_without_saying_on_what(office: Office) -> None:
    case, client = office.cast.file(), office.browser("system_admin")
    assert "却没有能办的人" not in client.get(path("")).content.decode()
    Post.objects.filter(pk=office.cast.posts["sorter"].pk).update(valid_to=localdate())
    page = client.get(path("")).content.decode()
    assert "仁寿县信访局没有办信员" in page
    assert case.filing.number not in page
    assert "却没有能办的人" not in office.browser("auditor").get(path("")).content.decode()


def test_the_record_of_administration_names_the_row_each_step_is_on(office: Office) -> None:
    office.appoint("new", str(office.cast.units["rs-bureau"].pk), "sorter")
    page = office.browser("auditor").get(path("steps") + "?kind=officer").content.decode()
    assert "新来的人" in page
