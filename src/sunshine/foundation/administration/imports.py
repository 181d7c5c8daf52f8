"""Imports 导入: many units and officers at once, checked before, agreed to by the security administrator, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from sunshine.foundation.administration.kinds import KEEPING, RULES, Kept, kind_of
from sunshine.foundation.administration.moves import (
    SECURITY_ADMIN,
    SYSTEM_ADMIN,
    begin_row,
    clockwork,
    keeper,
)
from sunshine.foundation.administration.officers import grant_post
from sunshine.foundation.geography.queries import prefix
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Officer, Role, Unit
from sunshine.foundation.procedure.common import ReasonForm
from sunshine.foundation.procedure.engine import CONFIRM_CHANGE, Refused
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move, Procedure, Stage, Words

WAITING, APPLIED, DROPPED = "waiting", "applied", "dropped"
STAGES = (
    Stage(WAITING, _("待同意"), ""),
    Stage(APPLIED, _("已导入"), "", rest=_("全部写入。")),
    Stage(DROPPED, _("未导入"), "", rest=_("什么也没有写入。")),
)
UNIT_IDS = ("parent", "line", "review_organ", "organ")
UNIT_WORDS = (
    "code",
    "name",
    "name_en",
    "short",
    "kind",
    "division",
    "phone",
    "address",
    "hours",
    "valid_from",
)
POST_WORDS = ("title", "title_en")
Rows = Mapping[str, Sequence[Mapping[str, str]]]


class TablesForm(MoveForm):
    """Both tables as they were checked."""

    sealed_fields = ("rows",)
    rows = forms.CharField()
    units = forms.IntegerField()
    officers = forms.IntegerField()
    posts = forms.IntegerField()


def _submit(plan: Plan) -> None:
    state = plan.begin("import", RULES, keeper(plan), area=plan.actor.area)
    plan.main = plan.step(state.id, stage=WAITING, given=dict(plan.given.facts), texts=dict(plan.given.texts))
    plan.open(CONFIRM_CHANGE, on=state.id)


def load_import(pk: UUID) -> Kept:
    """The rows to write, who asked for them, and what is here already of what they name."""
    rows: Rows = json.loads(words_at(pk, 1)["rows"])
    author = Step.objects.values_list("officer_id", flat=True).get(subject=pk, seq=1)
    codes = Unit.objects.filter(code__in=[row["code"] for row in rows["units"]])
    here = {
        "author": author,
        "taken": set(codes.values_list("code", flat=True)),
        "units": dict(Unit.objects.values_list("code", "pk")),
        "officers": {login.lower(): pk for login, pk in Officer.objects.values_list("login", "pk")},
    }
    return Kept(rows, here)


def second_person(snapshot: Snapshot, actor: Actor) -> Words | None:
    """Posts need the security administrator's word; units alone do not. Nobody agrees to the own request."""
    if not snapshot.matter.values["officers"]:
        return None
    if actor.role != Role.SECURITY_ADMIN:
        return _("里面有岗位，由安全管理员同意后导入。")
    return _("不能同意自己提出的导入。") if actor.officer == snapshot.matter.also["author"] else None


def _apply(plan: Plan) -> None:
    assert plan.snapshot is not None
    rows, here = plan.snapshot.matter.values, plan.snapshot.matter.also
    if here["taken"]:
        raise Refused(_("这期间有人建了同样代码的单位。请不同意，让提出的人重新上传。"))
    units: dict[str, UUID] = {**here["units"], **{row["code"]: uuid7() for row in rows["units"]}}
    areas = {row["code"]: prefix(row["division"]) for row in rows["units"]}
    for row in rows["units"]:
        begin_row(plan, kind_of("unit"), _unit(row, units), areas[row["code"]], units[row["code"]])
    people: dict[str, UUID] = dict(here["officers"])
    for row in rows["officers"]:
        area = areas.get(row["unit"]) or plan.book[units[row["unit"]]].area
        login = row["login"].lower()
        if login not in people:
            people[login] = uuid7()
            begin_row(plan, kind_of("officer"), _officer(row), area, people[login])
        grant_post(plan, people[login], _post(row, units), area)


def _unit(row: Mapping[str, str], units: Mapping[str, UUID]) -> Given:
    facts: dict[str, Any] = {name: row[name] for name in UNIT_WORDS if row.get(name)}
    return Given(facts | {name: str(units[row[name]]) for name in UNIT_IDS if row.get(name)})


def _officer(row: Mapping[str, str]) -> Given:
    return Given({"login": row["login"]}, {name: row[name] for name in ("name", "name_en") if row.get(name)})


def _post(row: Mapping[str, str], units: Mapping[str, UUID]) -> Given:
    facts = {"unit": str(units[row["unit"]]), "role": row["role"], "valid_from": row["valid_from"]}
    ends = {"valid_to": row["valid_to"]} if row.get("valid_to") else {}
    return Given({**facts, **ends}, {name: row[name] for name in POST_WORDS if row.get(name)})


SUBMIT = Move(
    "submit",
    _("提出导入"),
    KEEPING,
    SYSTEM_ADMIN,
    to=WAITING,
    facts=TablesForm,
    opening=True,
    own=False,
    effect=_submit,
)

PROCEDURE = Procedure(
    kind="import",
    name=_("导入"),
    stages=STAGES,
    rules="1",
    administrative=True,
    load=load_import,
    moves=(
        SUBMIT,
        Move("apply", _("同意并导入"), KEEPING, SYSTEM_ADMIN | SECURITY_ADMIN, frozenset({WAITING}), APPLIED, own=False,
             guards=(second_person,), closes=(CONFIRM_CHANGE,), effect=_apply, primary=True,
             help=_("全部写入，或者一行也不写。新人员的邀请码只显示这一次。")),
        Move("drop", _("不导入"), KEEPING, SYSTEM_ADMIN | SECURITY_ADMIN, frozenset({WAITING}), DROPPED, ReasonForm,
             own=False, closes=(CONFIRM_CHANGE,)),
        *clockwork(),
    ),
)  # fmt: skip
