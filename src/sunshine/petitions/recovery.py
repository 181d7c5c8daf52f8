"""Finding one's filings again without number or code: by a one-time code sent to the telephone they were registered with.

Asking gives the same answer, in the same time, whether or not the number is known here.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from sunshine.foundation.ledger.sealing import boxed, unboxed
from sunshine.foundation.notices.ways import routes
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.people.identity import Identity, blind_index, normal
from sunshine.foundation.people.models import Party
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Done, perform
from sunshine.petitions import tries
from sunshine.petitions.models import Filing, Recovery

DIGITS = 8
LASTS = timedelta(minutes=10)
WRONG = 3  # tries at one code
AN_HOUR, A_DAY = 3, 5  # codes sent to one telephone
PLACE = b"recovery"


def ask(phone: str, visitor: tries.Visitor) -> UUID:
    """Have a code sent to this telephone if filings are registered with it; returns what the code is typed against.

    Raises TooManyTries when this network asked too often, whatever the numbers.
    """
    keys = tries.asking_keys(visitor)
    tries.check(keys)
    tries.count(keys)
    index = blind_index("phone", phone) or b""
    if _asked_too_often(index):
        return uuid7()
    return _queue(index, normal(phone))


def _asked_too_often(index: bytes) -> bool:
    now = timezone.now()
    asked = Recovery.objects.filter(phone_index=index, created_at__gt=now - timedelta(days=1))
    times = list(asked.values_list("created_at", flat=True))
    lately = [at for at in times if at > now - timedelta(hours=1)]
    return len(times) >= A_DAY or len(lately) >= AN_HOUR


def _queue(index: bytes, phone: str) -> UUID:
    from sunshine.petitions.jobs import send_recovery

    pk, code = uuid7(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    box = boxed(json.dumps([phone, code]).encode(), PLACE + pk.bytes)
    with transaction.atomic():
        Recovery.objects.create(
            pk=pk, phone_index=index, box=box, digest=_digest(pk, code), created_at=timezone.now()
        )
        send_recovery.defer(recovery_id=str(pk))
    return pk


def send(pk: UUID) -> None:
    """Send a code to a telephone that filings are registered with; nothing to any other. Raises Undelivered."""
    found = Recovery.objects.get(pk=pk)
    if found.used_at or found.created_at + LASTS < timezone.now() or not of_phone(bytes(found.phone_index)):
        return
    phone, code = json.loads(unboxed(bytes(found.box), PLACE + pk.bytes))
    text = _("【阳光信访】找回信访编号的验证码：%s，10 分钟内有效。不是您本人要的，请不要告诉任何人。")
    for route in routes(Identity(phone=phone)):
        route.adapter.send(pk, route.address, text % code)


def kept_in_demo(pk: UUID) -> str:
    """The code, for the demo's page, which sends nothing; empty everywhere else and for a telephone unknown here."""
    found = Recovery.objects.filter(pk=pk).first() if settings.SUNSHINE_DEMO else None
    if found is None or not of_phone(bytes(found.phone_index)):
        return ""
    return str(json.loads(unboxed(bytes(found.box), PLACE + pk.bytes))[1])


def prove(pk: UUID, code: str) -> bytes | None:
    """The telephone's blind index, when this is the code that was sent and it is still good; a code serves once."""
    alive = Recovery.objects.filter(
        pk=pk, used_at=None, wrong__lt=WRONG, created_at__gt=timezone.now() - LASTS
    )
    with transaction.atomic():
        found = alive.select_for_update().first()
        right = hmac.compare_digest(bytes(found.digest) if found else b"", _digest(pk, code))
        if found and right:
            Recovery.objects.filter(pk=pk).update(used_at=timezone.now())
            return bytes(found.phone_index)
        alive.update(wrong=F("wrong") + 1)
    return None


def of_phone(index: bytes) -> Sequence[Filing]:
    """The filings whose filer left this telephone, the newest first."""
    parties = Party.objects.filter(phone_index=index, nth=0)
    return list(Filing.objects.filter(pk__in=parties.values("subject")).order_by("-registered_at")[:50])


def renew(filing: UUID, actor: Actor, given: Given | None = None, *, request_key: str | None = None) -> Done:
    """Give the filing a new query code; guesses at the old one's last four are forgotten. Raises Unseen, Refused."""
    done = perform(filing, "renew_code", actor, given, request_key=request_key)
    tries.renewed(filing)
    return done


def purge() -> int:
    """Remove what was asked more than a day ago."""
    removed, _rows = Recovery.objects.filter(created_at__lt=timezone.now() - timedelta(days=1)).delete()
    return removed


def _digest(pk: UUID, code: str) -> bytes:
    return blind_index("recovery", f"{pk}|{code}") or b""
