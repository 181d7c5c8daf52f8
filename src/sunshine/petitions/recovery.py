"""Finding one's filings again without number or code: by a one-time code sent to the telephone they were registered with.

Asking gives the same answer, in the same time, whether or not the number is known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.people.models import Party
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Done, perform
from sunshine.petitions import onetime, tries
from sunshine.petitions.models import Filing, Recovery


def ask(phone: str, visitor: tries.Visitor) -> UUID:
    """Have a code sent to this telephone if filings are registered with it; returns what the code is typed against.

    Raises TooManyTries when this network asked too often, whatever the numbers.
    """
    from sunshine.petitions.jobs import send_recovery

    keys = tries.asking_keys(visitor)
    tries.check(keys)
    tries.count(keys)
    return uuid7() if onetime.asked_too_often(phone) else onetime.make(phone, send_recovery)


def send(pk: UUID) -> None:
    """Send a code to a telephone that filings are registered with; nothing to any other. Raises Undelivered."""
    found = onetime.waiting(pk)
    if found and of_phone(bytes(found.phone_index)):
        onetime.send(
            pk, _("【阳光信访】找回信访编号的验证码：%s，10 分钟内有效。不是您本人要的，请不要告诉任何人。")
        )


def kept_in_demo(pk: UUID) -> str:
    """The code, for the demo's page; empty everywhere else and for a telephone unknown here."""
    found = Recovery.objects.filter(pk=pk).first()
    return onetime.kept_in_demo(pk) if found and of_phone(bytes(found.phone_index)) else ""


def prove(pk: UUID, code: str) -> bytes | None:
    """The telephone's blind index, when this is the code that was sent to it for finding its filings."""
    proven = onetime.prove(pk, code)
    return proven.phone_index if proven and not proven.about else None


def of_phone(index: bytes) -> Sequence[Filing]:
    """The filings whose filer left this telephone, the newest first."""
    parties = Party.objects.filter(phone_index=index, nth=0)
    return list(Filing.objects.filter(pk__in=parties.values("subject")).order_by("-registered_at")[:50])


def renew(filing: UUID, actor: Actor, given: Given | None = None, *, request_key: str | None = None) -> Done:
    """Give the filing a new query code; guesses at the old one's last four are forgotten. Raises Unseen, Refused."""
    done = perform(filing, "renew_code", actor, given, request_key=request_key)
    tries.renewed(filing)
    return done
