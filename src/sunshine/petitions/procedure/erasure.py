"""Lawful erasure 依法清除: proposed by a security administrator, approved by an auditor, and neither reads a word of it.

The erasure is a subject of its own in the petition's family: its own words stay, so that it can be accounted for.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.common import second_signature, system_moves, taking_back
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move, Procedure, Stage, Words
from sunshine.petitions.fields import LongWords
from sunshine.petitions.procedure.moves import RULES

KIND = "erasure"
ASKED, DONE = "asked", "done"
LAW = "个人信息保护法 第四十七条"
STAGES = (
    Stage(ASKED, _("清除待核准"), "", rest=_("退回或撤回后，由安全管理员决定是否再提。")),
    Stage(DONE, _("已依法清除"), "", rest=_("内容已经清除，经过仍在。")),
)
SECURITY_ADMIN = frozenset({Role.SECURITY_ADMIN.value})
BASES = {
    "purpose": _("处理目的已实现，或者保存期限已届满（第四十七条第一款第一项、第二项）"),
    "unlawful": _("违反法律、行政法规处理了个人信息（第四十七条第一款第四项）"),
    "law": _("其他法律、行政法规规定应当删除（第四十七条第一款第五项）"),
}


class EraseForm(MoveForm):
    """On what basis. The words are for those who account for it later."""

    sealed_fields = ("approval",)
    basis = forms.ChoiceField(label=_("法律依据"), choices=list(BASES.items()))
    approval = LongWords(
        3, label=_("批准文件和理由"), max_length=500,
        help_text=_("写清批准机关和文号。不要写信访人的姓名和事情的内容：这一段会一直保留。"),
    )  # fmt: skip


def nothing_owed(snapshot: Snapshot, actor: Actor) -> Words | None:
    """Retention comes first: nothing is erased while anybody still owes anything, or a right of the petitioner runs."""
    members = {state.id: state for state in snapshot.family.values() if state.kind != KIND}
    if any(state.erased for state in members.values()):
        return _("这件事项的内容已经清除过了。")
    running = any(duty.subject in members for duty in snapshot.duties)
    return _("这件事项还有期限没有走完（办理、评价或者复查），走完才能清除。") if running else None


def begin(plan: Plan) -> None:
    """An erasure asked for: it belongs to the matter's family, and to the unit that holds the matter."""
    facts = plan.given.facts
    state = plan.begin(KIND, RULES, UUID(facts["unit"]), UUID(facts["petition"]), area=facts["area"])
    plan.main = plan.step(state.id, stage=ASKED)


def destroy(plan: Plan) -> None:
    """Every member of the family loses its key; what was done, when and by whom stays."""
    assert plan.snapshot is not None
    for member, state in plan.snapshot.family.items():
        if state.kind != KIND:
            plan.erase(member)


BEGIN = Move("begin", _("提请清除"), LAW, SECURITY_ADMIN, opening=True, own=False, effect=begin)
OPEN = frozenset({ASKED})
WORDS = _("核准后立即生效，不能恢复：姓名、内容、附件和文书都打不开了。请先核对编号、依据和批准文件。")

PROCEDURE = Procedure(
    kind=KIND,
    name=_("依法清除"),
    stages=STAGES,
    rules=RULES,
    administrative=True,
    moves=(
        BEGIN,
        Move("erase", _("依法清除"), LAW, SECURITY_ADMIN, OPEN, DONE, EraseForm, countersign=Role.AUDITOR.value,
             guards=(nothing_owed,), effect=destroy, own=False, audience="petitioner",
             seen=_("这件事项的内容已依法清除，只留下办过什么")),
        *(replace(move, guards=(*move.guards, nothing_owed) if move.code == "confirm" else move.guards)
          for move in second_signature(OPEN, Role.AUDITOR, LAW, WORDS, own=False)),
        replace(taking_back(OPEN, SECURITY_ADMIN), own=False, law=LAW),
        *system_moves(STAGES),
    ),
)  # fmt: skip
