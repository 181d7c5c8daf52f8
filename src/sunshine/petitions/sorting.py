"""The forms of sorting 甄别 and guiding 告知处理途径: each shows what the list proposes, and keeps it beside what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.forms import RowForm
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions import categories, routes
from sunshine.petitions.fields import LongWords, Words
from sunshine.petitions.forms import CHOOSE, ContactMixin
from sunshine.petitions.matter import DemandState, Matter
from sunshine.petitions.models import Branch, DemandClass
from sunshine.petitions.resolver import Proposal, resolve

SUGGESTED = "suggested"  # the fact that keeps the proposal


def proposal(matter: Matter, demand: DemandState) -> Proposal:
    """What the list proposes for this demand now."""
    told = matter.newest(demand.filing, "text")
    return resolve(demand.words, told, demand.category, matter.purpose, routes.ways().values())


class SortRow(RowForm):
    """One demand's class, branch and category."""

    klass = forms.ChoiceField(label=_("诉求类别"), choices=DemandClass.choices)
    branch = forms.ChoiceField(
        label=_("建议途径"),
        choices=CHOOSE + Branch.choices,
        help_text=_("供办理单位参考，由它在告知书里决定。"),
    )
    category = forms.ChoiceField(label=_("内容分类"))
    proposed: Proposal | None = None

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.fields["category"].choices = [*CHOOSE, *categories.choices()]  # type: ignore[attr-defined]
        matter: Matter = snapshot.matter
        key = str(self.prefix).partition("-")[2]
        demand = next(d for d in matter.demands if str(d.id) == key)
        self.proposed = proposal(matter, demand)
        self.fields["klass"].help_text = self.proposed.words
        if not demand.klass:
            self.initial = {
                **self.initial,
                "klass": str(self.proposed.klass),
                "branch": str(self.proposed.branch),
            }

    def given(self, files: tuple[StoredFile, ...] = ()) -> Given:
        said = super().given(files)
        return _beside(said, self.proposed.facts) if self.proposed else said


def _beside(said: Given, proposed: Mapping[str, Any]) -> Given:
    return replace(said, facts={**said.facts, SUGGESTED: proposed})


class GuideForm(ContactMixin):
    """Another route: one of the list, which fills in the rest, or one described by hand."""

    sealed_fields = (
        "person", "phone", "note", "procedure", "where", "reason", "limit", "materials", "basis",
    )  # fmt: skip
    FROM_LIST = (
        ("branch", "branch"), ("procedure", "procedure"), ("where", "body"), ("limit", "term"),
        ("materials", "materials"), ("basis", "basis"),
    )  # fmt: skip
    NEEDED = ("branch", "procedure", "where")

    route = forms.ChoiceField(
        label=_("清单里的程序"), required=False, help_text=_("选了，下面空着的几项就按清单写进告知书。")
    )
    branch = forms.ChoiceField(
        label=_("途径"), required=False,
        choices=CHOOSE + [c for c in Branch.choices if c[0] != Branch.PETITION],
    )  # fmt: skip
    procedure = Words(
        label=_("程序名称"), required=False, max_length=60, help_text=_("如：劳动仲裁、行政复议。")
    )
    where = Words(label=_("由哪个机关办"), required=False, max_length=100)
    reason = LongWords(3, label=_("为什么走这条途径"))
    limit = Words(label=_("期限提示"), required=False, max_length=200)
    materials = Words(label=_("要带的材料"), required=False, max_length=200)
    basis = Words(label=_("这条程序的依据"), required=False, max_length=200)
    field_order = (
        "route", "branch", "procedure", "where", "reason", "limit", "materials", "basis", "person", "phone", "note",
    )  # fmt: skip
    proposed: Mapping[UUID, Proposal] = {}

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        super().prepare(snapshot, actor)
        self.fields["route"].choices = [*CHOOSE, *routes.choices()]  # type: ignore[attr-defined]
        matter: Matter = snapshot.matter
        demands = matter.demands_of(snapshot.subject.id)
        self.proposed = {demand.id: proposal(matter, demand) for demand in demands}
        listed = next((one for one in self.proposed.values() if one.route), None)
        if listed:
            self.fields["route"].help_text = format_lazy(
                "{} {}", listed.words, self.base_fields["route"].help_text
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        way = routes.ways().get(data.get("route", ""))
        if way and data.get("branch", way.branch) not in {"", way.branch}:
            self.add_error("branch", _("和选的程序不是一条途径。空着，就按清单写。"))
        if way:
            data |= {name: data.get(name) or getattr(way, column) for name, column in self.FROM_LIST}
        for name in self.NEEDED:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("在清单里选一条程序，或者自己写这一项。"))
        return data

    def given(self, files: tuple[StoredFile, ...] = ()) -> Given:
        said = super().given(files)
        found = {str(pk): one.facts for pk, one in self.proposed.items()}
        return _beside(said, found) if found else said
