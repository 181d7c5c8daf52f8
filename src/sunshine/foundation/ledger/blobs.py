"""Sealed bytes in the store: files and typeset documents, each under a key of its own whose loss is their erasure.

They are sealed in chunks, so that neither sealing nor opening ever holds a whole file in memory. Each chunk is bound to
its id, its place and whether it is the last: none can be left out, moved, or taken from another file unnoticed.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SM3, Hash
from cryptography.hazmat.primitives.hmac import HMAC

from sunshine.foundation.ledger.sealing import NONCE, TAG, Unreadable, new_key, seal, unseal, unwrap
from sunshine.foundation.ledger.stores import StoreFailed, store

CHUNK = 256 * 1024  # bytes of the original in one box
BOX = NONCE + CHUNK + TAG


@dataclass(frozen=True, slots=True)
class Sealed:
    """What became of bytes put away. ``digest`` is their SM3; ``promise`` is what the record may keep of it.

    The promise is keyed with the file's own key: with that key gone nobody can test a guess of the file against it.
    """

    wrapped: bytes
    size: int
    digest: str
    promise: str


def put(pk: UUID, data: bytes) -> bytes:
    """Seal bytes at hand; returns the wrapped key to keep in their row. Raises StoreFailed."""
    return write(pk, [data]).wrapped


def write(pk: UUID, pieces: Iterable[bytes]) -> Sealed:
    """Seal a stream of bytes and make sure they are kept. Raises StoreFailed; then nothing is."""
    key, wrapped = new_key(pk)
    digest, promise, size = Hash(SM3()), HMAC(_promise_key(key), SM3()), 0

    def noted() -> Iterator[bytes]:
        nonlocal size
        for piece in pieces:
            digest.update(piece)
            promise.update(piece)
            size += len(piece)
            yield piece

    store().put(pk, _boxes(pk, key, noted()))
    return Sealed(wrapped, size, digest.finalize().hex(), promise.finalize().hex())


def _boxes(pk: UUID, key: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    nth, waiting = 0, bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) > CHUNK:  # more is to come, so this one is not the last
            yield seal(key, bytes(waiting[:CHUNK]), _place(pk, nth, last=False))
            del waiting[:CHUNK]
            nth += 1
    yield seal(key, bytes(waiting), _place(pk, nth, last=True))


def get(pk: UUID, wrapped: bytes | memoryview | None) -> bytes:
    """All of the bytes. Raises Unreadable after erasure, StoreFailed when the store lost them."""
    return b"".join(read(pk, wrapped))


def read(pk: UUID, wrapped: bytes | memoryview | None) -> Iterator[bytes]:
    """The bytes chunk by chunk; the first is opened at once, so that a fault shows before an answer is begun.

    Raises Unreadable after erasure or when they were altered, StoreFailed when the store lost them.
    """
    opened = _opened(pk, unwrap(pk, wrapped))
    first = next(opened)

    def rest() -> Iterator[bytes]:
        yield first
        yield from opened

    return rest()


def _opened(pk: UUID, key: bytes) -> Iterator[bytes]:
    nth, waiting = 0, bytearray()
    for piece in store().get(pk):
        waiting += piece
        while len(waiting) > BOX:
            yield unseal(key, bytes(waiting[:BOX]), _place(pk, nth, last=False))
            del waiting[:BOX]
            nth += 1
    yield unseal(key, bytes(waiting), _place(pk, nth, last=True))


def sealed_size(size: int) -> int:
    """How many bytes the store holds for so many of the original."""
    boxes = max(1, -(-size // CHUNK))
    return size + boxes * (NONCE + TAG)


def drop(pk: UUID) -> None:
    """Remove bytes whose row was never written, or was lawfully erased."""
    store().drop(pk)


def promises(pk: UUID, wrapped: bytes | memoryview | None, promise: str) -> bool:
    """Whether the kept bytes are those the record promised. Reads all of them. Raises Unreadable, StoreFailed."""
    mac = HMAC(_promise_key(unwrap(pk, wrapped)), SM3())
    for piece in read(pk, wrapped):
        mac.update(piece)
    return hmac.compare_digest(mac.finalize().hex(), promise)


def _promise_key(key: bytes) -> bytes:
    mac = HMAC(key, SM3())
    mac.update(b"promise")
    return mac.finalize()


def _place(pk: UUID, nth: int, *, last: bool) -> bytes:
    return b"%s/%d%s" % (pk.hex.encode(), nth, b"." if last else b"")


__all__ = [
    "Sealed",
    "StoreFailed",
    "Unreadable",
    "drop",
    "get",
    "promises",
    "put",
    "read",
    "sealed_size",
    "write",
]
