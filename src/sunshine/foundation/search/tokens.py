"""Tokens: what is left of words in the index. HMAC-SM3 under the index key, cut to 32 bits.

Chinese is cut into pairs of characters, other scripts into words. Two different words may share a token, so every hit
is checked again on the opened words. A number by which a person could be known (phone, identity card) is never a
token of words: people are found by ``person`` alone, with a purpose.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

from sunshine.foundation.ledger.keyring import keyring

VERSION = 1  # raise it when the rules below change: `sunshine reindex` then makes every entry anew
SHORTEST = 2  # characters; a single one is found everywhere
WORD = "0-9a-z\u00c0-\u024f\u0400-\u04ff"
PAIRED = "\u0f40-\u0fbc\u3400-\u9fff\ua000-\ua48c\uf900-\ufaff\U00020000-\U0003ffff"
FIRST_PAIRED = "\u0f40"  # scripts from here on are cut into pairs
LONG_RUN = 4  # characters, beyond which a phrase is looked for by every other pair
RUNS = re.compile(f"[{WORD}]+|[{PAIRED}]+")
PERSONAL_DIGITS = 7  # so many in a row name a person rather than a thing
PERSONAL = re.compile(rf"(?:\d[\s\-]*){{{PERSONAL_DIGITS}}}")
NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def fold(text: str) -> str:
    """The text as it is compared: narrow and small letters, character by character, so that places stay the same."""
    narrow = text.translate(NARROW)
    small = narrow.lower()
    return small if len(small) == len(narrow) else narrow


def terms(text: str) -> list[str]:
    """The runs of letters to look for, each once, in the order they came; single characters are left out."""
    return [run for run in dict.fromkeys(RUNS.findall(fold(text))) if len(run) >= SHORTEST]


def pieces(text: str) -> set[str]:
    """What a text is found by: pairs of Chinese characters, words of other scripts, never a personal number."""
    found: set[str] = set()
    for run in terms(text):
        if run[0] >= FIRST_PAIRED:
            found.update(a + b for a, b in pairwise(run))
        elif sum(map(str.isdigit, run)) < PERSONAL_DIGITS:
            found.add(run)
    return found


def asked(text: str) -> set[str]:
    """Of what a text is found by, enough to look for it: of a long phrase every other pair, and the last.

    All pairs of a phrase come together, which the database does not know: it takes each for a chance of its own, and
    would expect next to none of a phrase that stands in every fourth matter.
    """
    found = {piece for piece in pieces(text) if piece[0] < FIRST_PAIRED}
    for run in terms(text):
        if run[0] >= FIRST_PAIRED:
            step = 1 if len(run) <= LONG_RUN else 2
            found |= {run[n : n + 2] for n in (*range(0, len(run) - 1, step), len(run) - 2)}
    return found


def names_a_person(query: str) -> bool:
    """Whether this looks like a phone or identity number rather than words."""
    return bool(PERSONAL.search(unicodedata.normalize("NFKC", query)))


@lru_cache(maxsize=65536)
def token(kind: str, value: str) -> int:
    """One token: a signed 32-bit number that says nothing without the key."""
    mac = HMAC(keyring().index, SM3())
    mac.update(f"search:{kind}:{value}".encode())
    return int.from_bytes(mac.finalize()[:4], "big", signed=True)


def tokens(kind: str, values: Iterable[str]) -> list[int]:
    """The tokens of these values, sorted, each once: order would help whoever wants to guess the words."""
    return sorted({token(kind, value) for value in values})
