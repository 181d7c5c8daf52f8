"""What each move of the main road needs said. One declaration: the page, the API and the validation."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.geography.queries import division
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import UnitKind
from sunshine.foundation.people.models import Document
from sunshine.foundation.procedure.forms import MoveForm, RowForm
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.fields import Across, Files, LongWords, Several, ToCome, Words
from sunshine.petitions.matter import Matter
from sunshine.petitions.models import (
    Outcome,
    Satisfaction,
)

CHOOSE = [("", _("请选择"))]


class SortForm(MoveForm):
    sealed_fields = ("note", "accused")
    accused = Words(
        label=_("被反映的单位"), required=False, max_length=200,
        help_text=_("写机构名称，它和它的下级从此看不到这件事项。信访人写的已经照办，只在漏了时补。"),
    )  # fmt: skip
    note = LongWords(2, label=_("甄别说明"), required=False)


class ForwardForm(MoveForm):
    sealed_fields = ("note", "accused_reason")
    note = LongWords(2, label=_("给办理单位的话"), required=False)
    accused_reason = LongWords(
        2, label=_("为什么转给被反映的单位"), required=False,
        help_text=_("求决类诉求只有它有权处理时才转给它，优先转它的上级。检举控告一律不能转。"),
    )  # fmt: skip

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        if not snapshot.bars:
            del self.fields["accused_reason"]


def destinations(actor: Actor) -> list[Any]:
    """Organs with powers of their own in the actor's area, grouped by place; bureaus decide no merits."""
    book = directory()
    assert actor.unit is not None
    area = book[actor.unit].area
    groups: dict[str, list[tuple[str, str]]] = {}
    for office in book.organs_in(area):
        if office.kind != UnitKind.BUREAU:
            county = office.division[:6]
            groups.setdefault(county, []).append((str(office.id), office.name))
    return [(division(code).label, choices) for code, choices in groups.items()]


class ContactMixin(MoveForm):
    sealed_fields: ClassVar[tuple[str, ...]] = ("person", "phone", "note")
    person = Words(label=_("承办人"), max_length=40)
    phone = Words(label=_("联系电话"), max_length=40)
    note = LongWords(3, label=_("对信访人说的话"), required=False)

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        unit = directory().get(actor.unit)
        self.fields["person"].initial = actor.name
        self.fields["phone"].initial = unit.phone if unit else ""


class AcceptForm(ContactMixin):
    pass


class ContactForm(MoveForm):
    sealed_fields = ("words",)
    method = forms.ChoiceField(
        label=_("方式"), choices=[("phone", _("电话")), ("visit", _("见面")), ("site", _("现场核实"))]
    )
    words = LongWords(3, label=_("谈了什么、约定了什么"), help_text=_("信访人会看到。"))
    next_on = ToCome(
        label=_("约定下次哪天联系"), required=False, help_text=_("会列入承办人的责任和日历。没有约就不填。")
    )


BY = _("支持的诉求，最迟哪天办到")
BY_HELP = _("写进意见书，信访人看得到。不写就是60日内；没有支持的诉求不用写。")
SAME = _("和被撤销的处理意见一字不差。不得以同样的事实和理由作出同样的结论，请按重新查明的情况写。")


def revoked_words(snapshot: Snapshot, name: str) -> str:
    """What the revoked opinion that is decided anew here said under this name; empty for any other move."""
    matter: Matter = snapshot.matter
    review = matter.redoes(snapshot.subject.id)
    old = matter.handlings[review.handling] if review else None
    return matter.text(old.id, old.opinion_seq, name) if old and old.opinion_seq else ""


def said_anew(words: str, revoked: str) -> str:
    """These words, unless they are the revoked ones again (条例 第三十五条)."""
    if revoked and "".join(words.split()) == "".join(revoked.split()):
        raise forms.ValidationError(SAME)
    return words


class OpinionForm(MoveForm):
    sealed_fields = ("findings", "new")
    revoked = ""
    findings = LongWords(6, label=_("查明的事实和理由"))
    new = LongWords(
        3,
        label=_("重新办理中新查明了什么"),
        required=False,
        help_text=_("撤销后重新办理时写：和原来比，新查了什么、证据有什么不同。"),
    )
    by = ToCome(label=BY, required=False, help_text=BY_HELP)

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.revoked = revoked_words(snapshot, "findings")
        self.fields["new"].required = True
        if snapshot.matter.redoes(snapshot.subject.id) is None:
            del self.fields["new"]

    def clean_findings(self) -> str:
        return said_anew(self.cleaned_data["findings"], self.revoked)


OPINIONS = [choice for choice in Outcome.choices if choice[0] != Outcome.SETTLED]  # what an organ can decide


class OutcomeRow(RowForm):
    sealed_fields = ("opinion", "basis")
    revoked = ""
    outcome = forms.ChoiceField(label=_("结论"), choices=OPINIONS, widget=Across)
    opinion = LongWords(4, label=_("答复"))
    basis = Words(label=_("依据"), max_length=300, help_text=_("法律、法规、规章或政策，写到条。"))

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.revoked = revoked_words(snapshot, f"opinion@{(self.prefix or '').partition('-')[2]}")

    def clean_opinion(self) -> str:
        return said_anew(self.cleaned_data["opinion"], self.revoked)


class ReplyForm(MoveForm):
    sealed_fields = ("words",)
    words = LongWords(3, label=_("答复信访人"), help_text=_("说清现在到了哪一步、下一步什么时候办。"))


class UrgeForm(MoveForm):
    sealed_fields = ("words",)
    words = LongWords(2, label=_("想说的话"), required=False)


class MaterialForm(MoveForm):
    sealed_fields = ("words",)
    sections = True  # either will do: neither is marked as optional
    words = LongWords(
        4, label=_("补充说明"), required=False, help_text=_("写几句，或者添一个文件，有一样就行。")
    )
    files = Files(  # type: ignore[assignment]  # a declared field, which Django takes out of the class
        label=_("照片、录音或文件"), required=False, help_text=_("最多 10 个，每个不超过 20 MB。")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("words") and not data.get("files"):
            self.add_error("words", _("请写几句话，或者添一个文件。"))
        return data


DISSATISFIED = {
    "unmet": _("没有和我见面"), "unsolved": _("问题没有解决"), "beside": _("答非所问"), "manner": _("态度不好"),
    "slow": _("太慢"), "other": _("其他"),
}  # fmt: skip
WHY_NOT = _("不满意的话，是因为什么（可多选）")


class RateForm(MoveForm):
    sealed_fields = ("words",)
    line_fields = ("bureau_reasons",)
    bureau = forms.TypedChoiceField(
        label=_("信访部门：转送快不快、态度好不好"), coerce=int, choices=Satisfaction.choices, widget=Across
    )
    bureau_reasons = Several(label=WHY_NOT, choices=list(DISSATISFIED.items()))
    words = LongWords(3, label=_("想说的话"), required=False)


class RateRow(RowForm):
    line_fields = ("reasons",)
    unit = forms.TypedChoiceField(
        label=_("办理单位：过程和结果"), coerce=int, choices=Satisfaction.choices, widget=Across
    )
    reasons = Several(label=WHY_NOT, choices=list(DISSATISFIED.items()))


PURPOSES = {
    "contact": _("联系核实情况"),
    "serve": _("送达文书"),
    "identify": _("核对身份"),
    "repeat": _("核对是否重复信访"),
}


class UnmaskForm(MoveForm):
    sealed_fields = ("words",)
    purpose = forms.ChoiceField(label=_("为什么要看"), choices=[*CHOOSE, *PURPOSES.items()])
    words = Words(
        label=_("说明"), required=False, max_length=200, help_text=_("信访人会看到是谁、因为什么看了姓名。")
    )


class LookUpForm(MoveForm):
    purpose = forms.ChoiceField(label=_("为什么要找"), choices=list(PURPOSES.items()))


def unserved(snapshot: Snapshot) -> list[UUID]:
    """Answers issued in this family that must reach this filing's petitioner and have not."""
    matter: Matter = snapshot.matter
    filing = matter.filings[snapshot.subject.id]
    issued = [one.paper for one in matter.answers if one.is_for(filing.id)]
    return [paper for paper in issued if paper not in filing.delivered]


class RenewForm(MoveForm):
    """What the window reads off the document shown; whoever proved the telephone is asked nothing."""

    sealed_fields = ("name", "id_number", "words")
    checked = forms.ChoiceField(label=_("核对了哪种证件"), choices=Document.choices)
    name = Words(label=_("证件上的姓名"), max_length=60)
    id_number = Words(label=_("证件号码"), max_length=40)
    words = Words(label=_("为什么换"), required=False, max_length=200, help_text=_("信访人会看到。"))

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        if actor.filing:
            self.fields.clear()
