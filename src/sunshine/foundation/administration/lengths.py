"""Local lengths of clocks 地方期限: a place may promise to be quicker than the law. Never slower, never retroactively."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.administration.fields import DivisionField, Lines, place
from sunshine.foundation.administration.kinds import ENDED, Column, Kind, loader, standing
from sunshine.foundation.administration.moves import STAGES, KeptForm, clockwork, edits, opening
from sunshine.foundation.administration.placed import PlacedForm, since
from sunshine.foundation.calendar.rules import WorkingDays
from sunshine.foundation.duties.models import LocalTerm
from sunshine.foundation.duties.rules import DutyRule, all_rules, rule
from sunshine.foundation.geography.queries import prefix
from sunshine.foundation.pages.templatetags.sunshine import day
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.table import Procedure

LAW = "条例 第三十四条"


def adjustable() -> list[tuple[str, Any]]:
    """The clocks that a place may shorten, with what the law says."""
    return [(one.code, _said(one)) for one in all_rules() if one.at_least]


def _said(one: DutyRule) -> str:
    known = {"name": one.name, "n": one.term.n}
    if isinstance(one.term, WorkingDays):
        return say("%(name)s（法定或承诺 %(n)d 个工作日）") % known
    return say("%(name)s（法定或承诺 %(n)d 日）") % known


class NewLengthForm(PlacedForm):
    """How long, where, since when, and on whose word."""

    sealed_fields = ("basis",)
    rule = forms.ChoiceField(label=_("期限"), choices=adjustable)
    division = DivisionField(label=_("在哪里"))
    days = forms.IntegerField(label=_("天数"), min_value=1, help_text=_("只能缩短，不能超过法定期限。"))
    basis = forms.CharField(
        label=_("依据"), max_length=200, widget=Lines, help_text=_("公布这个期限的文件和文号。")
    )
    valid_from = since(_("从那天起新开始的期限按它算；已经开始的不变。"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("rule") and data.get("days"):
            known = rule(data["rule"])
            if not known.at_least <= data["days"] <= known.term.n:
                bounds = {"least": known.at_least, "most": known.term.n}
                raise ValidationError({"days": say("只能在 %(least)d 到 %(most)d 之间。") % bounds})
        return data


class EndForm(KeptForm):
    """From which day the law's own length holds again."""

    valid_to = forms.DateField(
        label=_("到哪天失效"), initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("从这一天起新开始的期限按法定期限算。"),
    )  # fmt: skip

    def clean_valid_to(self) -> date:
        chosen: date = self.cleaned_data["valid_to"]
        if chosen < timezone.localdate():
            raise ValidationError(say("不能追溯。请写今天或以后的日期。"))
        return chosen


def _end(plan: Plan) -> None:
    plan.update("duties.localterm", plan.here.id, valid_to=plan.given.facts["valid_to"])


PROCEDURE = Procedure(
    kind="length",
    name=_("地方期限"),
    stages=STAGES,
    rules="1",
    administrative=True,
    load=loader("length"),
    moves=(
        *opening("length", NewLengthForm, LAW),
        edits("end", _("停用"), EndForm, LAW, to=ENDED, effect=_end, primary=True),
        *clockwork(),
    ),
)

LENGTH = Kind(
    procedure=PROCEDURE,
    model=LocalTerm,
    fields=("rule", "division", "days", "basis", "valid_from", "valid_to"),
    columns=(
        Column(_("地方"), lambda one: place(one.division_id)),
        Column(_("天数"), lambda one: one.days),
        Column(_("自"), lambda one: day(one.valid_from)),
        Column(_("至"), lambda one: one.valid_to and day(one.valid_to)),
    ),
    scope=lambda actor: Q(division__code__startswith=actor.area),
    area=lambda given, book: prefix(given.facts["division"]),
    row_area=lambda one: prefix(one.division_id),
    search=("basis__icontains",),
    order=("-id",),
    title=lambda one: str(rule(one.rule).name),
    stage=standing,
    beginning=_("新建地方期限"),
    hint=_("一个地方自己承诺的、比法定更短的期限。"),
)
