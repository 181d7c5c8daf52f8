"""The telephone log 电话记录. The petitioner sees that there was a call and what came of it, not what was noted of it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move
from sunshine.petitions import clocks
from sunshine.petitions.desk_forms import CallForm
from sunshine.petitions.procedure.moves import FILED, only_assists

ENDING = frozenset({"reached", "wrong_number", "in_writing"})  # after these there is nothing left to call for


def log_call(plan: Plan) -> None:
    """Keep the call. Whoever owed one has done it, unless nobody picked up: then they try again."""
    assert plan.snapshot is not None
    if plan.given.facts["outcome"] not in ENDING:
        return
    for duty in plan.snapshot.duties:
        if duty.rule in {clocks.CALL.code, clocks.CALL_BUREAU.code} and duty.unit == plan.actor.unit:
            plan.close_duty(duty)


def whoever_has_it(snapshot: Snapshot, actor: Actor) -> object:
    """The registering bureau and the units that handle the matter."""
    units = {state.unit for state in snapshot.family.values() if state.kind != "callback"}
    mine = actor.unit in units and not only_assists(snapshot, actor)
    return None if mine else _("由登记的信访部门或者承办单位联系信访人。")


def when(given: dict[str, str]) -> datetime | None:
    """The moment of a call, by what its step says."""
    return datetime.fromisoformat(given["at"]) if "at" in given else None


LOG_CALL = Move(
    "log_call", _("电话记录"), "条例 第二十三条", frozenset({Role.WINDOW.value, Role.SORTER.value, Role.HANDLER.value}),
    FILED, facts=CallForm, guards=(whoever_has_it,), effect=log_call, own=False,
    audience="petitioner", seen=_("有一次电话联系"), shows=(), key="t",
    help=_("打过、接过的电话记在这里。没有人接的，要打电话的责任还在，请换个时间再打。")
)  # fmt: skip
