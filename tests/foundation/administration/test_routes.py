"""The statutory routes are a table: shipped, kept by the highest administrators, brought as CSV, found by plain words."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sunshine.foundation.administration.sheets import written
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.procedure.engine import Forbidden
from sunshine.petitions import categories, routes
from sunshine.petitions.models import Branch, StatutoryRoute
from tests.foundation.administration.conftest import Office, path
from tests.support.cast import Cast

HEAD = ["编码", "部门", "什么诉求", "途径", "程序名称", "依据", "由哪个机关办", "给群众的说明"]
LINE = ["TT01", "某部门", "某诉求", "31.4", "某程序", "《某法》", "某机关", "这样办。"]


def bring(office: Office, *lines: list[str], who: str = "system_admin") -> Any:
    table = SimpleUploadedFile("routes.csv", written([HEAD, *lines]))
    return office.browser(who).post(path("table", "route"), {"table": table})


def test_a_whole_list_is_shipped(cast: Cast) -> None:
    found = list(StatutoryRoute.objects.all())
    assert len(found) >= 60
    assert len({one.department for one in found}) >= 29
    assert {one.branch for one in found} == set(Branch.values) - {Branch.PETITION, Branch.ADVICE}
    assert not [
        one.code for one in found if not (one.basis and one.body and one.plain and one.name_en and one.words)
    ]
    known = categories.catalogue().by_code
    assert not [one.code for one in found if one.category not in known]


def test_a_line_is_changed_ended_and_begun_again(office: Office) -> None:
    line = StatutoryRoute.objects.get(code="RS01")
    fields = {
        name: getattr(line, name)
        for name in ("department", "demand", "branch", "procedure", "basis", "body", "plain")
    }
    office.do("route", line, "edit", **fields | {"term": "一年内申请"})
    assert routes.ways()["RS01"].term == "一年内申请"
    with pytest.raises(AssertionError, match="正在用"):
        office.make("route", code="RS01", **fields)
    office.do("route", line, "end")
    assert "RS01" not in routes.ways()
    office.make("route", code="RS01", **fields | {"procedure": "新的程序"})
    assert routes.ways()["RS01"].procedure == "新的程序"
    assert StatutoryRoute.objects.filter(code="RS01").count() == 2


def test_a_table_makes_changes_and_leaves_alone(office: Office) -> None:
    assert bring(office, LINE).status_code == 302
    before = Step.objects.count()
    assert bring(office, LINE).status_code == 302
    assert Step.objects.count() == before, "what is the same leaves no step"
    assert bring(office, [*LINE[:-1], "改了说明。"], ["TT02", *LINE[1:]]).status_code == 302
    shown = routes.ways()
    assert (shown["TT01"].plain, shown["TT02"].plain) == ("改了说明。", "这样办。")


def test_one_bad_line_and_nothing_is_written(office: Office) -> None:
    response = bring(office, LINE, ["TT03", "某部门", "", *LINE[3:]])
    assert response.status_code == 422
    assert "什么诉求" in response.content.decode()
    assert not StatutoryRoute.objects.filter(code__startswith="TT").exists()
    assert office.browser("system_admin").post(path("table", "route")).status_code == 422


def test_only_the_highest_administrators_keep_them(office: Office) -> None:
    names = ("department", "demand", "procedure", "basis", "body", "plain")
    fields = dict.fromkeys(names, "某") | {"code": "TT09", "branch": "31.4"}
    with pytest.raises(Forbidden):
        office.make("route", by=office.county("system_admin"), **fields)
    assert bring(office, LINE, who="sorter").status_code == 403
    assert office.browser("system_admin").get(path("table", "unit")).status_code == 404
    assert (
        office.browser("system_admin")
        .get(path("table", "route") + "?template")
        .content.startswith(b"\xef\xbb\xbf")
    )


@pytest.mark.parametrize(
    ("words", "procedure"),
    [
        ("工资没发", "劳动保障监察投诉"),
        ("房子 漏水", "工程质量投诉"),
        ("仲裁 土地", "农村土地承包经营纠纷仲裁"),
    ],
)
def test_people_find_their_way_in_their_own_words(
    cast: Cast, client: Client, words: str, procedure: str
) -> None:
    shown = client.get("/routes/", {"q": words}).content.decode()
    assert procedure in shown
    assert "没有找到" in client.get("/routes/", {"q": "<b>无此事"}).content.decode()
    assert "人力资源和社会保障" in client.get("/routes/").content.decode()
