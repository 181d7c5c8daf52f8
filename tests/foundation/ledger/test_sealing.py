"""A sealed box opens only with its key, in its place, and as it was sealed; keys are rotated by id."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from sunshine.foundation.ledger.keyring import keyring, parse
from sunshine.foundation.ledger.sealing import (
    Unreadable,
    commitment,
    content_place,
    new_key,
    salted,
    seal,
    sm3,
    unsalted,
    unseal,
    unwrap,
)

KEY = bytes(range(16))
OLD, NEW, INDEX = (
    "AAAAAAAAAAAAAAAAAAAAAA==",
    "AQEBAQEBAQEBAQEBAQEBAQ==",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
)
SUBJECT = UUID(int=7)


@given(st.text())
def test_words_come_back_as_they_were(words: str):
    plain = salted(words)
    assert (
        unsalted(unseal(KEY, seal(KEY, plain, b"here"), b"here")) == words.encode("utf-8", "replace").decode()
    )


@pytest.mark.parametrize(
    ("key", "place"), [(bytes(16), b"here"), (KEY, b"there"), (KEY, content_place(SUBJECT, 1, "text"))]
)
def test_box_does_not_open_elsewhere_or_for_others(key: bytes, place: bytes):
    box = seal(KEY, b"words", b"here")
    with pytest.raises(Unreadable):
        unseal(key, box, place)


@pytest.mark.parametrize("at", [0, 13, -1])
def test_altered_box_does_not_open(at: int):
    box = bytearray(seal(KEY, b"words", b"here"))
    box[at] ^= 1
    with pytest.raises(Unreadable):
        unseal(KEY, bytes(box), b"here")


@pytest.mark.parametrize("box", [b"", b"short", bytes(27)])
def test_what_is_no_box_does_not_open(box: bytes):
    with pytest.raises(Unreadable):
        unseal(KEY, box, b"here")


def test_same_words_are_committed_to_differently():
    one, other = salted("发工资"), salted("发工资")
    assert commitment(one) != commitment(other)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch):
    """Set the keyring of the process."""

    def put(current: str, **sealing: str) -> None:
        monkeypatch.setenv(
            "SUNSHINE_KEYS", json.dumps({"current": current, "sealing": sealing, "index": INDEX})
        )
        keyring.forget()

    yield put
    keyring.forget()


def test_keys_are_rotated_by_their_id(ring):
    ring("k1", k1=OLD)
    old_key, old_wrapped = new_key(SUBJECT)
    ring("k2", k1=OLD, k2=NEW)
    _, new_wrapped = new_key(SUBJECT)
    assert (old_wrapped[:3], new_wrapped[:3]) == (b"k1\0", b"k2\0")
    assert unwrap(SUBJECT, old_wrapped) == old_key
    ring("k2", k2=NEW)
    with pytest.raises(Unreadable, match="lacks k1"):
        unwrap(SUBJECT, old_wrapped)


def test_key_of_another_subject_does_not_unwrap(ring):
    ring("k1", k1=OLD)
    with pytest.raises(Unreadable):
        unwrap(uuid4(), new_key(SUBJECT)[1])


def test_destroyed_key_is_erasure():
    with pytest.raises(Unreadable, match="destroyed"):
        unwrap(SUBJECT, None)


@pytest.mark.parametrize("current", ["", "k2"])
def test_current_key_must_be_in_the_ring(ring, current: str):
    ring(current, k1=OLD)
    with pytest.raises(ImproperlyConfigured):
        keyring()


def test_short_key_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        parse(json.dumps({"current": "k", "sealing": {"k": "AAAAAAAA"}, "index": INDEX}))


def test_sm3_is_that_of_the_standard():
    assert sm3(b"a", b"bc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
