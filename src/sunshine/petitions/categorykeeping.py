"""Keeping the categories 内容分类: a kind of reference data that petitions bring with them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.administration.kinds import ENDED, Column, Kind, loader, standing
from sunshine.foundation.administration.moves import (
    STAGES,
    KeptForm,
    clockwork,
    edits,
    end_today,
    opening,
    whole_house,
)
from sunshine.foundation.offices.models import holds
from sunshine.foundation.pages.listing import Facet
from sunshine.foundation.procedure.forms import NoFacts
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Procedure, Words
from sunshine.petitions.models import Category

LAW = "条例 第三十八条"  # 受理信访事项的数据统计、信访事项涉及领域
DIGITS = RegexValidator(r"^\d{2}(\d{2})?$", _("一级两位数字，二级四位数字，前两位是它的一级，如 0402。"))
NATIONAL = RegexValidator(r"^[0-9A-Za-z]*$", _("只写数字或字母。"))


class CategoryForm(KeptForm):
    """The names of a category and its national number."""

    name = forms.CharField(label=_("名称"), max_length=40)
    name_en = forms.CharField(label=_("英文名称"), max_length=80, required=False)
    national = forms.CharField(
        label=_("国家编码"), max_length=12, required=False, validators=[NATIONAL],
        help_text=_("国家信访信息系统里对应的编码，交换数据时用；不知道就空着。"),
    )  # fmt: skip


class NewCategoryForm(CategoryForm):
    """A category with its code, whose first two digits say where it belongs."""

    code = forms.CharField(label=_("编码"), max_length=4, validators=[DIGITS], help_text=_("定了就不再改。"))
    parent = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("code", "name", "name_en", "national")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Category.objects.filter(code=code).exists():
            raise ValidationError(say("编码“%s”已经用了，停用的也不能再用。") % code)
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        code = data.get("code", "")
        above = Category.objects.filter(holds(), code=code[:2]).first() if len(code) > 2 else None
        if len(code) > 2 and above is None:
            raise ValidationError({"code": say("没有编码是“%s”的一级分类，请先建它。") % code[:2]})
        return data | {"parent": str(above.pk) if above else ""}


def nothing_below(snapshot: Snapshot, actor: Any) -> Words | None:
    """A first level with second levels in force cannot end."""
    below = Category.objects.filter(holds(), parent=snapshot.subject.id).count()
    return say("下面还有 %d 个二级分类在用，请先停用它们。") % below if below else None


def _end(plan: Plan) -> None:
    end_today(plan, "petitions.category")


PROCEDURE = Procedure(
    kind="category",
    name=_("内容分类"),
    stages=STAGES,
    rules="1",
    administrative=True,
    load=loader("category"),
    moves=(
        *opening("category", NewCategoryForm, LAW),
        edits("edit", _("修改名称和国家编码"), CategoryForm, LAW, guards=(whole_house,), primary=True),
        edits("end", _("停用"), NoFacts, LAW, guards=(whole_house, nothing_below), to=ENDED, effect=_end,
              words=_("已经用了它的事项不变，新的事项不再出现它。")),
        *clockwork(),
    ),
)  # fmt: skip

CATEGORY = Kind(
    procedure=PROCEDURE,
    model=Category,
    fields=("code", "parent", "name", "name_en", "national", "valid_from", "valid_to"),
    columns=(
        Column(_("编码"), lambda one: one.code),
        Column(_("一级"), lambda one: one.parent.label if one.parent else ""),
        Column(_("英文名称"), lambda one: one.name_en),
        Column(_("国家编码"), lambda one: one.national),
    ),
    scope=lambda actor: Q(),
    area=lambda given, book: "",
    row_area=lambda one: "",
    search=("name__icontains", "name_en__icontains", "code__startswith", "national__startswith"),
    order=("code",),
    related=("parent",),
    facets=(
        Facet("level", _("级别"), lambda: [("1", _("一级")), ("2", _("二级"))],
              lambda value: Q(parent=None) if value == "1" else ~Q(parent=None)),
        Facet("state", _("状态"), lambda: [("on", _("在用")), ("off", _("已停用"))],
              lambda value: holds() if value == "on" else ~holds()),
    ),
    title=lambda one: one.label,
    stage=standing,
    whole=True,
    hint=_("信访事项反映的内容，两级。"),
    beginning=_("新建内容分类"),
    natural="code",
)  # fmt: skip
