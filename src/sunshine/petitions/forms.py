"""What each move of the main road needs said. One declaration: the page, the API and the validation."""

from __future__ import annotations

import json
import re
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.geography.models import Division
from sunshine.foundation.geography.queries import division
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import UnitKind
from sunshine.foundation.people.identity import Identity
from sunshine.foundation.procedure.forms import MoveForm, RowForm, SharedFields
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions import categories
from sunshine.petitions.models import (
    Branch,
    Channel,
    DemandClass,
    Method,
    Outcome,
    Purpose,
    Satisfaction,
    Visibility,
)

TITLE = 40  # characters of a title in lists
MOST_DEMANDS = 50
CHOOSE = [("", _("请选择"))]


class Words(forms.CharField):
    """Free words. Control characters that no store can keep are dropped rather than refused."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\0", "").encode("utf-8", "replace").decode()


class LongWords(Words):
    def __init__(self, rows: int = 4, **kw: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kw)


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Any number of files of any kind: the store sets aside what it cannot show; nothing blocks a filing."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        return [one for one in data if one] if isinstance(data, list | tuple) else [data] if data else []


class Across(forms.RadioSelect):
    """A few short answers, shown side by side."""

    across = True


class RegisterForm(MoveForm):
    """A filing. Only some content is required (条例 第十九条、第二十二条); an odd field is set aside and said so."""

    sealed_fields = ("text", "place_detail", "accused")
    line_fields = ("demands",)
    text = LongWords(8, label=_("您要反映什么"), required=False)
    demands = LongWords(3, label=_("您希望怎么解决"), required=False, help_text=_("一行写一件，可以不写。"))
    files = Files(  # type: ignore[assignment]  # a declared field, which Django takes out of the class
        label=_("照片、录音或文件"), required=False, help_text=_("最多 10 个，每个不超过 20 MB。")
    )
    purpose = Words(label=_("您的目的"), required=False, widget=forms.RadioSelect(choices=Purpose.choices))
    place = Words(label=_("事情发生在哪里"), required=False, widget=forms.Select)
    place_detail = Words(label=_("乡镇、街道、村或具体地点"), required=False, max_length=None)
    accused = Words(label=_("您反映的是哪个单位"), required=False)
    name = Words(label=_("您的姓名"), required=False)
    phone = Words(label=_("手机或电话"), required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    id_number = Words(label=_("身份证号"), required=False)
    address = Words(label=_("住址"), required=False)
    visibility = Words(
        label=_("谁可以看您的姓名"), required=False, widget=forms.RadioSelect(choices=Visibility.choices)
    )
    channel = Words(label=_("怎么来的"), required=False, widget=forms.Select(choices=Channel.choices))
    people = Words(label=_("来访人数"), required=False, widget=forms.NumberInput(attrs={"min": 1}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("text", "demands", "files")):
            self.add_error("text", _("请写几句话，或者添一张照片、一段录音。有内容就能提交。"))
        self.aside: dict[str, str] = {}
        for name, settle in _SETTLERS.items():
            typed = data.get(name, "")
            data[name] = settle(typed)
            if typed and not data[name]:
                self.aside[name] = typed
        return data

    def given(self, files: tuple[StoredFile, ...] = ()) -> Given:
        data = self.cleaned_data
        lines = _demands(data["demands"])
        rows = {
            str(n): Given({}, {"demand": line}) for n, line in enumerate(lines or [_title(data["text"])], 1)
        }
        facts = {
            "channel": data["channel"] or Channel.WEB.value,
            "purpose": data["purpose"] or Purpose.DEMAND.value,
            "visibility": self._visibility(),
            "place": data["place"],
            "people": int(data["people"] or 1),
            "aside": sorted(self.aside),
        }
        return Given({k: v for k, v in facts.items() if v}, self._texts(lines), rows, files)

    def _visibility(self) -> str:
        """Without a name the filing is anonymous; with one, an odd answer is read the careful way."""
        if not self.cleaned_data["name"]:
            return Visibility.ANONYMOUS.value
        return str(self.cleaned_data["visibility"] or Visibility.BUREAU.value)

    def _texts(self, lines: list[str]) -> dict[str, str]:
        data = self.cleaned_data
        party = Identity(data["name"], data["phone"], data["id_number"], data["address"])
        texts = {
            "text": data["text"],
            "title": lines[0][:TITLE] if lines else _title(data["text"]),
            "place_detail": data["place_detail"],
            "accused": data["accused"],
            "party": party.dump() if data["name"] or data["phone"] or data["id_number"] else "",
            "aside": json.dumps(self.aside, ensure_ascii=False) if self.aside else "",
        }
        return {name: text for name, text in texts.items() if text}


RegisterForm.base_fields = SharedFields(RegisterForm.base_fields)


def _demands(typed: str) -> list[str]:
    """One thing a line; nobody can answer more than so many one by one, so the rest stay together in the last."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    return (
        [*lines[: MOST_DEMANDS - 1], "\n".join(lines[MOST_DEMANDS - 1 :])]
        if len(lines) > MOST_DEMANDS
        else lines
    )


def _title(text: str) -> str:
    """The first sentence, cut for lists."""
    first = re.split(r"[。！？!?\n]", text.strip(), maxsplit=1)[0].strip()
    cut = first[: TITLE - 1] + "…" if len(first) > TITLE else first
    return cut or "见附件"


def _place(code: str) -> str:
    try:
        return division(code).code if code else ""
    except Division.DoesNotExist:
        return ""


def _phone(typed: str) -> str:
    return typed.strip() if re.fullmatch(r"\+?[\d０-９][\d０-９ \-()]{5,24}", typed.strip()) else ""


def _id_number(typed: str) -> str:
    return typed.strip().upper() if re.fullmatch(r"[0-9A-Za-z]{5,20}", typed.strip()) else ""


def _count(typed: str) -> str:
    return typed if re.fullmatch(r"[1-9]\d{0,3}", typed) else ""


_SETTLERS = {
    "purpose": lambda v: v if v in Purpose.values else "",
    "visibility": lambda v: v if v in Visibility.values else "",
    "channel": lambda v: v if v in Channel.values else "",
    "place": _place,
    "phone": _phone,
    "id_number": _id_number,
    "people": _count,
}


class SortForm(MoveForm):
    sealed_fields = ("note", "accused")
    accused = Words(
        label=_("被反映的单位"), required=False, max_length=200,
        help_text=_("写机构名称，它和它的下级从此看不到这件事项。信访人写的已经照办，只在漏了时补。"),
    )  # fmt: skip
    note = LongWords(2, label=_("甄别说明"), required=False)


class SortRow(RowForm):
    klass = forms.ChoiceField(label=_("诉求类别"), choices=DemandClass.choices)
    branch = forms.ChoiceField(
        label=_("建议途径"),
        choices=CHOOSE + Branch.choices,
        help_text=_("供办理单位参考，由它在告知书里决定。"),
    )
    category = forms.ChoiceField(label=_("内容分类"), choices=[*CHOOSE, *categories.choices()])


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


class ForwardRow(RowForm):
    unit = forms.ChoiceField(label=_("转送到"))

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.fields["unit"].choices = CHOOSE + destinations(actor)  # type: ignore[attr-defined]


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


class GuideForm(ContactMixin):
    sealed_fields = ("person", "phone", "note", "procedure", "where", "reason", "limit")
    branch = forms.ChoiceField(
        label=_("途径"), choices=[c for c in Branch.choices if c[0] != Branch.PETITION]
    )
    procedure = Words(label=_("程序名称"), max_length=60, help_text=_("如：劳动仲裁、行政复议。"))
    where = Words(label=_("由哪个机关办"), max_length=100)
    reason = LongWords(3, label=_("为什么走这条途径"))
    limit = Words(label=_("期限提示"), required=False, max_length=200)
    field_order = ("branch", "procedure", "where", "reason", "limit", "person", "phone", "note")


class ContactForm(MoveForm):
    sealed_fields = ("words",)
    method = forms.ChoiceField(
        label=_("方式"), choices=[("phone", _("电话")), ("visit", _("见面")), ("site", _("现场核实"))]
    )
    words = LongWords(3, label=_("谈了什么、约定了什么"), help_text=_("信访人会看到。"))


class OpinionForm(MoveForm):
    sealed_fields = ("findings",)
    findings = LongWords(6, label=_("查明的事实和理由"))


class OutcomeRow(RowForm):
    sealed_fields = ("opinion", "basis")
    outcome = forms.ChoiceField(label=_("结论"), choices=Outcome.choices, widget=Across)
    opinion = LongWords(4, label=_("答复"))
    basis = Words(label=_("依据"), max_length=300, help_text=_("法律、法规、规章或政策，写到条。"))


class ReplyForm(MoveForm):
    sealed_fields = ("words",)
    words = LongWords(3, label=_("答复信访人"), help_text=_("说清现在到了哪一步、下一步什么时候办。"))


class UrgeForm(MoveForm):
    sealed_fields = ("words",)
    words = LongWords(
        2, label=_("想说的话"), required=False, help_text=_("可以不写。催办不会让您的事排到后面。")
    )


class MaterialForm(MoveForm):
    sealed_fields = ("words",)
    words = LongWords(4, label=_("补充说明"), required=False)
    files = Files(  # type: ignore[assignment]  # a declared field, which Django takes out of the class
        label=_("照片、录音或文件"), required=False, help_text=_("最多 10 个，每个不超过 20 MB。")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("words") and not data.get("files"):
            self.add_error("words", _("请写几句话，或者添一个文件。"))
        return data


class RateForm(MoveForm):
    sealed_fields = ("words",)
    bureau = forms.TypedChoiceField(
        label=_("信访部门：转送快不快、态度好不好"), coerce=int, choices=Satisfaction.choices, widget=Across
    )
    words = LongWords(3, label=_("想说的话"), required=False)


class RateRow(RowForm):
    unit = forms.TypedChoiceField(
        label=_("办理单位：过程和结果"), coerce=int, choices=Satisfaction.choices, widget=Across
    )


PURPOSES = {
    "contact": _("联系核实情况"),
    "serve": _("送达文书"),
    "identify": _("核对身份"),
    "repeat": _("核对是否重复信访"),
}


class UnmaskForm(MoveForm):
    sealed_fields = ("words",)
    purpose = forms.ChoiceField(label=_("为什么要看"), choices=list(PURPOSES.items()))
    words = Words(
        label=_("说明"), required=False, max_length=200, help_text=_("信访人会看到是谁、因为什么看了姓名。")
    )


class DeliverForm(MoveForm):
    paper = forms.UUIDField(label=_("文书"), widget=forms.Select)
    method = forms.ChoiceField(label=_("送达方式"), choices=Method.choices)

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.fields["paper"].widget.choices = [(str(pk), _("书面答复")) for pk in unserved(snapshot)]
        if not actor.filing:
            self.fields["method"].choices = [c for c in Method.choices if c[0] != Method.ONLINE]  # type: ignore[attr-defined]


def unserved(snapshot: Snapshot) -> list[UUID]:
    """Answers issued in this family that have not reached this filing's petitioner."""
    filing = snapshot.matter.filings[snapshot.subject.id]
    issued = [h.answer for h in snapshot.matter.handlings.values() if h.answer]
    return [paper for paper in issued if paper not in filing.delivered]
