"""Units and officers come in from a spreadsheet: checked row by row, agreed to by a second person, all or nothing."""

from __future__ import annotations

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from sunshine.foundation.administration.bringing import apply, submit
from sunshine.foundation.administration.rosters import Roster, check
from sunshine.foundation.administration.sheets import Unreadable, decoded
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.invitations import find
from sunshine.foundation.offices.models import Officer, Post, Unit
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.management.commands.verify import problems
from tests.foundation.administration.conftest import Office, path

UNITS = """单位代码,全称,简称,类别,区划代码,块上级代码,电话
rs-station,仁寿县水务局城区站,城区水务站,部门,511421,rs-water,028-0000 0001
rs-water,仁寿县水务局,仁寿水务局,部门,511421,rs-gov,028-0000 0000
"""
OFFICERS = """登录名,姓名,单位代码,角色,职务,自哪天起
zhou-min,周敏,rs-water,承办人,科员,2026/1/1
zhou-min,周敏,rs-water,单位负责人,副局长,2026-01-01
"""


def good(office: Office, units: str = UNITS, officers: str = OFFICERS) -> Roster:
    roster = check(units, officers, office.cast.system_admin)
    assert roster.is_good, roster.faults
    return roster


def test_nothing_is_written_before_the_second_person_agrees_then_everything(office: Office) -> None:
    pk = submit(good(office), office.cast.system_admin, "one")
    assert not Unit.objects.filter(code="rs-water").exists()
    with pytest.raises(Refused):
        apply(pk, office.cast.system_admin)
    made = apply(pk, office.cast.security_admin)
    water, station = directory().by_code["rs-water"], directory().by_code["rs-station"]
    assert (station.parent, water.parent) == (water.id, office.cast.units["rs-gov"].pk)
    officer = Officer.objects.get(login="zhou-min")
    assert set(Post.objects.filter(officer=officer).values_list("role", flat=True)) == {"handler", "head"}
    assert find(made.codes[officer.pk]) is not None
    assert Subject.objects.filter(pk__in=[water.id, officer.pk]).count() == 2
    assert list(problems()) == []


def test_the_same_tables_again_add_nothing(office: Office) -> None:
    apply(submit(good(office), office.cast.system_admin, "one"), office.cast.security_admin)
    again = check(UNITS, OFFICERS, office.cast.system_admin)
    assert (again.units, again.officers, again.same) == ([], [], 4)


def test_units_alone_need_no_second_person(office: Office) -> None:
    submit(good(office, officers=""), office.cast.system_admin, "one")
    assert {"rs-water", "rs-station"} <= directory().by_code.keys()


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ("rs-labour,别的名字,别的,部门,511421,rs-gov,", "单位代码", "已经有这个单位，内容不同"),
        ("rs-water,仁寿县水务局,水务局,机关,511421,rs-gov,", "类别", "没有“机关”这一类"),
        ("rs-water,仁寿县水务局,水务局,部门,999999,rs-gov,", "区划代码", "没有代码是“999999”的行政区划"),
        ("rs-water,仁寿县水务局,水务局,部门,511421,没有的,", "块上级代码", "没有在用的单位代码是“没有的”"),
        ("rs-water,,水务局,部门,511421,rs-gov,", "全称", "没有填"),
        ("rs water,仁寿县水务局,水务局,部门,511421,rs-gov,", "单位代码", "只能用字母、数字"),
        ("rs-water,仁寿县水务局,水务局,部门,511421,rs-water,", "块上级代码", "绕回了自己"),
    ],
)
def test_each_fault_names_line_column_and_what_to_write(
    office: Office, row: str, column: str, why: str
) -> None:
    roster = check(UNITS.splitlines()[0] + "\n" + row, "", office.cast.system_admin)
    fault = roster.faults["units"][0]
    assert not roster.is_good
    assert (fault.line, fault.column) == (2, column)
    assert why in fault.why


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ("a,周敏,rs-labour,承办人,科员,", "登录名", "登录名用 3 到 60 个"),
        ("zhou-min,周敏,rs-nothing,承办人,科员,", "单位代码", "没有在用的单位"),
        ("zhou-min,周敏,rs-labour,科员,科员,", "角色", "没有“科员”这个角色"),
        ("zhou-min,周敏,rs-labour,承办人,科员,明天", "自哪天起", "“明天”不是日期"),
        ("handler,另一个人,rs-labour,承办人,科员,", "姓名", "是另一个人的"),
        ("auditor,某auditor,rs-labour,承办人,科员,", "角色", "管理员或审计员"),
    ],
)
def test_faults_of_officers(office: Office, row: str, column: str, why: str) -> None:
    roster = check("", OFFICERS.splitlines()[0] + "\n" + row, office.cast.system_admin)
    fault = roster.faults["officers"][0]
    assert fault.column == column
    assert why in fault.why


def test_roles_and_kinds_are_read_in_the_language_of_whoever_wrote_them(office: Office) -> None:
    with override("en"):
        assert check(UNITS, OFFICERS, office.cast.system_admin).is_good
    english = OFFICERS.replace("承办人", "Case officer")
    assert check(UNITS.replace("部门", "Department"), english, office.cast.system_admin).is_good


def test_a_county_imports_into_the_county_only(office: Office) -> None:
    county = office.county("system_admin")
    roster = check(UNITS.replace("511421", "511681"), "", county)
    assert all("不归您维护" in fault.why for fault in roster.faults["units"][:2])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_whatever_excel_writes_is_read(office: Office, encoding: str) -> None:
    text = decoded(UNITS.replace(",", "\t").encode(encoding))
    assert len(good(office, text, "").units) == 2


def test_what_is_no_table_is_refused_with_a_word(office: Office) -> None:
    with pytest.raises(Unreadable, match="另存为"):
        decoded(b"PK\x03\x04\x00\x00\x00\xff\xff")
    with pytest.raises(Unreadable, match="表头里的“备注”不认识"):
        check("单位代码,备注\nx,y", "", office.cast.system_admin)


def test_six_hundred_units_are_checked_and_written_in_seconds(office: Office) -> None:
    head = UNITS.splitlines()[0]
    rows = [f"rs-n{n},仁寿县第{n}局,第{n}局,部门,511421,rs-gov,028-0000 0000" for n in range(600)]
    start = time.process_time()
    roster = good(office, "\n".join([head, *rows]), "")
    assert time.process_time() - start < 2
    submit(roster, office.cast.system_admin, "one")
    assert Unit.objects.filter(code__startswith="rs-n").count() == 600
    assert time.process_time() - start < 8


def sent(client: Client, text: str) -> object:
    upload = SimpleUploadedFile("units.csv", text.encode("gb18030"))
    return client.post(path("upload"), {"units": upload})


def test_the_pages_preview_submit_and_show_the_codes_once(office: Office) -> None:
    admin, second = office.browser("system_admin"), office.browser("security_admin")
    files = {"units": SimpleUploadedFile("u.csv", UNITS.encode("utf-8-sig")),
             "officers": SimpleUploadedFile("o.csv", OFFICERS.encode("gb18030"))}  # fmt: skip
    preview = admin.post(path("upload"), files)
    assert "将新增 2 个单位、1 个人的 2 个岗位" in preview.content.decode()
    assert not Unit.objects.filter(code="rs-water").exists()
    put = {"units_text": preview.context["texts"]["units"], "officers_text": preview.context["texts"]["officers"],
           "request_key": "k"}  # fmt: skip
    there = admin.post(path("submit"), put).headers["Location"]
    asked = second.get(there).content.decode()
    assert ("承办人" in asked, "None" in asked) == (True, False)
    assert admin.post(f"{there}decide/", {"apply": ""}).status_code == 409
    shown = second.post(f"{there}decide/", {"apply": ""})
    assert "周敏" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    code = shown.context["people"][0][1]
    assert code not in second.get(there).content.decode()


def test_a_bad_row_is_shown_and_nothing_is_offered(office: Office) -> None:
    response = sent(office.browser("system_admin"), UNITS.replace("部门", "机关"))
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert "没有“机关”这一类" in response.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["security_admin", "auditor", "sorter", "head"])
def test_nobody_else_uploads(office: Office, who: str) -> None:
    client = office.browser(who)
    assert client.get(path("upload")).status_code == 403
    assert client.post(path("submit"), {"units_text": UNITS}).status_code == 403
    assert client.get(path("template", "units")).status_code == 403


def test_the_template_opens_in_excel_and_is_good(office: Office) -> None:
    data = office.browser("system_admin").get(path("template", "units")).content
    assert data.startswith(b"\xef\xbb\xbf")
    roster = check(decoded(data).replace("511421-government", "rs-gov"), "", office.cast.system_admin)
    assert roster.is_good, roster.faults
