"""One-time codes 验证码 sent to a telephone: made, sent, compared, each good once and for ten minutes.

Finding a lost number and withdrawing a filing both ask for one; how many a telephone is sent is counted for both together.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.tasks import Task
from uuid_utils.compat import uuid7

from sunshine.foundation.ledger.sealing import boxed, unboxed
from sunshine.foundation.notices.ways import routes
from sunshine.foundation.people.identity import Identity, blind_index, normal
from sunshine.petitions.models import Recovery

DIGITS = 8
LASTS = timedelta(minutes=10)
WRONG = 3  # tries at one code
AN_HOUR, A_DAY = 3, 5  # codes sent to one telephone
PLACE = b"recovery"


@dataclass(frozen=True, slots=True)
class Letter:
    """What one code goes out with: the telephone, the code, and what it is asked for, all of it sealed until then."""

    phone: str
    code: str
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proven:
    """A code that was right: the blind index of the telephone that had it, and what it was asked for."""

    phone_index: bytes
    about: Mapping[str, Any]


def asked_too_often(phone: str) -> bool:
    """Whether this telephone was sent as many codes as it may be, an hour or a day."""
    now, index = timezone.now(), blind_index("phone", phone) or b""
    asked = Recovery.objects.filter(phone_index=index, created_at__gt=now - timedelta(days=1))
    times = list(asked.values_list("created_at", flat=True))
    lately = [at for at in times if at > now - timedelta(hours=1)]
    return len(times) >= A_DAY or len(lately) >= AN_HOUR


def make(phone: str, task: Task[Any, Any, Any], about: Mapping[str, Any] | None = None) -> UUID:
    """A fresh code for this telephone, which ``task`` sends; returns what it is typed against."""
    pk, code = uuid7(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    box = boxed(json.dumps([normal(phone), code, dict(about or {})]).encode(), PLACE + pk.bytes)
    with transaction.atomic():
        Recovery.objects.create(
            pk=pk, phone_index=blind_index("phone", phone) or b"", box=box, digest=_digest(pk, code),
            created_at=timezone.now(),
        )  # fmt: skip
        task.defer(code_id=str(pk))
    return pk


def waiting(pk: UUID) -> Recovery | None:
    """The code, while it is still of use to whoever it is sent to."""
    alive = Recovery.objects.filter(pk=pk, used_at=None, created_at__gt=timezone.now() - LASTS)
    return alive.first()


def send(pk: UUID, words: str) -> None:
    """Send the code by every way to its telephone. ``words`` have one ``%s`` for it. Raises Undelivered."""
    letter = _letter(Recovery.objects.get(pk=pk))
    for route in routes(Identity(phone=letter.phone)):
        route.adapter.send(pk, route.address, words % letter.code)


def kept_in_demo(pk: UUID) -> str:
    """The code, for the demo's page, which sends nothing; empty everywhere else."""
    found = Recovery.objects.filter(pk=pk).first() if settings.SUNSHINE_DEMO else None
    return _letter(found).code if found else ""


def prove(pk: UUID, code: str) -> Proven | None:
    """What was proven, when this is the code that was sent and it is still good; a code serves once."""
    alive = Recovery.objects.filter(
        pk=pk, used_at=None, wrong__lt=WRONG, created_at__gt=timezone.now() - LASTS
    )
    with transaction.atomic():
        found = alive.select_for_update().first()
        right = hmac.compare_digest(bytes(found.digest) if found else b"", _digest(pk, code))
        if found and right:
            Recovery.objects.filter(pk=pk).update(used_at=timezone.now())
            return Proven(bytes(found.phone_index), _letter(found).about)
        alive.update(wrong=F("wrong") + 1)
    return None


def purge() -> int:
    """Remove what was asked more than a day ago."""
    removed, _rows = Recovery.objects.filter(created_at__lt=timezone.now() - timedelta(days=1)).delete()
    return removed


def _letter(found: Recovery) -> Letter:
    return Letter(*json.loads(unboxed(bytes(found.box), PLACE + found.pk.bytes)))


def _digest(pk: UUID, code: str) -> bytes:
    return blind_index("recovery", f"{pk}|{code}") or b""
