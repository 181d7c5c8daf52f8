"""Sealing: SM4-GCM envelopes. Each subject has a data key, wrapped by a master key; contents are sealed with the data key."""

from __future__ import annotations

import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from gmssl_pyx import sm3_hash

from sunshine.foundation.ledger.keyring import keyring

NONCE, TAG, SALT = 12, 16, 16


class Unreadable(Exception):
    """The seal does not open: wrong key, another row's box, or altered bytes."""


class Erased(Unreadable):
    """The key was destroyed by law: there is nothing to open any more, and that is as it should be."""


def sm3(*parts: bytes) -> bytes:
    """The SM3 digest of these parts, one after the other."""
    digest: bytes = sm3_hash(b"".join(parts))  # half the cost of OpenSSL's for the short texts that most are
    return digest


def fingerprint(said: bytes) -> bytes:
    """Tells the same words from others: HMAC-SM3, so that nobody who holds the database alone can test a guess."""
    mac = HMAC(keyring().index, SM3())
    mac.update(b"request:" + said)
    return mac.finalize()


def seal(key: bytes, plain: bytes, place: bytes) -> bytes:
    """Encrypt for one place (row): a box moved elsewhere does not open."""
    nonce = secrets.token_bytes(NONCE)
    box = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    box.authenticate_additional_data(place)
    return nonce + box.update(plain) + box.finalize() + box.tag


def unseal(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """Open a box sealed for this place. Raises Unreadable."""
    nonce, body, tag = sealed[:NONCE], sealed[NONCE:-TAG], sealed[-TAG:]
    try:
        box = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
        box.authenticate_additional_data(place)
        return box.update(body) + box.finalize()
    except (InvalidTag, ValueError) as error:
        raise Unreadable(place.decode(errors="replace")) from error


def boxed(plain: bytes, place: bytes) -> bytes:
    """Seal under the current master key something small that no subject's key is for: ``key id ‖ 0 ‖ box``."""
    ring = keyring()
    return ring.current.encode() + b"\0" + seal(ring.sealing[ring.current], plain, place)


def unboxed(box: bytes, place: bytes) -> bytes:
    """Open what ``boxed`` sealed for this place. Raises Unreadable, also when its master key is not in the keyring."""
    key_id, _, sealed = box.partition(b"\0")
    master = keyring().sealing.get(key_id.decode(errors="replace"))
    if master is None:
        raise Unreadable(f"the keyring lacks {key_id.decode(errors='replace')}")
    return unseal(master, sealed, place)


def new_key(subject: UUID) -> tuple[bytes, bytes]:
    """A fresh data key for this subject and its wrapped form: ``key id ‖ 0 ‖ box``."""
    key = secrets.token_bytes(16)
    return key, _wrap(subject, key)


def rewrap(subject: UUID, wrapped: bytes) -> bytes:
    """The same data key, wrapped by the current master key. Raises Unreadable."""
    return _wrap(subject, unwrap(subject, wrapped))


def _wrap(subject: UUID, key: bytes) -> bytes:
    ring = keyring()
    return ring.current.encode() + b"\0" + seal(ring.sealing[ring.current], key, subject.bytes)


def unwrap(subject: UUID, wrapped: bytes | memoryview | None) -> bytes:
    """The subject's data key. Raises Erased when it was destroyed, Unreadable when the master key is not in the keyring."""
    if wrapped is None:
        raise Erased(f"the key of {subject} was destroyed")
    return unboxed(bytes(wrapped), subject.bytes)


def content_place(subject: UUID | str, seq: int, name: str) -> bytes:
    """The place a step's content is sealed for."""
    return f"{subject}/{seq}/{name}".encode()


def commitment(salted: bytes) -> str:
    """What a step keeps of a sealed content: SM3(salt ‖ plaintext) in hex. The salt is sealed with the words, so a
    destroyed key leaves nothing to guess against."""
    return sm3(salted).hex()


def salted(words: str) -> bytes:
    """The words as bytes, behind a fresh salt."""
    return secrets.token_bytes(SALT) + words.encode("utf-8", "replace")


def unsalted(plain: bytes) -> str:
    """The words of salted bytes."""
    return plain[SALT:].decode()
