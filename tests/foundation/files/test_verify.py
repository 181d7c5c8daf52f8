"""Whoever exchanges, removes or adds a file beside the record is found by ``sunshine verify``."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from sunshine.foundation.files.models import Attachment
from sunshine.foundation.files.verify import verify
from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.stores import store
from tests.support.cast import Cast


def exchange(file: Attachment) -> None:
    file.key = blobs.put(file.pk, b"other words")
    file.sm3 = "0" * 64
    file.save()


def cut_off(file: Attachment) -> None:
    store().put(file.pk, [b"".join(store().get(file.pk))[:-1]])


def add(file: Attachment) -> None:
    Attachment.objects.create(
        pk=uuid4(), subject_id=file.subject_id, seq=1, type="text/plain", size=1, sm3="1"
    )


TAMPERED: dict[str, tuple[Callable[[Attachment], object], str]] = {
    "exchanged": (exchange, "says other than the step"),
    "set aside afterwards": (
        lambda file: Attachment.objects.filter(pk=file.pk).update(state="set_aside"),
        "says other",
    ),
    "its row removed": (lambda file: file.delete(), "row is missing"),
    "its bytes removed": (lambda file: blobs.drop(file.pk), "not in the store"),
    "its bytes cut off": (cut_off, "not in the store, or not all"),
    "its key destroyed": (
        lambda file: Attachment.objects.filter(pk=file.pk).update(key=None),
        "no step erased it",
    ),
    "another added": (add, "no step brought it in"),
}


@pytest.mark.parametrize("how", TAMPERED)
@pytest.mark.past_the_engine
def test_what_was_done_to_a_file_is_named(cast: Cast, how: str) -> None:
    act, words = TAMPERED[how]
    cast.file(files=(("a.txt", b"words"),))
    assert list(verify()) == []
    act(Attachment.objects.get())
    (problem,) = verify()
    assert words in str(problem)
