"""条例 第十九条: the desk's page of likely repeats says why, shows only what is in sight, and is on record."""

from __future__ import annotations

from typing import Any

from django.test import Client

from sunshine.foundation.search.index import index
from sunshine.petitions.models import Filing, Reading
from sunshine.petitions.repeats import repeats
from tests.petitions.test_art_19_repeats import AGAIN
from tests.support.cast import Case, Cast


def found(cast: Cast, case: Case, who: str = "sorter") -> list[tuple[Any, list[str]]]:
    return [(one.line.petition, list(one.why)) for one in repeats(getattr(cast, who), case.petition)[1]]


def shown(cast: Cast, who: str, path: str, data: dict[str, Any] | None = None) -> Any:
    client = Client()
    client.force_login(cast.posts[who].officer)
    return client.post(path, data, follow=True) if data else client.get(path, follow=True)


def test_the_same_telephone_place_and_words_are_said(cast: Cast) -> None:
    first, other, again = (
        cast.file(),
        cast.file(text="小区楼道的灯坏了两个月", place="511400"),
        cast.file(**AGAIN),
    )
    assert other.petition != first.petition
    ((petition, why),) = found(cast, again)
    assert petition == first.petition
    assert "同一手机号" in why
    assert "同一地点" in why
    assert any(one.startswith("用词") for one in why)


def test_who_left_only_a_name_is_found_by_it(cast: Cast) -> None:
    first = cast.file(phone="")
    index(first.petition)
    again = cast.file(phone="", **AGAIN)
    assert found(cast, again)[0][0] == first.petition
    assert "同一姓名" in found(cast, again)[0][1]


def test_an_agent_and_a_principal_lead_to_each_other(cast: Cast) -> None:
    first = cast.file(others="李四 13900001111")
    again = cast.file(
        filer="agent",
        name="王律师",
        phone="13700001111",
        behalf_name="李四",
        behalf_phone="13900001111",
        **AGAIN,
    )
    assert [petition for petition, _why in found(cast, again)] == [first.petition]


def test_an_anonymous_report_is_compared_with_others_about_the_same_organ(cast: Cast) -> None:
    said: dict[str, Any] = {"purpose": "report", "accused": "视高街道办事处", "name": "", "phone": ""}
    first, again = cast.file(**said), cast.file(**said)
    assert found(cast, again) == [(first.petition, ["反映同一单位", "同一地点", "用词10成相同"])]


def test_nothing_out_of_sight_is_shown(cast: Cast) -> None:
    cast.file(place="511681")
    cast.file(accused="仁寿县信访局")
    again = cast.file(**AGAIN)
    assert found(cast, again) == []


def test_the_page_joins_and_leads_from_the_empty_cover_to_the_matter(cast: Cast) -> None:
    first, again = cast.bring_to("accepted"), cast.file(**AGAIN)
    cover = again.petition
    path = f"/desk/petitions/{cover}/"
    page = shown(cast, "sorter", f"{path}repeats/").content.decode()
    assert first.filing.number in page
    assert "同一手机号" in page
    assert Reading.objects.get().purpose == "repeat"
    said = {"number": first.filing.number, "checked": "phone", "words": "同一笔工资", "stage_seq": "1"}
    shown(cast, "sorter", f"/desk/subjects/{cover}/join/", said)
    assert Filing.objects.get(pk=again.filing.pk).petition_id == first.petition
    led = shown(cast, "sorter", path)
    assert led.redirect_chain == [(f"/desk/petitions/{first.petition}/", 302)]
    assert again.filing.number in led.content.decode()
    assert "还是木工工资的事" in led.content.decode()
    assert "已并案" in shown(cast, "sorter", "/desk/petitions/").content.decode()
    assert (
        first.filing.number in shown(cast, "sorter", f"/desk/find/?q={again.filing.number}").content.decode()
    )


def test_the_window_reads_it_and_joins_nothing(cast: Cast) -> None:
    cast.file()
    again = cast.file(cast.window, **(AGAIN | {"channel": "visit"}))
    page = shown(cast, "window", f"/desk/petitions/{again.petition}/repeats/").content.decode()
    assert "同一手机号" in page
    assert "/join/" not in page
