"""What an officer does with the queue: keep filters, forward several at once, take the list out; and the list beside a matter."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sunshine.foundation.ledger.models import Step
from sunshine.petitions import exporting
from sunshine.petitions.models import Handling, Reading, SavedFilter
from tests.support.cast import Case, Cast


@pytest.fixture
def sorter(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.posts["sorter"].officer)
    return client


# --- filters -----------------------------------------------------------------------------------------------


def test_a_filter_is_kept_under_its_name_for_its_officer_alone(cast: Cast, sorter: Client) -> None:
    kept: Any = sorter.post(
        reverse("save-filter"), {"name": "网上新来的", "stage": "new", "channel": "web", "other": "x"}
    )
    assert kept["Location"] == "/desk/petitions/?stage=new&channel=web"
    assert "网上新来的" in sorter.get(kept["Location"]).content.decode()
    other = Client()
    other.force_login(cast.posts["city_sorter"].officer)
    assert "网上新来的" not in other.get(reverse("queue")).content.decode()
    mine = SavedFilter.objects.get()
    assert other.post(reverse("drop-filter", args=[mine.pk])).status_code == 404
    assert sorter.post(reverse("drop-filter", args=[mine.pk])).status_code == 302
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [{"name": "", "stage": "new"}, {"name": "\0", "stage": "new"}, {"name": "空", "stage": "nonsense"}],
)
def test_nothing_is_kept_without_a_name_or_a_filter(sorter: Client, sent: dict[str, str]) -> None:
    assert sorter.post(reverse("save-filter"), sent).status_code == 302
    assert not SavedFilter.objects.exists()


# --- several at once ---------------------------------------------------------------------------------------


def picked(*cases: Case) -> list[str]:
    return [f"{case.petition}:{case.filing.petition.subject.stage_seq}" for case in cases]


def sorted_case(cast: Cast, **fields: Any) -> Case:
    case = cast.file(**fields)
    cast.sort(case)
    return case


def test_several_are_forwarded_each_by_a_step_of_its_own(cast: Cast, sorter: Client) -> None:
    cases = [sorted_case(cast) for _ in range(3)]
    page = sorter.get(reverse("queue") + "?stage=sorted").content.decode()
    assert page.count('name="petition"') == 3
    sent = {"petition": picked(*cases), "unit": str(cast.units["rs-labour"].pk), "request_key": str(uuid4())}
    shown = sorter.post(reverse("forward-many"), sent).content.decode()
    assert shown.count("已转送") == 3
    assert Step.objects.filter(move="forward").count() == 3
    again = sorter.post(reverse("forward-many"), sent).content.decode()
    assert again.count("已转送") == 3
    assert (Step.objects.filter(move="forward").count(), Handling.objects.count()) == (3, 3)


def test_each_is_refused_on_its_own_with_its_reason(cast: Cast, sorter: Client) -> None:
    fine, unsorted = sorted_case(cast), cast.file()
    accused = sorted_case(cast, accused="仁寿县人力资源和社会保障局")
    elsewhere = cast.file(place="511681")
    moved_on = sorted_case(cast)
    stale = picked(moved_on)
    cast.sort(moved_on)
    sent = {
        "petition": [*picked(fine, unsorted, accused, elsewhere), *stale],
        "unit": str(cast.units["rs-labour"].pk), "request_key": str(uuid4()),
    }  # fmt: skip
    shown = sorter.post(reverse("forward-many"), sent).content.decode()
    assert (shown.count("已转送"), shown.count("没有转")) == (1, 4)
    assert "写明理由再转" in shown
    assert elsewhere.filing.number not in shown
    assert {step.subject_id for step in Step.objects.filter(move="forward")} == {fine.petition}


@pytest.mark.parametrize(
    "sent", [{}, {"petition": "x:1"}, {"petition": f"{uuid4()}:1", "unit": str(uuid4())}]
)
def test_what_cannot_be_read_forwards_nothing(cast: Cast, sorter: Client, sent: dict[str, str]) -> None:
    assert sorter.post(reverse("forward-many"), sent).status_code == 302
    assert not Step.objects.filter(move="forward").exists()


@pytest.mark.parametrize("who", ["window", "bureau_head", "handler", "leader", "auditor"])
def test_only_sorters_forward(cast: Cast, who: str) -> None:
    case, client = sorted_case(cast), Client()
    client.force_login(cast.posts[who].officer)
    sent = {"petition": picked(case), "unit": str(cast.units["rs-labour"].pk)}
    assert client.post(reverse("forward-many"), sent).status_code == 403
    assert 'name="petition"' not in client.get(reverse("queue") + "?stage=sorted").content.decode()


# --- taking a list out -------------------------------------------------------------------------------------


def exported(client: Client, **filters: str) -> list[list[str]]:
    response: Any = client.post(reverse("export"), filters)
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))


def test_the_list_goes_out_masked_filtered_and_on_record(cast: Cast, sorter: Client) -> None:
    case = cast.file(text="欠我工资，电话13812345678", name="欧阳明月", phone="13812345678")
    cast.file(text="举报倒卖救灾粮", purpose="report")
    cast.file(text="别处的事", place="511681")
    sorted_case(cast)
    header, *rows = exported(sorter, stage="new")
    assert len(rows) == 1
    line = dict(zip(header, rows[0], strict=True))
    assert (line["编号"], line["信访人"], line["阶段"]) == (case.filing.number, "欧*", "待甄别")
    assert not {"13812345678", "欧阳明月"} & set("".join(rows[0]).split())
    assert "1381234" not in "".join(rows[0])
    reading = Reading.objects.get()
    assert (reading.kind, reading.filters, reading.found) == ("export", "stage=new", 1)


@pytest.mark.parametrize("title", ["=1+1", "@SUM(A1)", "+cmd", "-2"])
def test_no_cell_runs_in_a_spreadsheet(cast: Cast, sorter: Client, title: str) -> None:
    cast.file(text=title)
    header, row = exported(sorter)
    assert dict(zip(header, row, strict=True))["标题"] == f"'{title}"


def test_batches_cost_the_same_however_long_the_list(
    cast: Cast, sorter: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 2)

    def statements(files: int) -> int:
        for _ in range(files):
            cast.file()
        exported(sorter)
        with CaptureQueriesContext(connection) as captured:
            exported(sorter)
        return len(captured)

    two, six = statements(2), statements(4)
    assert six - two == 2 * 4  # two batches more, four statements each
    assert len(exported(sorter)) == 7


@pytest.mark.parametrize(
    ("who", "lines"), [("stranger", 0), ("housing", 0), ("accused", 0), ("city_sorter", 1)]
)
def test_nobody_takes_out_what_they_may_not_see(cast: Cast, who: str, lines: int) -> None:
    cast.file(accused="视高街道办事处")
    client = Client()
    client.force_login(cast.posts[who].officer)
    assert len(exported(client)) == 1 + lines


def test_an_export_broken_off_is_on_record_with_what_had_left(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 2)
    for _ in range(5):
        cast.file()
    lines: Any = exporting.export(cast.sorter, {})
    assert Reading.objects.get().found == 0
    next(lines), next(lines), next(lines)
    lines.close()
    assert Reading.objects.get().found == 2


# --- the list beside the matter ----------------------------------------------------------------------------


def test_the_list_one_came_from_stays_beside_the_matter(cast: Cast, sorter: Client) -> None:
    here, other = cast.file(text="路灯坏了"), cast.file(text="井盖丢了")
    page = sorter.get(reverse("queue") + "?stage=new").content.decode()
    assert f'href="/desk/petitions/{here.petition}/?list=queue&amp;stage=new"' in page
    beside = sorter.get(f"/desk/petitions/{here.petition}/?list=queue&stage=new").content.decode()
    assert 'class="split"' in beside
    assert "井盖丢了" in beside
    assert beside.count('aria-current="page"') == 1
    alone = sorter.get(f"/desk/petitions/{here.petition}/?list=nonsense").content.decode()
    assert "井盖丢了" not in alone
    moved: Any = sorter.post(
        f"/desk/subjects/{other.petition}/sort/?list=queue&stage=new",
        {f"demand-{pk}-{name}": value for pk in other.demands for name, value in SORTED.items()},
    )
    assert moved["Location"] == f"/desk/petitions/{other.petition}/?list=queue&stage=new"


SORTED = {"klass": "demand", "branch": "31.6", "category": "0402"}
