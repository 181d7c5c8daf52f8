"""Electronic seals: who signs an issued document, behind one interface, so that an office can use its own provider.

What is signed is the SM3 of the PDF, by the key of the organ whose document it is. Anyone can check the signature with
the public key kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from sunshine.foundation.papers.seal import demo_seal


class SealUnavailable(Exception):
    """The provider cannot sign now: no key for this organ, or no answer. The document waits and is tried again."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature and what it takes to check it. ``serial`` names the key or certificate as its provider does."""

    algorithm: str
    value: bytes
    public_key: bytes
    serial: str


class SealProvider(Protocol):
    """One way of sealing documents."""

    def picture(self, organ: str) -> str:
        """The round seal as it is printed, an SVG."""

    def sign(self, digest: bytes, unit: UUID) -> Signed | None:
        """Sign an SM3 digest for this organ; ``None`` where documents are only drawn. Raises SealUnavailable."""

    def verify(self, digest: bytes, signed: Signed) -> bool:
        """Whether the signature is by that public key over that digest."""


class DemoSeal:
    """A drawn seal that says 演示专用章, and no signature."""

    def picture(self, organ: str) -> str:
        return demo_seal(organ)

    def sign(self, digest: bytes, unit: UUID) -> Signed | None:
        return None

    def verify(self, digest: bytes, signed: Signed) -> bool:
        return False


def provider() -> SealProvider:
    """The provider the settings name."""
    found: SealProvider = import_string(settings.SUNSHINE_SEAL)()
    return found
