"""Officers 工作人员: who works here, how they come to a post, and how they sign in again when everything is lost.

The system administrator proposes, the security administrator agrees: neither can put a person of the own choosing at a
matter alone, and the code that opens an account is shown to the one who agreed, never to the one who asked for it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.administration.fields import UnitField, whole
from sunshine.foundation.administration.kinds import ACTIVE, ENDED, KEEPING, RULES, Column, Kept, Kind, loader
from sunshine.foundation.administration.moves import (
    SECURITY_ADMIN,
    STAGES,
    SYSTEM_ADMIN,
    KeptForm,
    clockwork,
    edits,
    highest,
    opening,
    two_persons,
)
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.offices.actors import KEEPER_ROLES, Actor
from sunshine.foundation.offices.directory import Directory, directory
from sunshine.foundation.offices.models import POST_ROLES, Officer, Post, Role, holds
from sunshine.foundation.pages.listing import Facet
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.forms import NoFacts
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move, Procedure, Words

LOGIN = RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z._@-]{2,59}$", _("登录名用 3 到 60 个字母、数字或 . - _ @。"))
Held = tuple[tuple[UUID, str], ...]  # the posts in force: unit and role


class NameFields(KeptForm):
    """How an officer is called."""

    sealed_fields = ("name", "name_en")
    name = forms.CharField(label=_("姓名"), max_length=60)
    name_en = forms.CharField(label=_("英文姓名"), max_length=80, required=False)


class NewOfficerForm(NameFields):
    """A person who will work here; the post is granted afterwards."""

    login = forms.CharField(
        label=_("登录名"), max_length=60, validators=[LOGIN], help_text=_("定了就不再改。")
    )
    unit = UnitField(label=_("所在单位"))
    field_order = ("login", "name", "name_en", "unit")

    def clean_login(self) -> str:
        login: str = self.cleaned_data["login"]
        if Officer.objects.filter(login__iexact=login).exists():
            raise ValidationError(say("登录名“%s”已经有人用了，请换一个。") % login)
        return login

    def clean_unit(self) -> str:
        return _in_area(self.cleaned_data["unit"], getattr(self, "actor", None))


class PostForm(KeptForm):
    """One role in one unit, for a time."""

    sealed_fields = ("title", "title_en")
    unit = UnitField(label=_("单位"))
    role = forms.ChoiceField(label=_("角色"), choices=[(role.value, role.label) for role in POST_ROLES])
    title = forms.CharField(label=_("职务"), max_length=60, help_text=_("如 承办人、副局长。"))
    title_en = forms.CharField(label=_("职务英文"), max_length=80, required=False)
    valid_from = forms.DateField(
        label=_("自哪天起"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    valid_to = forms.DateField(
        label=_("到哪天失效"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("从这一天起不再有效；长期的不填。"),
    )  # fmt: skip

    def clean_unit(self) -> str:
        return _in_area(self.cleaned_data["unit"], getattr(self, "actor", None))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end <= start:
            raise ValidationError({"valid_to": say("失效那天要在开始那天之后。")})
        kept: Kept | None = getattr(getattr(self, "snapshot", None), "matter", None)
        if kept is not None and data.get("unit") and data.get("role"):
            fault = unfit(kept.also, UUID(data["unit"]), data["role"])
            if fault:
                raise ValidationError({"role": str(fault)})
        return data


def _in_area(unit: str, actor: Actor | None) -> str:
    if actor is not None and not directory()[UUID(unit)].area.startswith(actor.area):
        raise ValidationError(say("这个单位不归您维护。请选您辖区内的单位。"))
    return unit


def unfit(held: Held, unit: UUID, role: str) -> Words | None:
    """Why somebody who holds these posts may not be given this one: the three powers and the desk stay apart."""
    if (unit, role) in held:
        return _("这个人在这个单位已经有这个角色。请修改原来的岗位。")
    keeping = role in KEEPER_ROLES
    others = {one for _unit, one in held}
    if keeping and others - {role}:
        return _("管理员和审计员不能同时有别的角色。请先停用原来的岗位，或者换一个人。")
    if not keeping and others & KEEPER_ROLES:
        return _("这个人是管理员或审计员，不能同时办件。请先停用那个岗位，或者换一个人。")
    return None


def not_oneself(snapshot: Snapshot, actor: Actor) -> Words | None:
    """Nobody decides about the own account or post."""
    return _("不能给自己办这一项，请由另一位管理员办。") if actor.officer == snapshot.subject.id else None


def not_over_the_others(snapshot: Snapshot, actor: Actor) -> Words | None:
    """A system administrator alone cannot shut out those who watch over the administrators."""
    kept: Kept = snapshot.matter
    watchers = {Role.SECURITY_ADMIN.value, Role.AUDITOR.value}
    if actor.role == Role.SYSTEM_ADMIN and {role for _unit, role in kept.also} & watchers:
        return _("安全管理员和审计员的账号，由安全管理员停用。")
    return None


def _active(snapshot: Snapshot, actor: Actor) -> Words | None:
    return None if snapshot.matter.values["is_active"] else _("账号已经停用，请先恢复。")


def _grant(plan: Plan) -> None:
    """The post begins its own record; checked again, for other posts may have come between (GB/T 22239—2019)."""
    assert plan.snapshot is not None
    facts, texts = plan.given.facts, plan.given.texts
    unit = UUID(facts["unit"])
    office = plan.book.get(unit)
    if office is None or not office.in_force:
        raise Refused(_("这个单位已经撤销，请退回重新提。"))
    fault = unfit(plan.snapshot.matter.also, unit, facts["role"])
    if fault:
        raise Refused(fault)
    grant_post(plan, plan.here.id, Given(facts, texts), office.area)


def grant_post(plan: Plan, officer: UUID, given: Given, area: str) -> None:
    """A new post with its subject."""
    state = plan.begin("post", RULES, plan.actor.unit or highest(plan.book), area=area)
    facts = dict(given.facts)
    said = facts | {"officer": str(officer)}
    plan.step(state.id, move="granted", stage=ACTIVE, given=said, texts=dict(given.texts))
    plan.insert(
        "offices.post", state.id, officer_id=officer, unit_id=facts["unit"], role=facts["role"],
        title=given.texts["title"], title_en=given.texts.get("title_en", ""), valid_from=facts["valid_from"],
        valid_to=facts.get("valid_to"),
    )  # fmt: skip


def _activity(active: bool) -> Any:
    return lambda plan: plan.update("offices.officer", plan.here.id, is_active=active)


def _held(officer: Any) -> Held:
    return tuple(Post.objects.filter(holds(), officer=officer).values_list("unit_id", "role"))


PROCEDURE = Procedure(
    kind="officer",
    name=_("工作人员"),
    stages=STAGES,
    rules="1",
    administrative=True,
    load=loader("officer", _held),
    moves=(
        *opening("officer", NewOfficerForm),
        edits("grant_post", _("设岗"), PostForm, second=True, guards=(not_oneself, _active), effect=_grant, primary=True,
              words=_("由安全管理员同意后生效。第一次设岗时，系统给同意的人一个邀请码，请当面交给本人。")),
        edits("edit", _("修改姓名"), NameFields, guards=(not_oneself,)),
        edits("renew_sign_in", _("重置登录"), NoFacts, second=True, guards=(not_oneself, _active), effect=lambda plan: None,
              words=_("忘了密码或丢了第二道验证时用。同意后原来的登录全部作废，系统给同意的人一个新的邀请码。")),
        edits("deactivate", _("停用账号"), NoFacts, by=SYSTEM_ADMIN | SECURITY_ADMIN, to=ENDED,
              guards=(not_oneself, not_over_the_others), effect=_activity(False), words=_("马上不能登录。")),
        Move("reactivate", _("恢复账号"), KEEPING, SYSTEM_ADMIN, frozenset({ENDED}), ACTIVE, own=False,
             guards=(not_oneself,), effect=_activity(True), countersign=Role.SECURITY_ADMIN.value,
             help=_("由安全管理员同意后生效。")),
        *two_persons((not_oneself,), frozenset({ACTIVE, ENDED})),
        *clockwork(),
    ),
)  # fmt: skip


def _scope(actor: Actor) -> Q:
    """Officers with a post in the area, and those created for it who have none yet."""
    posts = Post.objects.filter(officer=OuterRef("pk"), unit__division__code__startswith=actor.area)
    kept = Subject.objects.filter(pk=OuterRef("pk"), area__startswith=actor.area)
    return Q(Exists(posts)) | Q(Exists(kept))


def _row_area(officer: Any) -> str:
    unit = Post.objects.filter(officer=officer).order_by("pk").values_list("unit", flat=True).first()
    return directory()[unit].area if unit else ""


def _posts(officer: Any) -> str:
    book = directory()
    return "；".join(f"{book.name(post.unit_id)} {post.get_role_display()}" for post in officer.posts.all())


def _area(given: Given, book: Directory) -> str:
    return book[UUID(given.facts["unit"])].area


OFFICER = Kind(
    procedure=PROCEDURE,
    model=Officer,
    fields=("login", "name", "name_en", "is_active"),
    columns=(
        Column(_("登录名"), lambda officer: whole(officer.login)),
        Column(_("岗位"), _posts),
        Column(_("状态"), lambda officer: say("在用") if officer.is_active else say("已停用")),
    ),
    scope=_scope,
    area=_area,
    row_area=_row_area,
    search=("name__icontains", "login__istartswith", "name_en__icontains"),
    order=("login", "id"),
    related=("posts",),
    facets=(
        Facet("role", _("角色"), lambda: [(role.value, role.label) for role in POST_ROLES],
              lambda value: Q(Exists(Post.objects.filter(holds(), officer=OuterRef("pk"), role=value)))),
        Facet("state", _("状态"), lambda: [("on", _("在用")), ("off", _("已停用"))],
              lambda value: Q(is_active=value == "on")),
    ),
    title=lambda officer: officer.label,
    stage=lambda officer: ACTIVE if officer.is_active else ENDED,
    unasked=lambda: {"password": make_password(None)},
    beginning=_("新建工作人员"),
    hint=_("先建人，再设岗；设岗由安全管理员同意。"),
)  # fmt: skip
