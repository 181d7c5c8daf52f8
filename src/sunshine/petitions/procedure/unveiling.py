"""Opening the petitioner's words and name to a handling unit they were kept from (条例 第三十条): asked for with a reason, and
opened only by a second person, the head of the bureau that registered it. The petitioner sees who asked, who agreed and why."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move
from sunshine.petitions.fields import LongWords
from sunshine.petitions.models import Visibility
from sunshine.petitions.procedure.moves import only_assists
from sunshine.petitions.veiling import apart, closed_to

LAW = "条例 第三十条"


class OpenWordsForm(MoveForm):
    """Why the summary is not enough."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("words",)
    words = LongWords(
        2, label=_("为什么摘要不够，要看原文和姓名"), max_length=500,
        help_text=_("由登记的信访部门负责人决定。信访人会看到是哪个单位、因为什么看了原文。"),
    )  # fmt: skip
    unit = ""

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.unit = str(actor.unit)

    def given(self, files: tuple[StoredFile, ...] = ()) -> Given:
        """With the unit that asks: the second person is of another."""
        said = super().given(files)
        return Given({**said.facts, "unit": self.unit}, said.texts, said.rows, said.files)


def open_words(plan: Plan) -> None:
    """Open this filing to the unit that asked."""
    assert plan.snapshot is not None
    assert plan.main is not None
    unit = UUID(plan.given.facts["unit"])
    if all(one.unit != unit for one in plan.snapshot.family.values()):
        raise Refused(_("这个单位已经不办理这件事。"))
    plan.insert(
        "petitions.opened", filing_id=plan.here.id, unit_id=unit, seq=plan.main.seq, at=plan.now
    )  # fmt: skip


def kept_from(snapshot: Snapshot, actor: Actor) -> object:
    """Only where the words are kept from this unit, which handles the matter."""
    filing = snapshot.matter.filings[snapshot.subject.id]
    closed = closed_to(snapshot.matter, snapshot.family, actor)
    if filing.visibility != Visibility.BUREAU or filing.id not in closed:
        return _("原文您已经看得到。")
    if only_assists(snapshot, actor) or apart(snapshot.matter, snapshot.family, actor):
        return _("只办其中一部分的单位看不到原文。请通过主办单位或者信访部门。")
    return None


def unveiling(source: frozenset[str]) -> Move:
    """The handling unit's move on a filing."""
    return Move(
        "open_words", _("申请看原文和姓名"), LAW, frozenset({Role.HANDLER.value}), source, facts=OpenWordsForm,
        countersign=Role.HEAD.value, guards=(kept_from,), effect=open_words, own=False, audience="petitioner",
        seen=_("信访部门同意办理单位看您的原文和姓名"),
        help=_("信访人要求不让办理单位知道身份。摘要不够办事的，写明理由，由登记的信访部门负责人同意后才看得到。"),
    )  # fmt: skip
