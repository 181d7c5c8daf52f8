"""What has to be said about serving a document: on which day, to whom, by which way, and who saw it.

The regulation has no rules of service of its own; these follow 民事诉讼法 第八十七条至第九十五条.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.fields import Files, LongWords, Words
from sunshine.petitions.forms import CHOOSE, unserved
from sunshine.petitions.models import DeliveryState, Method

BY_OFFICERS = [(m.value, m.label) for m in (Method.HAND, Method.POST, Method.LEFT)]
RELATIONS = [
    ("self", _("本人")), ("family", _("同住的成年家属")), ("agent", _("代理人或代表人")), ("office", _("单位收发人员")),
]  # fmt: skip
ANSWERS = {
    "notice": _("告知书"),
    "opinion": _("处理意见书"),
    "agreement": _("协议书"),
    "review": _("复查意见书"),
    "final": _("复核意见书"),
}
SETTLED = {
    "replied": _("答复书"),
    "filed": _("存查告知书"),
    "refused": _("不予（不再）受理告知书"),
}  # what a notice is called, by where its handling stands
VIEWS = [("none", _("没有表示")), ("agree", _("同意")), ("disagree", _("不同意"))]


class Day(forms.DateField):
    """A day that has come: what happened can be entered later, never before."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kw)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("这一天还没有到，请写已经发生的日期。"))
        return day


class PaperField(forms.UUIDField):
    """One of the answers that have not reached this filer."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, widget=forms.Select)

    def offer(self, papers: Iterable[UUID], snapshot: Snapshot) -> None:
        """Let these be chosen, each named after the unit whose answer it is."""
        answers = [snapshot.matter.answer(paper) for paper in papers]
        givers = [snapshot.family[one.subject] for one in answers]
        self.widget.choices = [
            (str(one.paper), format_lazy("{}（{}）", SETTLED.get(giver.stage, ANSWERS[one.kind]), directory().name(giver.unit)))
            for one, giver in zip(answers, givers, strict=True)
        ]  # fmt: skip


class ServingForm(MoveForm):
    """One way of serving one paper, with the day it happened."""

    paper = PaperField(_("文书"))
    day = Day(label=_("哪一天"), initial=timezone.localdate)

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self._papers().offer(unserved(snapshot), snapshot)

    def _papers(self) -> PaperField:
        field = self.fields["paper"]
        assert isinstance(field, PaperField)
        return field


class DeliverForm(ServingForm):
    """How it reached the petitioner. The petitioner's own opening says only which paper."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("receiver", "place", "tracking", "reason", "witness")
    NEEDED: ClassVar[dict[str, tuple[str, ...]]] = {
        Method.HAND: ("day",), Method.POST: ("day",), Method.LEFT: ("day", "reason", "witness"),
    }  # fmt: skip
    method = forms.ChoiceField(label=_("送达方式"), choices=Method.choices)
    day = Day(
        label=_("送达日期"), required=False, initial=timezone.localdate,
        help_text=_("对方收到的那一天。评价和复查的期限从这一天起算。"),
    )  # fmt: skip
    receiver = Words(label=_("签收人"), required=False, max_length=60)
    relation = forms.ChoiceField(label=_("签收人是谁"), required=False, choices=CHOOSE + RELATIONS)
    place = Words(label=_("送达地点"), required=False, max_length=200)
    tracking = Words(label=_("快递公司和单号"), required=False, max_length=80)
    reason = Words(label=_("拒收的情形"), required=False, max_length=300, help_text=_("留置送达时写。"))
    witness = Words(
        label=_("见证人"), required=False, max_length=120,
        help_text=_("留置送达时写姓名和单位；没有见证人的，写明已拍照、录像。"),
    )  # fmt: skip
    view = forms.ChoiceField(label=_("信访人对答复的意见"), required=False, choices=CHOOSE + VIEWS)
    files = Files(  # type: ignore[assignment]  # a declared field, which Django takes out of the class
        label=_("送达凭证"), required=False, help_text=_("签收单、回执或现场照片。")
    )
    field_order = ("paper", "method", "day")

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        super().prepare(snapshot, actor)
        if actor.filing:
            for name in self.fields.keys() - {"paper", "method"}:
                del self.fields[name]
        else:
            self.fields["method"].choices = BY_OFFICERS  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in self.NEEDED.get(data.get("method", ""), ()):
            if name in self.fields and not data.get(name) and name not in self.errors:
                self.add_error(name, _("用这种方式送达，这一项要写。"))
        return data


class SendForm(ServingForm):
    """Sent off by post: not yet a delivery."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("tracking",)
    day = Day(label=_("寄出日期"), initial=timezone.localdate)
    tracking = Words(
        label=_("快递公司和单号"), max_length=80, help_text=_("信访人会看到，可以自己查到哪儿了。")
    )


class FailForm(ServingForm):
    """A way that did not reach the petitioner."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("reason",)
    method = forms.ChoiceField(label=_("用的什么方式"), choices=BY_OFFICERS[:2])
    reason = LongWords(2, label=_("为什么没有送到"), help_text=_("如：邮件退回，原址查无此人。"))
    files = Files(  # type: ignore[assignment]  # a declared field, which Django takes out of the class
        label=_("凭证"), required=False, help_text=_("退件或现场照片。")
    )
    field_order = ("paper", "method", "day")


class AnnounceForm(ServingForm):
    """Public notice, the last way."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("place",)
    day = Day(label=_("公告日期"), initial=timezone.localdate)
    place = Words(label=_("公告在哪里"), max_length=200, help_text=_("如：县政府网站和村务公开栏。"))
    files = Files(  # type: ignore[assignment]  # a declared field, which Django takes out of the class
        label=_("公告凭证"), required=False, help_text=_("公告截图或张贴照片。")
    )

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self._papers().offer(announceable(snapshot), snapshot)


def announceable(snapshot: Snapshot) -> list[UUID]:
    """Unserved answers that another way failed to bring, and that are not being announced already."""
    tried = snapshot.matter.filings[snapshot.subject.id].tried
    states = {(one.paper, one.state) for one in tried}
    return [
        paper
        for paper in unserved(snapshot)
        if (paper, DeliveryState.FAILED) in states and (paper, DeliveryState.ANNOUNCED) not in states
    ]
