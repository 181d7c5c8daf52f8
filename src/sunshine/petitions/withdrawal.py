"""Asking to withdraw 撤回 from home: what was said waits, sealed, with a one-time code sent to the registered telephone."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from sunshine.foundation.offices.actors import petitioner
from sunshine.foundation.procedure.engine import Refused, refusal
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Done, load, perform
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions import onetime

MOVE = "ask_withdrawal"


def before(filing: UUID) -> Snapshot:
    """The filing as it stands, if its petitioner may ask now. Raises Refused."""
    actor = petitioner(filing)
    snapshot = load(filing, actor, lock=False)
    why = refusal(snapshot, procedure("filing").by_code[MOVE], actor)
    if why:
        raise why
    return snapshot


def telephone(snapshot: Snapshot) -> str:
    """The registered telephone, whole; empty where none was left."""
    return str(snapshot.matter.filings[snapshot.subject.id].identity.phone)


def ask(snapshot: Snapshot, given: Given) -> UUID:
    """Have the code sent; returns what it is typed against. Raises Refused where none can be sent."""
    from sunshine.petitions.jobs import send_withdrawal

    phone = telephone(snapshot)
    if not phone:
        raise Refused(_("登记时没有留手机。请带证件和回执，到登记的信访局窗口办。"))
    if onetime.asked_too_often(phone):
        raise Refused(_("发给这个手机的验证码太多了，请过一个小时再试。"))
    about = {"filing": str(snapshot.subject.id), "facts": dict(given.facts), "texts": dict(given.texts)}
    return onetime.make(phone, send_withdrawal, about)


def send(pk: UUID) -> None:
    """Send the code that confirms it. Raises Undelivered."""
    if onetime.waiting(pk):
        onetime.send(
            pk, _("【阳光信访】撤回信访事项的验证码：%s，10 分钟内有效。不是您本人要撤回，不要告诉任何人。")
        )


def confirm(filing: UUID, pk: UUID, code: str) -> Done | None:
    """Begin the week, when this is the code that was sent for this filing. Raises Refused; then nothing has begun."""
    proven = onetime.prove(pk, code)
    if proven is None or proven.about.get("filing") != str(filing):
        return None
    given = Given(proven.about["facts"], proven.about["texts"])
    return perform(filing, MOVE, petitioner(filing), given, request_key=f"withdrawal:{pk}")
