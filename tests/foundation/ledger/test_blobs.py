"""Sealed bytes are written and read in chunks; none can be left out, swapped, cut off or added unnoticed."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.blobs import BOX, CHUNK
from sunshine.foundation.ledger.sealing import Erased, Unreadable
from sunshine.foundation.ledger.stores import StoreFailed, store


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_any_length_comes_back(size: int) -> None:
    pk, data = uuid4(), bytes(n % 251 for n in range(size))
    sealed = blobs.write(pk, [data[:10], data[10:]])
    assert blobs.get(pk, sealed.wrapped) == data
    assert sealed.size == size
    assert store().size(pk) == blobs.sealed_size(size)


TAMPERED: dict[str, Callable[[bytes], bytes]] = {
    "cut after a whole chunk": lambda box: box[:BOX],
    "cut in the middle": lambda box: box[:-3],
    "first chunk left out": lambda box: box[BOX:],
    "chunks swapped": lambda box: box[BOX : 2 * BOX] + box[:BOX] + box[2 * BOX :],
    "last chunk added again": lambda box: box + box[2 * BOX :],
    "one bit turned": lambda box: box[:500] + bytes([box[500] ^ 1]) + box[501:],
    "emptied": lambda box: b"",
}


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_done_to_the_bytes_shows(how: str) -> None:
    pk = uuid4()
    wrapped = blobs.put(pk, b"a" * (2 * CHUNK + 100))
    store().put(pk, [TAMPERED[how](b"".join(store().get(pk)))])
    with pytest.raises(Unreadable):
        blobs.get(pk, wrapped)


def test_a_file_in_anothers_place_does_not_open() -> None:
    one, other = uuid4(), uuid4()
    wrapped = blobs.put(one, b"words")
    blobs.put(other, b"words")
    store().put(one, [b"".join(store().get(other))])
    with pytest.raises(Unreadable):
        blobs.get(one, wrapped)


def test_without_its_key_a_file_is_erased_and_without_its_bytes_it_is_lost() -> None:
    pk = uuid4()
    wrapped = blobs.put(pk, b"words")
    with pytest.raises(Erased):
        blobs.read(pk, None)
    blobs.drop(pk)
    with pytest.raises(StoreFailed):
        blobs.read(pk, wrapped)


def test_a_fault_shows_before_an_answer_is_begun() -> None:
    pk = uuid4()
    wrapped = blobs.put(pk, b"a" * (3 * CHUNK))
    store().put(pk, [b"no box at all"])
    with pytest.raises(Unreadable):
        blobs.read(pk, wrapped)


def test_memory_does_not_grow_with_the_file() -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(160):
            yield bytes(64 * 1024)

    pk = uuid4()
    tracemalloc.start()
    sealed = blobs.write(pk, pieces())
    assert sum(map(len, blobs.read(pk, sealed.wrapped))) == sealed.size == 160 * 64 * 1024
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 1024 * 1024


def test_a_writer_that_dies_leaves_no_half_file() -> None:
    def broken() -> Iterator[bytes]:
        yield b"a" * (2 * CHUNK)
        raise KeyboardInterrupt

    pk = uuid4()
    with pytest.raises(KeyboardInterrupt):
        blobs.write(pk, broken())
    assert store().size(pk) is None
    assert not [held for held in store().held() if pk.hex in held.name]
