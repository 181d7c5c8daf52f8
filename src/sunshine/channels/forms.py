"""The forms of the citizen site and the window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from sunshine.channels.held import CODE, PROVEN
from sunshine.channels.steps import Screen
from sunshine.foundation.geography.queries import children
from sunshine.petitions.credentials import TooManyTries, Visitor, factor_proves, filing_by_code
from sunshine.petitions.models import Channel, Filing, Purpose, Visibility
from sunshine.petitions.registration import RegisterForm

PROVINCE = "510000"


def places() -> list[Any]:
    """Prefectures as groups, their counties to choose."""
    counties = [
        (c.label, [(c.code, c.label), *((d.code, d.label) for d in children(c.code))])
        for c in children(PROVINCE)
    ]
    return [("", _("不清楚，或者不想说")), *counties]


@dataclass(frozen=True)
class Section:
    """A few fields under one heading; ``folded`` ones open with one more click, since few people need them."""

    title: Any
    hint: Any
    names: tuple[str, ...]
    folded: bool = False


class CitizenForm(RegisterForm):
    """The registering form with the fields named by ``names`` alone, and its places to choose from."""

    def __init__(self, names: Iterable[str], *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        for name in set(self.fields) - set(names):
            del self.fields[name]
        for name in {"place", "address_code"} & set(self.fields):
            self.fields[name].widget.choices = places()


class ScreenForm(CitizenForm):
    """One question of the many (``steps.Screen``), with what was already answered in it."""

    sections = True  # nothing in it is required, so no field says that it may stay empty

    def __init__(self, screen: Screen, values: Mapping[str, str]) -> None:
        super().__init__((*screen.names, *screen.more), initial={"purpose": Purpose.DEMAND, **SEEN, **values})
        self.screen = screen
        for name, label in (screen.labels or {}).items():
            self.fields[name].label = label
        for name, choices in (screen.choices or {}).items():
            self.fields[name].widget.choices = choices

    @property
    def main(self) -> list[forms.BoundField]:
        return [self[name] for name in self.screen.names]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.screen.more]


SEEN = {"visibility": Visibility.HANDLERS}


class SectionedForm(CitizenForm):
    """The registering form laid out as a few questions; fields in no section are not asked."""

    layout: ClassVar[tuple[Section, ...]]

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__({name for section in self.layout for name in section.names}, *args, **kw)
        self.fields["purpose"].initial = Purpose.DEMAND
        self.fields["visibility"].initial = Visibility.HANDLERS

    @property
    def sections(self) -> list[tuple[Section, list[forms.BoundField]]]:
        return [(section, [self[name] for name in section.names]) for section in self.layout]


WHOSE = (
    "filer",
    "behalf_name",
    "behalf_phone",
    "behalf_id",
    "relation",
    "authority",
    "org_name",
    "org_code",
    "others",
)


class FileForm(SectionedForm):
    """The citizen's form on one page: the same as everybody's, without the desk's questions."""

    layout = (
        Section(
            _("发生了什么"),
            _("什么时候、在哪里、找过谁。不用写套话，一句话也行。"),
            ("text", "demands", "files"),
        ),
        Section(
            _("在哪里，关于哪个单位"),
            _("都可以不填。填了，转得更准、更快。"),
            ("place", "place_detail", "accused", "purpose"),
        ),
        Section(
            _("怎么找到您"),
            _("都可以不填；不留姓名就是匿名。留了手机，进展会发短信告诉您。"),
            ("name", "phone", "id_number", "address"),
        ),
        Section(_("您的姓名"), _("无论怎么选，谁看过、为什么看，您都查得到。"), ("visibility",)),
        Section(_("替孩子、替别人、替单位，或者几个人一起"), _("只填用得着的。"), WHOSE, folded=True),
        Section(
            _("邮箱、其他证件、国籍和语言"),
            _("不用居民身份证的，在这里选证件种类，号码填在上面。"),
            ("email", "document", "nationality", "language"),
            folded=True,
        ),
    )


class WindowForm(SectionedForm):
    """The desk's form for a visit, letter or call (条例 第十九条: 口头提出的如实记录)."""

    labels: ClassVar = {
        "name": _("姓名"), "phone": _("电话"), "text": _("反映的内容"), "demands": _("希望怎么解决"),
        "place": _("发生在哪里"), "accused": _("被反映的单位"), "purpose": _("目的"), "visibility": _("谁可以看姓名"),
        "language": _("说哪种话"), "relation": _("来的人是本人的"),
    }  # fmt: skip
    layout = (
        Section(_("方式和人数"), "", ("channel", "people")),
        Section(
            _("信访人"),
            _("不愿留姓名的，空着，按匿名登记。"),
            ("name", "phone", "id_number", "address", "visibility"),
        ),
        Section(_("反映的事情"), _("照实记，念给本人听一遍。"), ("text", "demands", "files")),
        Section(_("地点和单位"), "", ("place", "place_detail", "accused", "purpose")),
        Section(_("替孩子、替别人、替单位，或者几个人一起"), _("只填用得着的。"), WHOSE, folded=True),
        Section(
            _("证件、住址区划、语言和其他"),
            _("本人愿意说才填。"),
            ("document", "address_code", "email", "nationality", "language", "sex", "ethnic"),
            folded=True,
        ),
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

    def __init__(self, *args: Any, visitor: Visitor | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.visitor = visitor or Visitor("")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("number") and data.get("code"):
            self._look_up(data["number"], data["code"], data.get("factor", ""))
        return data

    def _look_up(self, number: str, code: str, factor: str) -> None:
        try:
            found = filing_by_code(number, code, self.visitor)
            if found is None:
                raise forms.ValidationError(
                    _("编号和查询码对不上。请照回执再看一遍；查询码里没有 0、1 和字母 O、I。")
                )
            self.filing = found
            self.level = PROVEN if factor and factor_proves(found, factor, self.visitor) else CODE
        except TooManyTries as tries:
            until = localtime(tries.until)
            raise forms.ValidationError(
                _("试错太多次了，请在 %s 之后再试。查询码丢了，可以用下面的“找回”。") % f"{until:%m-%d %H:%M}"
            ) from None


class FactorForm(forms.Form):
    factor = forms.CharField(
        label=_("手机或身份证后四位"), widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 4})
    )
