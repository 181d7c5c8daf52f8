"""Telling in steps: kept between screens under the visitor's own key, never a filing before the last press, and then one (条例 第十七条、第十九条)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from sunshine.channels import drafts
from sunshine.channels.jobs import forget_drafts
from sunshine.channels.models import Draft, DraftFile
from sunshine.foundation.files.models import Attachment
from sunshine.foundation.ledger.queries import words_at
from sunshine.petitions.models import Demand, Filing
from tests.support.cast import TEXT, Cast

ANSWERS: dict[str, dict[str, str]] = {
    "what": {"text": TEXT},
    "wish": {"demands": "发清工资\n以后按月发", "purpose": "demand"},
    "where": {"place": "511421", "place_detail": "视高街道", "accused": ""},
    "evidence": {},
    "whose": {"filer": "self"},
    "you": {"name": "张三丰", "phone": "13800005678"},
    "sight": {"visibility": "handlers"},
}


def answer(client: Client, code: str, *files: SimpleUploadedFile, **fields: str) -> str:
    """Send one screen; returns where it leads."""
    response = client.post(f"/tell/{code}/", fields | ({"files": list(files)} if files else {}))
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def tell(client: Client, **changed: dict[str, str]) -> str:
    """Answer every screen in the order the site leads through; returns the last address."""
    client.get("/tell/")
    here = "/tell/what/"
    answers = ANSWERS | changed
    while here != "/tell/check/":
        code = here.strip("/").split("/")[-1]
        assert client.get(here).status_code == 200
        here = answer(client, code, **answers.get(code, {}))
    return here


def press(client: Client) -> Any:
    return client.post("/tell/check/")


def words(filing: Filing) -> Any:
    return words_at(filing.pk, 1)


def test_the_steps_lead_to_one_filing_and_its_receipt(cast: Cast, client: Client):
    check = client.get(tell(client)).content.decode()
    assert TEXT in check
    assert not Filing.objects.exists()
    receipt = client.get(press(client)["Location"]).content.decode()
    filing = Filing.objects.get()
    assert filing.number in receipt
    assert words(filing)["text"] == TEXT
    assert Demand.objects.filter(filing=filing).count() == 2
    assert filing.visibility == "handlers"


def test_the_number_of_steps_does_not_change_on_the_way(cast: Cast, client: Client):
    client.get("/tell/")
    told = []
    for code in ("what", "wish", "where", "evidence", "whose", "you", "sight"):
        told.append(client.get(f"/tell/{code}/").context["of"])
        answer(client, code, **ANSWERS.get(code, {}))
    assert set(told) == {8}


def test_the_check_says_what_holds_where_nothing_was_chosen(cast: Cast, client: Client):
    client.get("/tell/")
    answer(client, "what", text=TEXT)
    answer(client, "you", name="张三丰")
    assert "没有选：信访部门可以看，办理单位看不到" in client.get("/tell/check/").content.decode()
    press(client)
    assert Filing.objects.get().visibility == "bureau"


def test_nobody_but_the_visitor_can_read_a_draft(cast: Cast, client: Client):
    """Neither the words nor a key to them are in the database, and another browser finds nothing."""
    tell(client)
    answer(client, "evidence", SimpleUploadedFile("工资条.txt", "十二人".encode()))
    secret = client.cookies[drafts.COOKIE].value
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM channels_draft d")
        rows = str(cursor.fetchall())
    assert secret not in rows
    sealed = [bytes(box) for box in Draft.objects.values_list("sealed", flat=True)]
    sealed += [bytes(box) for box in DraftFile.objects.values_list("sealed", flat=True)]
    assert len(sealed) == 2
    assert not [box for box in sealed if "十二人".encode() in box or b"13800005678" in box]
    other = Client()
    other.get("/tell/")
    assert "13800005678" not in other.get("/tell/you/").content.decode()
    other.cookies[drafts.COOKIE] = next(iter(Draft.objects.values_list("pk", flat=True)))
    assert other.get("/tell/check/").status_code == 302


@pytest.mark.parametrize("who", ["sorter", "province_sorter", "auditor", "system_admin"])
def test_officers_see_no_draft(cast: Cast, client: Client, who: str):
    tell(client)
    desk = Client()
    desk.force_login(cast.posts[who].officer)
    pages = [
        desk.get(path, follow=True).content.decode() for path in ("/desk/petitions/", "/desk/", "/tell/you/")
    ]
    assert not [page for page in pages if "13800005678" in page or "视高做木工" in page]


def test_back_and_forward_keep_everything(cast: Cast, client: Client):
    tell(client)
    assert (
        client.post("/tell/you/", {"name": "张三丰", "phone": "1", "go": "back"})["Location"]
        == "/tell/whose/"
    )
    assert 'value="1"' in client.get("/tell/you/").content.decode()
    assert client.post("/tell/wish/", {"demands": "发工资", "to": "check"})["Location"] == "/tell/check/"
    assert TEXT in client.get("/tell/what/").content.decode()


def test_another_answer_to_whose_brings_its_own_questions(cast: Cast, client: Client):
    tell(client)
    there = client.post("/tell/whose/", {"filer": "agent", "to": "check"})["Location"]
    assert there == "/tell/behalf/"
    authority = SimpleUploadedFile("手机照片.txt", "授权".encode())
    client.post(there, {"behalf_name": "李四光", "relation": "relative", "authority": authority})
    press(client)
    filing = Filing.objects.get()
    assert '"李四光"' in words(filing)["party@1"]
    assert "授权委托书 手机照片.txt" in words(filing)["files"]


def test_what_belongs_to_a_way_not_taken_is_not_sent(cast: Cast, client: Client):
    tell(client, whose={"filer": "agent"}, behalf={"behalf_name": "李四光"})
    client.post("/tell/whose/", {"filer": "anonymous"})
    press(client)
    filing = Filing.objects.get()
    assert filing.visibility == "anonymous"
    assert not [name for name in words(filing) if name.startswith("party")]


def test_pressing_twice_and_again_later_is_one_filing(cast: Cast, client: Client):
    tell(client)
    first, second = press(client), press(client)
    assert first["Location"] == second["Location"]
    assert Filing.objects.count() == 1
    # The answer was lost, and the browser shows an old screen: it leads to the receipt, not to a second filing.
    assert client.post("/tell/you/", ANSWERS["you"])["Location"] == first["Location"]
    assert client.get("/tell/check/")["Location"] == first["Location"]
    assert Filing.objects.count() == 1


def test_a_new_telling_begins_after_the_filing(cast: Cast, client: Client):
    tell(client)
    press(client)
    assert client.get("/tell/")["Location"] == "/tell/what/"
    assert TEXT not in client.get("/tell/what/").content.decode()


def test_filing_erases_the_draft(cast: Cast, client: Client):
    tell(client)
    answer(client, "evidence", SimpleUploadedFile("工资条.txt", "十二人".encode()))
    secret = client.cookies[drafts.COOKIE].value
    press(client)
    assert not DraftFile.objects.exists()
    left = drafts._read(secret, Draft.objects.get())
    assert left is not None
    assert (left.values, left.files) == ({}, [])
    assert client.cookies[drafts.COOKIE]["max-age"] == ""  # it goes when the browser is closed


def test_files_are_kept_taken_out_and_sent(cast: Cast, client: Client):
    client.get("/tell/")
    answer(client, "what", text=TEXT)
    answer(
        client,
        "evidence",
        SimpleUploadedFile("一.txt", "一".encode()),
        SimpleUploadedFile("二.txt", "二".encode()),
    )
    page = client.get("/tell/evidence/").content.decode()
    assert "一.txt" in page
    assert "二.txt" in page
    assert answer(client, "evidence", drop=str(DraftFile.objects.earliest("pk").pk)) == "/tell/evidence/"
    press(client)
    filing = Filing.objects.get()
    assert "二.txt" in words(filing)["files"]
    assert Attachment.objects.get(subject=filing.pk).size == len("二".encode())


def test_a_file_too_large_for_a_draft_is_named_and_stops_nothing(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(drafts, "MOST_BYTES", 3)
    client.get("/tell/")
    there = answer(client, "evidence", SimpleUploadedFile("长.txt", b"12345"))
    assert "“长.txt”没有收下" in client.get(there).content.decode()


def test_an_empty_telling_says_what_is_missing_and_keeps_the_rest(cast: Cast, client: Client):
    tell(client, what={"text": ""}, wish={"demands": ""})
    response = press(client)
    assert response.status_code == 422
    page = response.content.decode()
    assert "请写几句话" in page
    assert "张三丰" in page


def test_an_odd_field_is_shown_before_the_last_press_and_does_not_stop_it(cast: Cast, client: Client):
    tell(client, you={"name": "张三丰", "phone": "不告诉你"})
    assert "有几处没看懂" in client.get("/tell/check/").content.decode()
    assert press(client).status_code == 302


def test_without_cookies_nothing_typed_is_lost(cast: Cast):
    """A browser that keeps no cookie gets all questions on one page, with its words in them."""
    response = Client().post("/tell/what/", {"text": TEXT})
    page = response.content.decode()
    assert (response.status_code, TEXT in page, 'action="/file/"' in page) == (200, True, True)


def test_a_draft_of_last_week_is_gone(cast: Cast, client: Client):
    tell(client)
    answer(client, "evidence", SimpleUploadedFile("一.txt", "一".encode()))
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert TEXT not in client.get("/tell/what/").content.decode()
    assert press(client).status_code == 302
    assert not Filing.objects.exists()
    forget_drafts(0)
    assert (Draft.objects.count(), DraftFile.objects.count()) == (0, 0)


def test_a_draft_lasts_seven_days_from_its_last_touch(cast: Cast, client: Client):
    tell(client)
    left = Draft.objects.get().expires_at - timezone.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    assert client.cookies[drafts.COOKIE]["max-age"] == 7 * 24 * 3600
    assert client.cookies[drafts.COOKIE]["httponly"]
    assert client.cookies[drafts.COOKIE]["samesite"] == "Lax"


def test_coming_back_offers_to_go_on_and_to_forget(cast: Cast, client: Client):
    client.get("/tell/")
    answer(client, "what", text=TEXT)
    assert "接着写" in client.get("/tell/").content.decode()
    assert client.post("/tell/forget/")["Location"] == "/"
    assert not Draft.objects.exists()
    assert client.get("/tell/")["Location"] == "/tell/what/"


def test_an_unknown_screen_is_not_found_and_one_of_another_way_leads_back(cast: Cast, client: Client):
    client.get("/tell/")
    answer(client, "what", text=TEXT)
    assert client.get("/tell/behalf/")["Location"] == "/tell/"
    assert client.post("/tell/nonsense/", {"text": "x"}).status_code == 404
