"""Checking a seal that was set long ago, by whichever provider: the signature names its algorithm."""

from __future__ import annotations

from sunshine.foundation.papers.models import Signature
from sunshine.foundation.papers.seals import SealProvider, Signed, provider
from sunshine.foundation.papers.sm2 import ALGORITHM, SM2Seal


def genuine(signature: Signature, digest: bytes) -> bool:
    """Whether this signature stands under a file with this SM3."""
    checkers: dict[str, SealProvider] = {ALGORITHM: SM2Seal()}
    checker = checkers.get(signature.algorithm) or provider()
    signed = Signed(
        signature.algorithm, bytes(signature.value), bytes(signature.public_key), signature.serial
    )
    return checker.verify(digest, signed)
