"""The query code 查询码: what a person without an account holds in the hand."""

from __future__ import annotations

from uuid import UUID

from sunshine.foundation.ledger.queries import Words
from sunshine.foundation.people.identity import blind_index
from sunshine.foundation.procedure.mint import Mint

ALPHABET = "23456789ABCDEFGHJKMNPQRTUVWXY"  # nothing that can be mistaken for another: no 0 O 1 I L 5→S 2→Z
LENGTH = 12  # 29¹² ≈ 3.5 × 10¹⁷


def new_code(mint: Mint) -> str:
    """A fresh code, as unpredictable as this mint's choice is."""
    return "".join(mint.choice(ALPHABET) for _ in range(LENGTH))


def code_index(code: str) -> bytes:
    """The blind index by which a shown code is compared; spaces, dashes and letter case do not matter."""
    return blind_index("code", code) or b""


def current_code(words: Words, filing: UUID) -> str:
    """The code in force, in plain: the one of the latest step that gave one."""
    codes = [
        (seq, text) for (subject, seq, name), text in words.items() if (subject, name) == (filing, "code")
    ]
    return max(codes)[1] if codes else ""


def grouped(code: str) -> str:
    """``ABCD EFGH JKMN``: how the code is printed and read out."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))
