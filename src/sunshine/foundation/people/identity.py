"""An identity, how it is masked, how it is found again without being readable, and the factor that proves it."""

from __future__ import annotations

import hmac
import json
import re
import unicodedata
from dataclasses import asdict, dataclass

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

from sunshine.foundation.ledger.keyring import keyring

MOST_MARKS = 12  # combining marks kept with a first letter; no script writes more
FACTOR = 4  # characters of the phone or identity number asked for beside the query code


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a person or an organisation is, as they told it. Any part may be empty, and an empty one is not kept."""

    name: str = ""
    phone: str = ""
    id_number: str = ""  # of the document; an organisation's unified social credit code
    address: str = ""
    email: str = ""
    document: str = ""  # a people.Document
    nationality: str = ""
    language: str = ""  # the one they speak, for whoever contacts them
    sex: str = ""
    ethnic: str = ""
    address_code: str = ""  # the division the address lies in
    relation: str = ""  # a people.Relation, to whose matter it is
    role: str = ""  # a people.PartyRole; empty is the petitioner in person

    def dump(self) -> str:
        return json.dumps({key: value for key, value in asdict(self).items() if value}, ensure_ascii=False)

    @classmethod
    def parse(cls, text: str) -> Identity:
        return cls(**json.loads(text))

    def __bool__(self) -> bool:
        """Whether there is anybody: a name, or a way to reach or to know them."""
        return any((self.name, self.phone, self.id_number, self.email))

    @property
    def has_factor(self) -> bool:
        """Whether there is a phone or identity number whose last four can be asked for."""
        return any(len(value) >= FACTOR for value in self._factors())

    def proves(self, factor: str) -> bool:
        """Whether these are the last four of the phone or identity number. In constant time."""
        offered = factor.strip().upper().encode()
        matches = [
            hmac.compare_digest(v[-FACTOR:].encode(), offered) for v in self._factors() if len(v) >= FACTOR
        ]
        return any(matches)

    def _factors(self) -> list[str]:
        return [normal(self.phone), normal(self.id_number)]


def text_name(nth: int) -> str:
    """The sealed text that holds the identity of a filing's party: ``party`` for the filer, ``party@2`` for the second other."""
    return f"party@{nth}" if nth else "party"


def mask_name(name: str) -> str:
    """张三 → 张*. Combining marks stay with their letter, so Tibetan and Yi names mask as well."""
    name = name.strip()
    first = name[:1]
    for mark in name[1 : MOST_MARKS + 1]:
        if not unicodedata.category(mark).startswith("M"):
            break
        first += mark
    return first + "*" if first else ""


def mask_phone(phone: str) -> str:
    """13812345678 → 138****5678; anything shorter than eight digits shows only its last two."""
    digits = normal(phone)
    if len(digits) < 8:
        return "*" * max(len(digits) - 2, 0) + digits[-2:] if digits else ""
    return f"{digits[:3]}****{digits[-4:]}"


def normal(value: str) -> str:
    """A phone or identity number as it is compared: full-width folded, without spaces, dashes or +86."""
    folded = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", value)).upper()
    return re.sub(r"^(\+86|0086)", "", folded)


def blind_index(kind: str, value: str) -> bytes | None:
    """HMAC-SM3 of a normalised value: equal values meet, nothing can be read back. ``None`` for an empty one."""
    if not normal(value):
        return None
    mac = HMAC(keyring().index, SM3())
    mac.update(f"{kind}:{normal(value)}".encode())
    return mac.finalize()
