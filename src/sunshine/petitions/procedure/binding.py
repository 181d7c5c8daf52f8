"""案卷: an officer has the whole matter bound into one PDF, for their own eyes; opening it is a step (条例 第二十一条)."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move
from sunshine.petitions.procedure.moves import only_assists

READERS = frozenset({Role.SORTER.value, Role.HANDLER.value, Role.HEAD.value, Role.LEADER.value})
OPEN_CASE_FILE = "open_case_file"


class FileForm(MoveForm):
    """Which one was opened. The page says it, nobody types it."""

    file = forms.UUIDField(widget=forms.HiddenInput)


def bind(plan: Plan) -> None:
    """Queue the binding; the file is the asking officer's in this post."""
    file = plan.insert(
        "petitions.casefile", petition_id=plan.here.id, post_id=plan.actor.post, asked_at=plan.now
    )
    assert plan.main is not None
    plan.main.record["file"] = str(file)
    plan.queue("sunshine.petitions.jobs.bind_case_file", file=str(file))


def answers_for_some(snapshot: Snapshot, actor: Actor) -> object:
    """The whole matter is no business of a unit that was asked for one part of it."""
    return _("协办单位不装订案卷。") if only_assists(snapshot, actor) else None


def not_sealed(snapshot: Snapshot, actor: Actor) -> object:
    """A report 检举控告 leaves the house as nothing but its papers (条例 第三十条)."""
    return _("检举控告不能生成、打开案卷，也不能导出。请在系统里查看。") if snapshot.subject.sealed else None


def binding(stages: Iterable[str]) -> tuple[Move, ...]:
    """The moves of a petition at any stage."""
    source = frozenset(stages)
    return (
        Move("bind_case_file", _("生成案卷"), "条例 第二十一条", READERS, source, guards=(not_sealed, answers_for_some), effect=bind,
             own=False,
             help=_("把经过、文书、送达回证和可以查看的材料装成一个 PDF。姓名按您现在看到的样子遮盖，只有您能打开。")),
        Move(OPEN_CASE_FILE, _("打开案卷"), "条例 第二十一条", READERS, source, facts=FileForm, guards=(not_sealed,), own=False,
             apart=True),
    )  # fmt: skip
