"""Work inside one unit: whose it is, and what colleagues tell one another. The law knows only the unit."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.table import Move
from sunshine.petitions.desk_forms import WORKERS, AssignForm, NoteForm

ON_RESPONSIBILITY = "条例 第五条"


def assign(plan: Plan) -> None:
    """Name the work of this subject to one post of the unit, or to nobody."""
    post = plan.given.facts.get("post")
    plan.name(plan.here.id, UUID(post) if post else None, WORKERS[plan.here.kind])


def release(plan: Plan) -> None:
    """A post has ended or left the unit: what was named to it is the whole unit's again, so that nothing stays with nobody."""
    assert plan.snapshot is not None
    gone = UUID(plan.given.facts["post"])
    if plan.here.post == gone:
        plan.name(plan.here.id, None, WORKERS[plan.here.kind])
    for duty in plan.snapshot.duties:
        if duty.post == gone:
            plan.update("duties.duty", duty.id, post_id=None)


def teamwork(
    worker: str, working: Iterable[str], noting: frozenset[str], stages: Iterable[str]
) -> tuple[Move, ...]:
    """Assign 交办, note 备注 and what the clock does when a post ends. ``working`` are the stages with work to name."""
    everywhere = frozenset(stages)
    return (
        Move("assign", _("交办到人"), ON_RESPONSIBILITY, frozenset({worker, Role.HEAD.value}), frozenset(working),
             facts=AssignForm, effect=assign, key="p", help=_("指定由谁办。本单位别的人仍然看得到、办得了。")),
        Move("note", _("内部备注"), ON_RESPONSIBILITY, noting, everywhere, facts=NoteForm, key="b"),
        Move("release", _("岗位变动，交回本单位"), ON_RESPONSIBILITY, frozenset({Role.SYSTEM.value}), everywhere, effect=release),
    )  # fmt: skip
