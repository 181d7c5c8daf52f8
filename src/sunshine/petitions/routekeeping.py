"""Keeping the statutory routes 法定途径: reference data that petitions bring with them, each line in force from a day to a day."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Q
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
from sunshine.foundation.procedure.table import Procedure
from sunshine.petitions import categories
from sunshine.petitions.models import Branch, StatutoryRoute

LAW = "条例 第三十一条"
CODE = RegexValidator(r"^[A-Z]{2}\d{2}$", _("两个大写字母加两位数字，如 RS01。"))
BRANCHES = [choice for choice in Branch.choices if choice[0] != Branch.PETITION]


class RouteForm(KeptForm):
    """What one line of the list says."""

    department = forms.CharField(label=_("部门"), max_length=40)
    demand = forms.CharField(label=_("什么诉求"), max_length=80)
    category = forms.CharField(label=_("内容分类编码"), max_length=4, required=False)
    branch = forms.ChoiceField(label=_("途径"), choices=BRANCHES)
    procedure = forms.CharField(label=_("程序名称"), max_length=60)
    basis = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("法律名称和条；条拿不准的，只写法律名称。")
    )
    body = forms.CharField(label=_("由哪个机关办"), max_length=100)
    term = forms.CharField(label=_("期限"), max_length=200, required=False)
    materials = forms.CharField(label=_("要带的材料"), max_length=200, required=False)
    plain = forms.CharField(label=_("给群众的说明"), max_length=300)
    words = forms.CharField(
        label=_("常用的说法"), max_length=200, required=False, help_text=_("群众会怎么说，用空格隔开；按它找和提示。")
    )  # fmt: skip
    name_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)

    def clean_category(self) -> str:
        code: str = self.cleaned_data["category"]
        if code and code not in categories.catalogue().by_code:
            raise ValidationError(_("没有编码是“%s”的内容分类。") % code)
        return code


class NewRouteForm(RouteForm):
    """A line with its code. A code whose line has ended may begin again: that is its next version."""

    code = forms.CharField(label=_("编码"), max_length=4, validators=[CODE])
    field_order = ("code",)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if StatutoryRoute.objects.filter(code=code, valid_to=None).exists():
            raise ValidationError(_("编码“%s”正在用。要换新的一版，请先停用旧的。") % code)
        return code


def _end(plan: Plan) -> None:
    end_today(plan, "petitions.statutoryroute")


PROCEDURE = Procedure(
    kind="route",
    name=_("法定途径"),
    stages=STAGES,
    rules="1",
    administrative=True,
    load=loader("route"),
    moves=(
        *opening("route", NewRouteForm, LAW),
        edits("edit", _("修改"), RouteForm, LAW, guards=(whole_house,), primary=True),
        edits("end", _("停用"), NoFacts, LAW, guards=(whole_house,), to=ENDED, effect=_end,
              words=_("已经按它告知的不变，新的告知书里不再出现它。")),
        *clockwork(),
    ),
)  # fmt: skip


def _departments() -> list[tuple[str, str]]:
    names = StatutoryRoute.objects.order_by("department").values_list("department", flat=True).distinct()
    return [(name, name) for name in names]


ROUTE = Kind(
    procedure=PROCEDURE,
    model=StatutoryRoute,
    fields=(
        "code", "department", "demand", "category", "branch", "procedure", "basis", "body", "term", "materials",
        "plain", "words", "name_en", "valid_from", "valid_to",
    ),
    columns=(
        Column(_("编码"), lambda one: one.code),
        Column(_("部门"), lambda one: one.department),
        Column(_("依据"), lambda one: one.basis),
        Column(_("英文名称"), lambda one: one.name_en),
    ),
    scope=lambda actor: Q(),
    area=lambda given, book: "",
    row_area=lambda one: "",
    search=("code__startswith", "demand__icontains", "procedure__icontains", "words__icontains", "basis__icontains"),
    order=("code", "valid_from"),
    facets=(
        Facet("department", _("部门"), _departments, lambda value: Q(department=value)),
        Facet("state", _("状态"), lambda: [("on", _("在用")), ("off", _("已停用"))],
              lambda value: holds() if value == "on" else ~holds()),
    ),
    title=str,
    stage=standing,
    whole=True,
    hint=_("哪些诉求另有法律规定的程序：告知书、甄别和“别的路”都用它。"),
    beginning=_("新建法定途径"),
    natural="code",
)  # fmt: skip
