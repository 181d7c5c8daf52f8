"""A new query code 换查询码: for whoever proved the registered telephone, or showed their document at the window."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.people.identity import Identity, normal
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move
from sunshine.petitions.forms import RenewForm
from sunshine.petitions.matter import FilingState, Matter
from sunshine.petitions.procedure.moves import FILED, WITHDRAWN
from sunshine.petitions.querycode import code_index, new_code


def renew(plan: Plan) -> None:
    """The new code is sealed with this step, as the first was with the registration; the old one opens nothing more."""
    assert plan.main is not None
    filing = _filing(plan.snapshot, plan.here.id)
    told, reason = dict(plan.given.texts), plan.given.texts.get("words", "")
    if plan.actor.officer and not same_person(filing.identity, told):
        raise Refused(_("证件上的和登记的对不上。请再核对一遍编号、姓名和证件号码；确实不是本人的，不能换。"))
    code = new_code(plan.mint)
    plan.main.texts.clear()  # what was read off the document is compared, not kept
    plan.main.texts |= {"code": code, **({"words": reason} if reason else {})}
    plan.update("petitions.filing", plan.here.id, code_index=code_index(code))
    plan.tell(plan.here.id, number=filing.number, unit=plan.book[plan.here.unit].zh)


def _filing(snapshot: Snapshot | None, filing: object) -> FilingState:
    assert snapshot is not None
    matter: Matter = snapshot.matter
    return next(one for one in matter.filings.values() if one.id == filing)


def same_person(registered: Identity, shown: dict[str, str]) -> bool:
    """By the document's number where one was registered, else by the whole name."""
    if registered.id_number:
        return normal(registered.id_number) == normal(shown.get("id_number", ""))
    return bool(registered.name) and normal(registered.name) == normal(shown.get("name", ""))


def somebody_known(snapshot: Snapshot, actor: Actor) -> object:
    """An anonymous filing has nobody to compare a document with."""
    known = _filing(snapshot, snapshot.subject.id).identity
    return None if known else _("登记时没有留姓名、电话或证件，没法核对是不是本人，不能换查询码。")


RENEW = Move(
    "renew_code", _("换查询码"), "条例 第二十一条", frozenset({Role.PETITIONER, Role.WINDOW, Role.SORTER}),
    FILED | {WITHDRAWN}, facts=RenewForm, guards=(somebody_known,), effect=renew, audience="petitioner",
    seen=_("查询码换了新的，旧的作废"), apart=True,
    tells=_("【阳光信访】编号{number}的查询码已换新，旧码作废。不是您本人办的，请马上联系{unit}。"),
    help=_("码丢了，或者怕别人知道了，可以换一个。凭登记的手机，或者带证件到登记的窗口。"),
)  # fmt: skip
