"""A petitioner whom no message reached: whoever has the matter owes a call (条例 第二十三条)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.table import Move
from sunshine.petitions import clocks
from sunshine.petitions.procedure import settling
from sunshine.petitions.procedure.moves import RETURNED, at_work
from sunshine.petitions.procedure.serving import ANSWERED, REGISTERED


def owe_call(plan: Plan) -> None:
    """One call for however many messages: of whoever works on it, or before forwarding the bureau's."""
    assert plan.snapshot is not None
    handlings = [one for one in plan.snapshot.of_kind("handling") if one.stage != RETURNED]
    busy = at_work(plan.snapshot) or handlings
    kept = {settling.KEPT, settling.REPLIED, settling.FILED}
    rule = clocks.CALL if busy and busy[0].stage not in kept else clocks.CALL_BUREAU
    unit = busy[0].unit if busy else plan.snapshot.family[plan.here.root].unit
    if not plan.duties(rule, plan.here.id):
        plan.open(rule, unit=unit)


UNREACHED = Move(
    "unreached", _("通知没有送到"), "条例 第二十三条", frozenset({Role.SYSTEM.value}), frozenset({REGISTERED, ANSWERED}),
    effect=owe_call, audience="petitioner", seen=_("给您的通知没有送到，有关单位会打电话告诉您"),
)  # fmt: skip
