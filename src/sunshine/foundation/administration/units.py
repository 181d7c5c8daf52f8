"""Units 单位: how organs are set up, change, merge and end, and who then carries on with what they held (条例 第二十四条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.administration.fields import (
    DivisionField,
    HoursField,
    Lines,
    UnitField,
    Wide,
    place,
    whole,
)
from sunshine.foundation.administration.kinds import ENDED, Column, Kind, loader, standing
from sunshine.foundation.administration.moves import (
    STAGES,
    KeptForm,
    clockwork,
    edits,
    end_today,
    opening,
    two_persons,
    write_given,
)
from sunshine.foundation.geography.queries import COUNTY_DIGITS, prefix
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Unit, UnitKind, holds
from sunshine.foundation.pages.listing import Facet
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Procedure, Words

PUBLISHED, SUCCESSION = "条例 第十八条", "条例 第二十四条"
CODE = RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z._-]*$", _("只能用字母、数字和 - . _，如 511421-hrss。"))


class ContactFields(KeptForm):
    """What the public reads of a unit."""

    name = forms.CharField(label=_("全称"), max_length=100)
    short = forms.CharField(label=_("简称"), max_length=40, help_text=_("印在文号里，如 仁寿县人社局。"))
    name_en = forms.CharField(label=_("英文名称"), max_length=160, required=False, widget=Wide)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False)
    address = forms.CharField(label=_("地址"), max_length=200, required=False, widget=Wide)
    hours = HoursField(label=_("接待时间"), max_length=200, required=False, widget=Wide)


class PlaceFields(KeptForm):
    """What decides a unit's powers, its area and who stands above it."""

    kind = forms.ChoiceField(label=_("类别"), choices=UnitKind.choices)
    division = DivisionField(label=_("行政区划"))
    parent = UnitField(label=_("本级政府（块）"), required=False)
    line = UnitField(label=_("上级主管部门（条）"), required=False)
    review_organ = UnitField(label=_("复查机关"), required=False)
    organ = UnitField(
        label=_("所属机关"), required=False, help_text=_("内设机构才填：它属于哪个机关，写单位代码。")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _inner_office(data)
        snapshot: Snapshot | None = getattr(self, "snapshot", None)
        if snapshot is not None and snapshot.matter:
            _no_circle(snapshot.subject.id, data)
            _numbers_go_on(snapshot.matter.values, data)
        _within(getattr(self, "actor", None), data)
        return data


def _inner_office(data: dict[str, Any]) -> None:
    if data.get("kind") == UnitKind.OFFICE and not data.get("organ"):
        raise ValidationError({"organ": say("内设机构要写它属于哪个机关。")})
    if data.get("organ") and data.get("kind") not in (None, UnitKind.OFFICE):
        raise ValidationError({"organ": say("只有内设机构才有所属机关；请清空，或者把类别改成内设机构。")})


def _no_circle(unit: UUID, data: dict[str, Any]) -> None:
    for name in ("parent", "line", "organ"):
        if data.get(name) and unit in directory().lineage(UUID(data[name])):
            raise ValidationError({name: say("这个单位在它自己的下面，不能做它的上级。请换一个。")})


def _numbers_go_on(before: Mapping[str, Any], data: dict[str, Any]) -> None:
    """A county's numbers are counted by the first bureau made there (``Directory.numbering``); which one that is may not change."""
    was = [before["kind"], before["division"][:COUNTY_DIGITS]]
    will = [data.get("kind"), (data.get("division") or "")[:COUNTY_DIGITS]]
    if UnitKind.BUREAU in (was[0], will[0]) and was != will:
        raise ValidationError(
            {
                "kind": say(
                    "信访局按地方连续编号，类别和县（市、区）不能改。请新设一个单位，再把原来的并入它。"
                )
            }
        )


def _within(actor: Actor | None, data: dict[str, Any]) -> None:
    if actor is not None and data.get("division") and not prefix(data["division"]).startswith(actor.area):
        raise ValidationError({"division": say("这个地方不归您维护。请写您辖区内的区划代码。")})


class NewUnitForm(ContactFields, PlaceFields):
    """All of a new unit."""

    code = forms.CharField(
        label=_("单位代码"), max_length=32, validators=[CODE], help_text=_("定了就不再改，如 511421-hrss。")
    )
    valid_from = forms.DateField(
        label=_("自哪天起"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ("code", "name", "short", "name_en", "kind", "division", "parent", "line", "review_organ")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in directory().by_code:
            raise ValidationError(say("代码“%s”已经用了。请换一个，或者直接修改那个单位。") % code)
        return code


class EndForm(KeptForm):
    """Why a unit ends."""

    sealed_fields = ("basis",)
    basis = forms.CharField(
        label=_("依据"),
        max_length=200,
        widget=Lines,
        help_text=_("撤并的文件名称和文号，如 仁委编〔2026〕3号。"),
    )


class MergeForm(EndForm):
    """Which organ carries on."""

    successor = UnitField(label=_("并入哪个单位"))
    field_order = ("successor", "basis")

    def clean_successor(self) -> str:
        chosen: str = self.cleaned_data["successor"]
        snapshot: Snapshot | None = getattr(self, "snapshot", None)
        if snapshot is not None and chosen == str(snapshot.subject.id):
            raise ValidationError(say("不能并入它自己。"))
        return chosen


def nothing_below(snapshot: Snapshot, actor: Actor) -> Words | None:
    """A unit on which others hang cannot end: they would have no superior."""
    below = [
        o
        for o in directory().units.values()
        if o.in_force and snapshot.subject.id in (o.parent, o.line, o.organ)
    ]
    if not below:
        return None
    names = "、".join(office.short for office in below[:5])
    return say("还有 %(n)d 个下级单位（%(names)s），请先给它们换上级。") % {"n": len(below), "names": names}


def a_bureau_stays(snapshot: Snapshot, actor: Actor) -> Words | None:
    """Somebody must be there to register what people write (条例 第二十二条)."""
    left = [o for o in directory().units.values() if o.in_force and o.is_bureau]
    last = [office.id for office in left] == [snapshot.subject.id]
    return say("这是唯一的信访局，撤了就没有单位登记。请先设立承接它的信访局。") if last else None


def _end(plan: Plan) -> None:
    """The unit ends today, and the worker passes on what it held."""
    write_given(plan)
    end_today(plan, "offices.unit")
    plan.queue("sunshine.foundation.administration.jobs.pass_on", unit=str(plan.here.id))


def _replace(plan: Plan) -> None:
    write_given(plan)
    area = prefix(plan.given.facts["division"])
    plan.subjects[plan.here.id] = replace(plan.here, area=area)


PROCEDURE = Procedure(
    kind="unit",
    name=_("单位"),
    stages=STAGES,
    rules="1",
    administrative=True,
    load=loader("unit"),
    moves=(
        *opening("unit", NewUnitForm, SUCCESSION),
        edits("edit", _("修改名称和联系方式"), ContactFields, PUBLISHED, primary=True,
              words=_("群众在网上看到的就是这些内容。")),
        edits("restructure", _("调整类别和上级"), PlaceFields, SUCCESSION, second=True, effect=_replace,
              words=_("类别、区划和上级决定谁能看、谁回避，由安全管理员同意后生效。")),
        edits("merge", _("并入其他单位"), MergeForm, SUCCESSION, second=True, guards=(nothing_below, a_bureau_stays),
              to=ENDED, effect=_end, words=_("未办结的事项转给并入的单位继续办，期限不变。由安全管理员同意后生效。")),
        edits("abolish", _("撤销"), EndForm, SUCCESSION, second=True, guards=(nothing_below, a_bureau_stays), to=ENDED,
              effect=_end, words=_("没有承接单位时用。未办结的事项转给本级信访局，由它另行指定。由安全管理员同意后生效。")),
        *two_persons(),
        *clockwork(),
    ),
)  # fmt: skip


def _scope(actor: Actor) -> Q:
    return Q(division__code__startswith=actor.area)


UNIT = Kind(
    procedure=PROCEDURE,
    model=Unit,
    fields=(
        "code", "name", "name_en", "short", "kind", "division", "parent", "line", "review_organ", "organ", "phone",
        "address", "hours", "valid_from", "successor",
    ),
    columns=(
        Column(_("代码"), lambda unit: whole(unit.code)),
        Column(_("类别"), lambda unit: unit.get_kind_display()),
        Column(_("地方"), lambda unit: place(unit.division_id)),
        Column(_("电话"), lambda unit: whole(unit.phone)),
    ),
    scope=_scope,
    area=lambda given, book: prefix(given.facts["division"]),
    row_area=lambda unit: prefix(unit.division_id),
    search=("name__icontains", "name_en__icontains", "code__istartswith", "short__icontains"),
    order=("code", "id"),
    facets=(
        Facet("kind", _("类别"), lambda: UnitKind.choices, lambda value: Q(kind=value)),
        Facet("state", _("状态"), lambda: [("on", _("在用")), ("off", _("已停用"))],
              lambda value: holds() if value == "on" else ~holds()),
    ),
    title=lambda unit: directory().name(unit.pk) or unit.name,
    stage=standing,
    beginning=_("新建单位"),
    hint=_("有权办理信访事项的机关，以及信访局、政府和内设机构。"),
)  # fmt: skip
