"""SM2 seals (GB/T 32918): a key pair for each organ, made here, the private half sealed under the keyring.

The signature is SM2 with SM3 over the 32 bytes of the document's SM3, with the standard signer id
``1234567812345678``; DER, as ``openssl`` reads it.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from gmssl_pyx import sm2_key_generate, sm2_sign, sm2_verify
from uuid_utils.compat import uuid7

from sunshine.foundation.ledger.sealing import Unreadable, new_key, seal, sm3, unseal, unwrap
from sunshine.foundation.offices.models import Unit
from sunshine.foundation.papers.models import SealKey
from sunshine.foundation.papers.seal import electronic_seal
from sunshine.foundation.papers.seals import SealUnavailable, Signed

ALGORITHM: Final = "SM2-SM3"


class SM2Seal:
    """Signs with the organ's own key."""

    def picture(self, organ: str) -> str:
        return electronic_seal(organ)

    def sign(self, digest: bytes, unit: UUID) -> Signed:
        found = SealKey.objects.filter(unit=unit, retired_at=None).first()
        if found is None:
            raise SealUnavailable(f"unit {unit} has no seal key; make one with `sunshine seal new`")
        public = bytes(found.public_key)
        try:
            private = unseal(unwrap(found.pk, found.key), bytes(found.private_key), found.pk.bytes)
        except Unreadable as error:
            raise SealUnavailable(f"the seal key of unit {unit} does not open") from error
        return Signed(ALGORITHM, sm2_sign(private, public, digest), public, serial(public))

    def verify(self, digest: bytes, signed: Signed) -> bool:
        try:
            return bool(sm2_verify(signed.public_key, digest, signed.value))
        except Exception:  # whatever is malformed is no signature
            return False


def serial(public_key: bytes) -> str:
    """How a key is named: the first sixteen bytes of its SM3, in hex."""
    return sm3(public_key).hex()[:32]


def make_key(unit: Unit) -> SealKey:
    """A new key for this organ; the one in use until now is retired, and its signatures stay checkable."""
    public, private = sm2_key_generate()
    made = uuid7()
    data_key, wrapped = new_key(made)
    with transaction.atomic():
        SealKey.objects.filter(unit=unit, retired_at=None).update(retired_at=timezone.now())
        return SealKey.objects.create(
            id=made, unit=unit, public_key=public, private_key=seal(data_key, private, made.bytes), key=wrapped,
            created_at=timezone.now(),
        )  # fmt: skip
