"""What a rotation of the master key has to seal again here: the secrets of second factors."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping

from allauth.mfa.models import Authenticator
from django.db import transaction

from sunshine.foundation.ledger.keyring import keyring
from sunshine.foundation.signin.adapters import FactorAdapter

SECRET = ("secret", "seed")  # entries of an authenticator's data that the adapter sealed


def _key_of(text: str) -> str:
    return base64.b64decode(text).partition(b"\0")[0].decode(errors="replace")


def usage() -> Mapping[str, int]:
    """How many secrets lie under each master key."""
    rows = Authenticator.objects.values_list("data", flat=True)
    return Counter(_key_of(data[name]) for data in rows for name in SECRET if name in data)


def renew() -> int:
    """Seal again what is not under the current key; returns how many."""
    adapter, current, done = FactorAdapter(), keyring().current, 0
    for pk in list(Authenticator.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            old = [name for name in SECRET if row and name in row.data and _key_of(row.data[name]) != current]
            if row and old:
                row.data = row.data | {name: adapter.encrypt(adapter.decrypt(row.data[name])) for name in old}
                row.save(update_fields=["data"])
                done += len(old)
    return done
