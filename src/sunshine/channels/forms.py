"""The forms of the citizen site and the window."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from sunshine.channels.held import CODE, PROVEN
from sunshine.foundation.geography.queries import children
from sunshine.petitions.credentials import TooManyTries, factor_proves, filing_by_code
from sunshine.petitions.forms import RegisterForm
from sunshine.petitions.models import Channel, Filing, Purpose, Visibility

PROVINCE = "510000"


def places() -> list[Any]:
    """Prefectures as groups, their counties to choose."""
    counties = [
        (c.label, [(c.code, c.label), *((d.code, d.label) for d in children(c.code))])
        for c in children(PROVINCE)
    ]
    return [("", _("不清楚，或者不想说")), *counties]


class SectionedForm(RegisterForm):
    """The registering form laid out as a few questions; fields in no section are not asked."""

    layout: ClassVar[tuple[tuple[Any, Any, tuple[str, ...]], ...]]

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        asked = {name for _title, _hint, names in self.layout for name in names}
        for name in set(self.fields) - asked:
            del self.fields[name]
        self.fields["place"].widget.choices = places()
        self.fields["purpose"].initial = Purpose.DEMAND
        self.fields["visibility"].initial = Visibility.HANDLERS

    @property
    def sections(self) -> list[tuple[Any, Any, list[forms.BoundField]]]:
        return [(title, hint, [self[name] for name in names]) for title, hint, names in self.layout]


class FileForm(SectionedForm):
    """The citizen's form: the same as everybody's, without the desk's questions."""

    layout = (
        (
            _("发生了什么"),
            _("什么时候、在哪里、找过谁。不用写套话，一句话也行。"),
            ("text", "demands", "files"),
        ),
        (
            _("在哪里，关于哪个单位"),
            _("都可以不填。填了，转得更准、更快。"),
            ("place", "place_detail", "accused", "purpose"),
        ),
        (
            _("怎么找到您"),
            _("都可以不填；不留姓名就是匿名。留了手机，进展会发短信告诉您。"),
            ("name", "phone", "id_number", "address"),
        ),
        (_("您的姓名"), _("无论怎么选，谁看过、为什么看，您都查得到。"), ("visibility",)),
    )


class WindowForm(SectionedForm):
    """The desk's form for a visit, letter or call (条例 第十九条: 口头提出的如实记录)."""

    labels: ClassVar = {
        "name": _("姓名"), "phone": _("电话"), "text": _("反映的内容"), "demands": _("希望怎么解决"),
        "place": _("发生在哪里"), "accused": _("被反映的单位"), "purpose": _("目的"), "visibility": _("谁可以看姓名"),
    }  # fmt: skip
    layout = (
        (_("方式和人数"), "", ("channel", "people")),
        (
            _("信访人"),
            _("不愿留姓名的，空着，按匿名登记。"),
            ("name", "phone", "id_number", "address", "visibility"),
        ),
        (_("反映的事情"), _("照实记，念给本人听一遍。"), ("text", "demands", "files")),
        (_("地点和单位"), "", ("place", "place_detail", "accused", "purpose")),
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["channel"].widget.choices = [c for c in Channel.choices if c[0] != Channel.WEB]
        self.fields["people"].initial = 1
        for name, label in self.labels.items():
            self.fields[name].label = label


class TraceForm(forms.Form):
    number = forms.CharField(
        label=_("编号"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "SC511421-2026-000001"}),
    )
    code = forms.CharField(
        label=_("查询码"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("回执上的 12 位")}),
    )
    factor = forms.CharField(
        label=_("手机或身份证后四位"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("要看文书、评价时才用得到。"),
    )  # fmt: skip
    filing: Filing
    level: str

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("number") and data.get("code"):
            self._look_up(data["number"], data["code"], data.get("factor", ""))
        return data

    def _look_up(self, number: str, code: str, factor: str) -> None:
        try:
            found = filing_by_code(number, code)
            if found is None:
                raise forms.ValidationError(
                    _("编号和查询码对不上。请照回执再看一遍；查询码里没有 0、1 和字母 O、I。")
                )
            self.filing = found
            self.level = PROVEN if factor and factor_proves(found, factor) else CODE
        except TooManyTries as tries:
            until = localtime(tries.until)
            raise forms.ValidationError(
                _("这个编号试错太多次了，请在 %s 之后再试。") % f"{until:%H:%M}"
            ) from None


class FactorForm(forms.Form):
    factor = forms.CharField(
        label=_("手机或身份证后四位"), widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 4})
    )
