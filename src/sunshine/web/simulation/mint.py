"""Ids and codes of a simulated past: of its own times, and the same again for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random
from uuid import UUID

from sunshine.foundation.procedure.mint import Mint

VERSION_7, VARIANT = 0x7 << 76, 0x2 << 62


class PastMint(Mint):
    """UUIDv7 of the simulated moment; those of one moment follow each other."""

    def __init__(self, dice: Random) -> None:
        self._dice, self._high, self._count = dice, 0, 0

    def turn(self, at: datetime) -> None:
        high = int(at.timestamp() * 1000) << 80 | VERSION_7 | VARIANT
        if high != self._high:
            self._high, self._count = high, self._dice.getrandbits(9)

    def id(self) -> UUID:
        self._count += 1
        return UUID(int=self._high | (self._count & 0xFFF) << 64 | self._dice.getrandbits(62))

    def choice(self, signs: Sequence[str]) -> str:
        return self._dice.choice(signs)

    def code(self) -> str:
        return f"{self._dice.getrandbits(64):016x}"
