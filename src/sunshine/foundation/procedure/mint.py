"""Where the ids and codes of a plan come from.

A plan asks for nothing else that is not in its snapshot. A past that is told afterwards (a simulation, an import) has a
mint of its own whose ids bear the time of what they name, because lists run in the order of ids.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7


class Mint:
    """Ids of this moment, and codes nobody can guess."""

    def turn(self, at: datetime) -> None:
        """What is made from now on belongs to an act at this time."""

    def id(self) -> UUID:
        return uuid7()

    def choice(self, signs: Sequence[str]) -> str:
        return secrets.choice(signs)

    def code(self) -> str:
        """Sixteen hexadecimal digits, by which a document is found."""
        return secrets.token_hex(8)


MINT = Mint()
