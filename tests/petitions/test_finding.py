"""Finding: by number and by words, titles first, newest first among equals, and never beyond one's sight."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from django.utils.http import urlencode

from sunshine.foundation.pages.listing import SIZE
from sunshine.foundation.search.index import index
from sunshine.petitions.finding import by_number, find
from tests.support.cast import Case, Cast


def filed(cast: Cast, text: str, **fields: Any) -> Case:
    case = cast.file(text=text, **fields)
    index(case.petition)
    return case


def hits(cast: Cast, who: str, query: str, **params: str) -> list[Any]:
    return [line.petition for line in find(getattr(cast, who), {"q": query, **params}).lines]


def test_titles_come_first_then_the_newest(cast: Cast) -> None:
    old_title = filed(cast, "小区停水三天")
    old = filed(cast, "我们小区很老。" + "说来话长。" * 10 + "经常停水")
    new = filed(cast, "楼道灯坏了。" + "物业不管。" * 10 + "还停水")
    new_title = filed(cast, "又停水了")
    filed(cast, "拖欠工资")
    assert hits(cast, "sorter", "停水") == [case.petition for case in (new_title, old_title, new, old)]


def test_all_words_must_be_said_and_each_whole(cast: Cast) -> None:
    both = filed(cast, "幸福小区停水")
    filed(cast, "幸福小区停电")
    filed(cast, "停电，水也小，区里不管")  # has the pairs of no phrase asked for
    assert hits(cast, "sorter", "停水 幸福") == [both.petition]
    assert hits(cast, "sorter", "小区停水") == [both.petition]


def test_pairs_that_only_seem_to_be_the_phrase_fall_out(cast: Cast) -> None:
    filed(cast, "人民公园旁的民公司和园区，公园很好")
    assert hits(cast, "sorter", "民公园区") == []


def test_the_snippet_shows_where(cast: Cast) -> None:
    filed(cast, "标题在此。" + "一" * 60 + "夜里停水" + "二" * 90)
    (line,) = find(cast.sorter, {"q": "停水"}).lines
    assert [part.text for part in line.snippet if part.hit] == ["停水"]
    shown = "".join(part.text for part in line.snippet)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 100


def test_by_number_whole_by_its_beginning_and_by_its_end(cast: Cast) -> None:
    case = filed(cast, "路灯坏了")
    number = case.filing.number
    assert by_number(cast.sorter, f" {number.lower()} ") == case.petition
    assert by_number(cast.sorter, number[:-2]) == case.petition
    end = number.rpartition("-")[2]
    for typed in (end, end.lstrip("0").zfill(4)):
        assert hits(cast, "sorter", typed) == [case.petition]
    filed(cast, "另一件")
    assert by_number(cast.sorter, number[:-2]) is None


@pytest.mark.parametrize("who", ["stranger", "housing", "accused", "auditor", "system_admin"])
def test_nobody_finds_what_they_may_not_see(cast: Cast, who: str) -> None:
    case = filed(cast, "小区停水", accused="视高街道办事处")
    assert hits(cast, who, "停水") == []
    assert by_number(getattr(cast, who), case.filing.number) is None


def test_a_report_is_found_only_by_those_who_hold_it(cast: Cast) -> None:
    report = filed(cast, "举报倒卖救灾粮", purpose="report")
    assert hits(cast, "sorter", "救灾粮") == [report.petition]
    for who in ("leader", "city_sorter", "province_sorter", "handler"):
        assert hits(cast, who, "救灾粮") == [], who


def test_whoever_gets_a_matter_finds_it(cast: Cast) -> None:
    case = cast.bring_to("forwarded")
    index(case.petition)
    assert hits(cast, "handler", "木工") == [case.petition]
    assert hits(cast, "housing", "木工") == []


def test_an_index_behind_the_times_never_shows_what_is_out_of_sight(cast: Cast) -> None:
    """The tokens still say the area; a bar put up since is asked all the same."""
    from sunshine.foundation.ledger.models import Bar

    case = filed(cast, "小区停水")
    Bar.objects.create(root_id=case.petition, unit=cast.units["rs-gov"])
    assert hits(cast, "leader", "停水") == []
    assert hits(cast, "city_sorter", "停水") == [case.petition]


def test_pages_follow_each_other_without_gap(cast: Cast) -> None:
    made = [filed(cast, "小区停水").petition for _ in range(SIZE + 3)]
    made += [filed(cast, "灯坏了。" * 12 + "还停水").petition for _ in range(SIZE + 3)]
    seen: list[Any] = []
    params = {"q": "停水"}
    while True:
        shown = find(cast.sorter, params)
        seen += [line.petition for line in shown.lines]
        assert bool(shown.page.first) == ("after" in params)
        if not shown.page.next:
            break
        params = dict(parse_qsl(shown.page.next))
    assert seen[: SIZE + 3] == made[: SIZE + 3][::-1]
    assert sorted(seen) == sorted(made)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("after", ["x", "0.", "2.x", "0.nonsense", "-1.0", ".", "1", "\0", "٠.x"])
def test_a_made_up_cursor_shows_the_first_page(cast: Cast, after: str) -> None:
    case = filed(cast, "小区停水")
    assert hits(cast, "sorter", "停水", after=after) == [case.petition]


def test_hits_far_behind_others_that_only_seem_to_agree_are_found(cast: Cast) -> None:
    """The candidates run out of sight, filters and words for more than one reading."""
    first = filed(cast, "拖欠农民工资三年")
    for _ in range(3 * SIZE + 5):
        filed(cast, "拖欠货款。农民很苦。工资也少。")
    assert hits(cast, "sorter", "拖欠农民工资") == [first.petition]


def test_filters_narrow_the_hits(cast: Cast) -> None:
    case = filed(cast, "小区停水")
    assert hits(cast, "sorter", "停水", stage="new", channel="web") == [case.petition]
    assert hits(cast, "sorter", "停水", stage="sorted") == []


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("", "short"),
        ("水", "short"),
        ("\0", "short"),
        ("。，", "short"),
        ("13800005678", "person"),
        ("停水 138 0000 5678", "person"),
    ],
)
def test_what_cannot_be_looked_for_is_said(cast: Cast, query: str, why: str) -> None:
    filed(cast, "小区停水，电话13800005678")
    found = find(cast.sorter, {"q": query})
    assert (found.why, found.lines) == (why, [])


def test_the_page_marks_the_words_and_runs_nothing(cast: Cast) -> None:
    filed(cast, "楼道灯坏了。" + "物业不管。" * 10 + "停水<script>alert(1)</script>")
    client = Client()
    client.force_login(cast.posts["sorter"].officer)
    shown = client.get("/desk/find/?" + urlencode({"q": "停水"})).content.decode()
    assert "<mark>停水</mark>" in shown
    assert "<script>alert" not in shown
    assert (
        client.get("/desk/find/?" + urlencode({"q": "<b>'\"", "after": "x", "in": "words"})).status_code
        == 200
    )


def test_a_number_opens_the_matter(cast: Cast) -> None:
    case = filed(cast, "路灯坏了")
    client = Client()
    client.force_login(cast.posts["sorter"].officer)
    response: Any = client.get("/desk/find/?" + urlencode({"q": case.filing.number}))
    assert response["Location"] == f"/desk/petitions/{case.petition}/"
