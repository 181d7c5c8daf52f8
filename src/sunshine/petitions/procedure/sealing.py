"""Sealed reports 检举控告 (条例 第三十条、domain §5): who may know of one is a list that the head keeps 知悉名单, and each opening
is a step.

Until a head names anybody, the posts of the unit that holds it see it as ever. From then on only those named and the
head do, in scope itself (``ledger.Reader``), so that no page or list can forget it.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import MATTER_ROLES, Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move
from sunshine.petitions.sealed_forms import EntrustForm, ExcludeForm

LAW = "条例 第三十条"
READ_SEALED = "read_sealed"
NOT_SEALED = _("这件不是检举控告，不用名单。")


def entrust(plan: Plan) -> None:
    """Let these officers know of it. The first named close it to everybody else of the unit but the head."""
    assert plan.snapshot is not None
    named = {role for unit, _officer, role in plan.snapshot.readers if unit == plan.actor.unit}
    for officer, role in dict.fromkeys(map(tuple, plan.given.facts["people"])):
        if (plan.actor.unit, UUID(officer), role) not in plan.snapshot.readers:
            row = {"unit_id": plan.actor.unit, "officer_id": UUID(officer), "role": role}
            plan.insert("ledger.reader", root_id=plan.here.id, **row)
        named.add(role)
    _check_covered(plan, named)


def exclude(plan: Plan) -> None:
    """Take one off the list; never the last who can do what the unit owes."""
    assert plan.snapshot is not None
    assert plan.main is not None
    gone = UUID(plan.given.facts["reader"])
    own = {key: pk for key, pk in plan.snapshot.readers.items() if key[0] == plan.actor.unit}
    if gone not in own.values():
        raise Refused(_("名单上没有这个人。"))
    plan.update("ledger.reader", gone, removed_seq=plan.main.seq)
    _check_covered(plan, {role for (_unit, _officer, role), pk in own.items() if pk != gone})


def _check_covered(plan: Plan, roles: set[str]) -> None:
    """Raises Refused where nobody on the list could do what the unit owes: it would be owed by people who cannot see it."""
    assert plan.snapshot is not None
    owed = {duty.holder for duty in plan.snapshot.duties if duty.unit == plan.actor.unit}
    missing = owed - roles - {Role.HEAD.value}
    if missing or not roles:
        names = "、".join(str(Role(role).label) for role in sorted(missing))
        raise Refused(_("名单上还要有能办的人：%s。先加上接手的，再移出。") % names)


def dissolve(plan: Plan) -> None:
    """A matter that turns out to be no report has no lists: everybody who handles such matters sees it again."""
    assert plan.snapshot is not None
    assert plan.main is not None
    for pk in plan.snapshot.readers.values():
        plan.update("ledger.reader", pk, removed_seq=plan.main.seq)


def sealed_here(snapshot: Snapshot, actor: Actor) -> object:
    """Only reports, and only of a unit that has to do with one."""
    if not snapshot.subject.sealed:
        return NOT_SEALED
    held = any(one.unit == actor.unit for one in snapshot.family.values())
    return None if held else _("本单位没有办理这件事。")


def has_list(snapshot: Snapshot, actor: Actor) -> object:
    """Somebody must stay on it."""
    own = [key for key in snapshot.readers if key[0] == actor.unit]
    return None if len(own) > 1 else _("名单上没有可以移出的人。")


def sealing(source: frozenset[str]) -> tuple[Move, ...]:
    """The moves on the matter as a whole."""
    head = frozenset({Role.HEAD.value})
    return (
        Move("entrust", _("指定知悉人员"), LAW, head, source, facts=EntrustForm, guards=(sealed_here,), effect=entrust,
             own=False,
             help=_("检举控告只让办它的人知道。没有指定以前，本单位办这类事的岗位都看得到；指定以后，只有名单上的人和单位负责人看得到。")),
        Move("exclude", _("移出知悉名单"), LAW, head, source, facts=ExcludeForm, guards=(sealed_here, has_list),
             effect=exclude, own=False, help=_("移出的人马上看不到这件事。他办过的步骤都还在。")),
        Move(READ_SEALED, _("查阅"), LAW, frozenset(MATTER_ROLES), source, guards=(sealed_here,), own=False, apart=True),
    )  # fmt: skip
