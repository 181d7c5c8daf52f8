"""Drafts of strangers have bounded room: no flood fills the disk, no honest draft is lost to one, and filing never stops."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sunshine.channels import room
from sunshine.channels.jobs import forget_drafts
from sunshine.channels.models import Draft, DraftFile
from sunshine.channels.room import MOST_WORDS, Room
from sunshine.petitions.models import Filing
from tests.channels.test_tell import answer, press, tell
from tests.support.cast import TEXT, Cast

HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"


def visitor(address: str = HERE) -> Client:
    return Client(REMOTE_ADDR=address)


def begun(address: str = HERE, text: str = TEXT) -> Client:
    client = visitor(address)
    client.get("/tell/")
    answer(client, "what", text=text)
    return client


def full(monkeypatch: pytest.MonkeyPatch, *, network: int = 2, everybody: int = 100) -> None:
    monkeypatch.setattr(room, "NETWORK", Room(network, 10**9))
    monkeypatch.setattr(room, "ALL", Room(everybody, 10**10))
    monkeypatch.setattr(room, "HALF", Room(everybody // 2, 10**10))


def test_a_network_begins_no_more_than_its_share_and_others_are_not_touched(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    full(monkeypatch)
    for _ in range(2):
        begun()
    with pytest.raises(AssertionError):
        begun()
    assert Draft.objects.count() == 2
    begun(ELSEWHERE)
    assert Draft.objects.count() == 3


def test_where_there_is_no_room_one_files_on_one_page_with_what_was_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    full(monkeypatch, network=0)
    client = visitor()
    client.get("/tell/")
    page = client.post("/tell/what/", {"text": TEXT})
    assert page.status_code == 200
    assert TEXT in page.content.decode()
    assert "存草稿的地方满了" in page.content.decode()
    client.post("/file/", {"text": TEXT})
    assert Filing.objects.count() == 1
    assert not Draft.objects.exists()


def test_an_honest_draft_begun_before_the_flood_goes_on_to_its_filing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    full(monkeypatch, network=1, everybody=1)
    honest = visitor()
    tell(honest)
    forget_drafts(0)
    press(honest)
    assert Filing.objects.count() == 1


def test_files_count_by_their_bytes(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "NETWORK", Room(9, 30_000))
    client = begun()
    answer(client, "evidence", SimpleUploadedFile("a.txt", b"a" * 20_000))
    answer(client, "evidence", SimpleUploadedFile("b.txt", b"b" * 20_000))
    assert DraftFile.objects.count() == 1
    assert Draft.objects.get().size > 20_000


def test_a_draft_of_endless_words_is_not_kept_and_can_still_be_filed(cast: Cast):
    client, endless = begun(), "工" * MOST_WORDS
    page = client.post("/tell/wish/", {"demands": endless})
    assert page.status_code == 200
    assert TEXT in page.content.decode()
    assert endless in page.content.decode()
    assert Draft.objects.get().size < 10_000


def test_only_while_room_is_scarce_a_draft_left_lying_for_a_day_goes_the_oldest_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    clients = [begun(f"203.0.113.{n}") for n in range(4)]
    for age, pk in enumerate(Draft.objects.order_by("touched_at").values_list("pk", flat=True)):
        Draft.objects.filter(pk=pk).update(touched_at=timezone.now() - timedelta(days=3 - age, hours=1))
    oldest = Draft.objects.order_by("touched_at").first()
    forget_drafts(0)
    assert Draft.objects.count() == 4
    full(monkeypatch, everybody=6)
    monkeypatch.setattr(room, "BATCH", 1)
    forget_drafts(0)
    assert Draft.objects.count() == 3
    assert oldest not in Draft.objects.all()
    assert clients


def test_the_row_tells_nobody_where_it_came_from(cast: Cast):
    begun()
    assert HERE not in str(list(Draft.objects.values()))
