"""Files kept in a bucket that speaks S3: the same bytes, the same care, and no filing lost when the bucket fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sunshine.foundation.files.models import Attachment
from sunshine.foundation.files.store import read, stored
from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.sealing import new_key
from sunshine.foundation.ledger.stores import MOST_AT_ONCE, StoreFailed, store
from sunshine.foundation.ledger.sweep import TooMany, sweep
from sunshine.petitions.models import Filing
from tests.support.cast import Cast
from tests.support.s3 import Bucket, bucket


@pytest.fixture
def remote(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "someone")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with bucket() as server:
        settings.SUNSHINE_FILES = f"s3://evidence/files?endpoint={server.address}&region=sichuan"
        yield server


@pytest.mark.parametrize("size", [0, 100, MOST_AT_ONCE + 1, 2 * MOST_AT_ONCE + 1000])
def test_any_size_comes_back_under_the_prefix(remote: Bucket, size: int) -> None:
    pk, data = uuid4(), bytes(size)
    wrapped = blobs.put(pk, data)
    assert list(remote.objects) == [f"files/{pk.hex[-2:]}/{pk.hex}"]
    assert blobs.get(pk, wrapped) == data
    assert store().size(pk) == blobs.sealed_size(size)
    assert b"".join(store().get(pk, 20)) == remote.objects[f"files/{pk.hex[-2:]}/{pk.hex}"][0][20:]


def test_what_is_not_there_is_none_and_dropping_it_is_no_fault(remote: Bucket) -> None:
    pk = uuid4()
    assert store().size(pk) is None
    store().drop(pk)
    with pytest.raises(StoreFailed):
        blobs.read(pk, new_key(pk)[1])


def test_a_dropped_object_is_gone(remote: Bucket) -> None:
    pk = uuid4()
    blobs.put(pk, b"words")
    blobs.drop(pk)
    assert remote.objects == {}


@pytest.mark.parametrize("failing", ["PUT", "POST", "all"])
def test_a_failing_bucket_says_so_and_keeps_no_half(remote: Bucket, failing: str) -> None:
    remote.failing = failing
    with pytest.raises(StoreFailed, match="did not take a file"):
        blobs.put(uuid4(), bytes(2 * MOST_AT_ONCE))
    assert remote.objects == {}


def test_a_filing_is_registered_although_the_bucket_fails(remote: Bucket, cast: Cast) -> None:
    remote.failing = "all"
    sent = {
        "text": "路灯坏了", "request_key": str(uuid4()),
        "files": [SimpleUploadedFile("路灯.txt", "照片".encode())],
    }  # fmt: skip
    client = Client()
    response = client.post("/file/", sent, follow=True)
    assert Filing.objects.count() == 1
    assert Attachment.objects.get().state == "not_kept"
    page = response.content.decode()
    assert "没有存下" in page
    assert "路灯.txt" in page


def test_the_same_request_after_a_failure_is_the_same_filing(remote: Bucket, cast: Cast) -> None:
    key = str(uuid4())
    remote.failing = "all"
    first = cast.file(key=key, files=(("a.txt", b"words"),))
    remote.failing = ""
    assert cast.file(key=key, files=(("a.txt", b"words"),)).filing == first.filing


def test_material_can_be_sent_again_once_the_bucket_answers(remote: Bucket, cast: Cast) -> None:
    cast.file(files=(("a.txt", b"words"),))
    assert read(Attachment.objects.get()) == b"words"


def test_the_sweep_takes_what_no_row_names_and_is_older_than_a_day(remote: Bucket, cast: Cast) -> None:
    cast.file(files=(("a.txt", b"words"),))
    old, young, foreign = uuid4(), uuid4(), "files/readme.txt"
    for pk in (old, young):
        blobs.put(pk, b"nobody's")
    remote.objects[foreign] = (b"not ours", datetime.now(UTC))
    long_ago = timezone.now() - timedelta(days=2)
    for name in list(remote.objects):
        if young.hex not in name:
            remote.age(name, long_ago)
    assert sweep() == 1
    kept = Attachment.objects.get().pk
    assert {name.rpartition("/")[2] for name in remote.objects} == {kept.hex, young.hex, "readme.txt"}


def test_a_store_full_of_strangers_is_not_emptied(remote: Bucket, db: None) -> None:
    for _ in range(101):
        pk = uuid4()
        store().put(pk, [b"of another database"])
        remote.age(f"files/{pk.hex[-2:]}/{pk.hex}", timezone.now() - timedelta(days=2))
    with pytest.raises(TooMany, match="101 of 101"):
        sweep()
    assert len(remote.objects) == 101
    assert sweep(even_many=True) == 101


def test_a_step_not_written_takes_its_files_back(remote: Bucket) -> None:
    with stored([SimpleUploadedFile("a.txt", b"words")]):
        assert len(remote.objects) == 1
    assert remote.objects == {}


@pytest.mark.parametrize("address", ["https://evidence", "s3://", "s3://evidence?secret=x"])
def test_an_address_that_is_none_is_refused_at_once(settings: Any, address: str) -> None:
    settings.SUNSHINE_FILES = address
    with pytest.raises(ImproperlyConfigured, match="SUNSHINE_FILES"):
        store()
