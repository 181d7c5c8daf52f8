"""Keeping the pause rules 停算依据: what a place's own law leaves out of a term. None is shipped; without one nothing is left out."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.administration.fields import DivisionField, Lines, place
from sunshine.foundation.administration.kinds import ENDED, Column, Kind, loader, standing
from sunshine.foundation.administration.moves import (
    STAGES,
    clockwork,
    edits,
    end_today,
    opening,
)
from sunshine.foundation.administration.placed import PlacedForm, since
from sunshine.foundation.geography.queries import prefix
from sunshine.foundation.pages.templatetags.sunshine import day
from sunshine.foundation.procedure.forms import NoFacts
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.table import Procedure
from sunshine.petitions.interval_models import PausedTerm, PauseKind, PauseRule

LAW = "条例 第三十四条、第三十五条、第三十六条"


class NewPauseRuleForm(PlacedForm):
    """Why a term may stand still, which, where, by what, and since when."""

    sealed_fields = ("basis",)
    kind = forms.ChoiceField(label=_("什么情形"), choices=PauseKind.choices)
    term = forms.ChoiceField(label=_("哪个期限"), choices=PausedTerm.choices)
    division = DivisionField(label=_("在哪里"))
    basis = forms.CharField(
        label=_("依据"), max_length=200, widget=Lines,
        help_text=_("地方规定的名称和条。复核中听证的时间，条例第三十六条已经写明，不用再建。"),
    )  # fmt: skip
    valid_from = since(_("从那天起才能按它暂停；以前的不变。"))


def _end(plan: Plan) -> None:
    end_today(plan, "petitions.pauserule")


PROCEDURE = Procedure(
    kind="pause_rule",
    name=_("停算依据"),
    stages=STAGES,
    rules="1",
    administrative=True,
    load=loader("pause_rule"),
    moves=(
        *opening("pause_rule", NewPauseRuleForm, LAW),
        edits(
            "end",
            _("停用"),
            NoFacts,
            LAW,
            to=ENDED,
            effect=_end,
            primary=True,
            words=_("已经按它暂停的不变。"),
        ),
        *clockwork(),
    ),
)

PAUSE_RULE = Kind(
    procedure=PROCEDURE,
    model=PauseRule,
    fields=("kind", "term", "division", "basis", "valid_from", "valid_to"),
    columns=(
        Column(_("期限"), lambda one: PausedTerm(one.term).label),
        Column(_("地方"), lambda one: place(one.division_id)),
        Column(_("自"), lambda one: day(one.valid_from)),
        Column(_("至"), lambda one: one.valid_to and day(one.valid_to)),
    ),
    scope=lambda actor: Q(division__code__startswith=actor.area),
    area=lambda given, book: prefix(given.facts["division"]),
    row_area=lambda one: prefix(one.division_id),
    search=("basis__icontains",),
    order=("-id",),
    title=str,
    stage=standing,
    beginning=_("新建停算依据"),
    hint=_("地方规定里写明的、办理中不计入期限的情形。没有就不建，期限照常算。"),
)
