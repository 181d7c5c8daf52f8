"""What is said with the destinations of demands, and with what a bureau settles itself: answers, filings, refusals, reports."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.procedure.forms import MoveForm, RowForm
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.fields import LongWords, ToCome, Words
from sunshine.petitions.forms import CHOOSE, ContactMixin
from sunshine.petitions.models import Channel, Filing
from sunshine.petitions.veiling import needs_summary
from sunshine.petitions.whereto import destinations_of, outside


class Destination(TextChoices):
    """Where a sorted demand goes 去向 (条例 第二十二条)."""

    FORWARD = "forward", _("转送，由它办理")
    ASSIGN = "assign", _("交办，要它报办结情况")
    KEEP = "keep", _("留在本局，直接答复或者存")


class Ground(TextChoices):
    """Why nothing more is done 存. There is no other reason."""

    EMPTY = "empty", _("没有诉求和线索，联系后仍无法补充")
    ILLEGIBLE = "illegible", _("无法辨认，联系后仍无法弄清")
    THANKS = "thanks", _("只表示感谢、问候或者心情")
    COPY = "copy", _("抄送件，主送机关已在办理")
    REPEAT = "repeat", _("与正在办理的是同一件事")


class Refusal(TextChoices):
    """Why a matter is not accepted 不予受理. All but ``pending`` are for visits alone (条例 第十九条、第二十条)."""

    LEVEL = "level", _("走访的不是有权处理的本级或者上一级")
    PENDING = "pending", _("同一事项已受理或者正在办理，还在期限内")
    NO_REVIEW = "no_review", _("没有请求复查、复核，就到上级走访")
    LATE_REVIEW = "late_review", _("无正当理由超过复查、复核期限又来走访")


VISITS_ONLY = frozenset({Refusal.LEVEL, Refusal.NO_REVIEW, Refusal.LATE_REVIEW})
NUMBERED = frozenset(
    {Ground.COPY, Ground.REPEAT, Refusal.PENDING}
)  # they name the matter that is being handled


NOT_THERE = {
    "invalid_choice": _("没有这个单位，或者它是被反映的一方。检举控告一律不能转给被反映的单位和它的下级。")
}


class ForwardRow(RowForm):
    """Where one demand goes, and what is read there in place of the petitioner's words, where those are kept from it."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("summary",)
    how = forms.ChoiceField(label=_("去向"), required=False, choices=Destination.choices)
    unit = forms.ChoiceField(
        label=_("转送到"), required=False, help_text=_("留在本局的不用选。"), error_messages=NOT_THERE
    )
    report_by = ToCome(label=_("交办的，哪天前报办结情况"), required=False)
    summary = LongWords(
        2, label=_("摘要"), required=False, max_length=1000,
        help_text=_("办理单位只看到这里写的，看不到原文。写要办什么，不写姓名、住址、电话和能认出是谁的话。"),
    )  # fmt: skip

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        key = str(self.prefix).partition("-")[2]
        demand = next(one for one in snapshot.matter.demands if str(one.id) == key)
        if needs_summary(snapshot.matter, demand):
            self.fields["summary"].required = True
        else:
            del self.fields["summary"]
        self.fields["unit"].choices = CHOOSE + destinations_of(snapshot, actor)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        how = data.get("how") or Destination.FORWARD
        if how == Destination.KEEP:
            data |= {"unit": "", "report_by": None}
        elif not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("请选择转给哪个机关。"))
        if how == Destination.ASSIGN and not data.get("report_by") and "report_by" not in self.errors:
            self.add_error("report_by", _("交办要写明哪天前报办结情况。"))
        return data


class HandOnForm(MoveForm):
    """Which organ has the power after all; never the accused's side, for no reason is asked here."""

    unit = forms.ChoiceField(label=_("转送到"), error_messages=NOT_THERE)

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.fields["unit"].choices = CHOOSE + outside(snapshot, actor)  # type: ignore[attr-defined]


class HandDownForm(MoveForm):
    """Which bureau below goes on with it."""

    unit = forms.ChoiceField(label=_("转给哪个信访部门"))

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        book = directory()
        assert actor.unit is not None
        below = [
            one
            for one in book.organs_in(book[actor.unit].area)
            if one.is_bureau
            and one.id != actor.unit
            and not book.on_side_of(one.id, frozenset(snapshot.bars))
        ]
        self.fields["unit"].choices = CHOOSE + [(str(one.id), one.name) for one in below]  # type: ignore[attr-defined]


class ReplyAtOnceForm(ContactMixin):
    """An answer at once, about the bureau's own work or what is public anyway."""

    sealed_fields = ("answer", "person", "phone")
    about = forms.ChoiceField(
        label=_("答复的是什么"),
        choices=[("own", _("本局自己的工作")), ("public", _("公开的政策、流程、联系方式"))],
        help_text=_("是非曲直由有权处理的机关答复，不在这里答。"),
    )
    answer = LongWords(5, label=_("答复"), help_text=_("写进答复书，信访人可以评价。"))
    note = None  # type: ignore[assignment]
    field_order = ("about", "answer", "person", "phone")


class NamingForm(ContactMixin):
    """A form whose ground may rest on another matter, which it then names by its number."""

    note = None  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        number = data.get("number", "")
        if data.get("ground") in NUMBERED and not number:
            self.add_error("number", _("请写正在办理的那件的编号。"))
        if number and not Filing.objects.filter(number=number).exists():
            self.add_error("number", _("没有这个编号，请再核对一遍。"))
        return data


class FileAwayForm(NamingForm):
    """Why nothing more is done with it."""

    sealed_fields = ("number", "words", "person", "phone")
    ground = forms.ChoiceField(label=_("存的理由"), choices=CHOOSE + Ground.choices)
    number = Words(label=_("正在办理的编号"), required=False, max_length=40)
    words = LongWords(3, label=_("具体说明"), help_text=_("怎么联系过、依据什么判断。写进告知书。"))
    field_order = ("ground", "number", "words", "person", "phone")


class RefuseForm(NamingForm):
    """The ground, and who is competent."""

    sealed_fields = ("number", "words", "where", "person", "phone")
    ground = forms.ChoiceField(label=_("不予受理的理由"), choices=CHOOSE + Refusal.choices)
    number = Words(label=_("正在办理的编号"), required=False, max_length=40)
    words = LongWords(3, label=_("具体说明"), help_text=_("写进告知书。"))
    where = Words(label=_("应当由哪个机关办"), max_length=100)
    field_order = ("ground", "number", "words", "where", "person", "phone")

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        super().prepare(snapshot, actor)
        if not only_visits(snapshot):
            offered = [choice for choice in Refusal.choices if choice[0] not in VISITS_ONLY]
            self.fields["ground"].choices = CHOOSE + offered  # type: ignore[attr-defined]


def only_visits(snapshot: Snapshot) -> bool:
    """Whether everybody came in person: what the regulation asks of visits it asks of nobody else (条例 第二十条)."""
    return all(filing.channel == Channel.VISIT for filing in snapshot.matter.filings.values())


class ReportForm(ContactMixin):
    """办结报告, to the bureau that assigned the matter."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("process", "result", "execution", "person", "phone")
    process = LongWords(3, label=_("办理过程"))
    result = LongWords(3, label=_("办理结果"))
    execution = LongWords(2, label=_("落实情况"))
    view = forms.ChoiceField(
        label=_("信访人的意见"),
        choices=[("none", _("没有表示")), ("agree", _("同意")), ("disagree", _("不同意"))],
    )
    note = None  # type: ignore[assignment]
    field_order = ("process", "result", "execution", "view", "person", "phone")
