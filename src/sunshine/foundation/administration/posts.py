"""Posts 岗位: how one changes and ends. It begins with the officer to whom it is granted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.administration.kinds import ACTIVE, ENDED, KEEPING, Column, Kind, loader, standing
from sunshine.foundation.administration.moves import (
    IN_FORCE,
    STAGES,
    KeptForm,
    clockwork,
    edits,
    end_today,
    opening,
    two_persons,
    write_given,
)
from sunshine.foundation.administration.officers import PostForm
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.geography.queries import prefix
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.scope import unbarred
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import POST_ROLES, Post, Role, holds
from sunshine.foundation.pages.listing import Facet
from sunshine.foundation.pages.templatetags.sunshine import day
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.forms import NoFacts
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move, Procedure, Words


class TitleForm(KeptForm):
    """How the post is called, and how long it lasts."""

    sealed_fields = ("title", "title_en")
    title = forms.CharField(label=_("职务"), max_length=60)
    title_en = forms.CharField(label=_("职务英文"), max_length=80, required=False)
    valid_to = forms.DateField(
        label=_("到哪天失效"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("从这一天起不再有效；长期的不填。"),
    )  # fmt: skip


class WhyForm(KeptForm):
    """Why a post ends."""

    sealed_fields = ("reason",)
    reason = forms.CharField(label=_("理由"), max_length=200, help_text=_("如 调离、退休。"))


def not_ones_own(snapshot: Snapshot, actor: Actor) -> Words | None:
    """Nobody decides about the own post."""
    own = snapshot.matter.values["officer"] == str(actor.officer)
    return _("不能给自己办这一项，请由另一位管理员办。") if own else None


def nothing_named(snapshot: Snapshot, actor: Actor) -> Words | None:
    """No work may stay with a post that nobody holds.

    Of work about the actor's own side nothing is said (条例 第三十条): the clock gives it back to the unit by itself.
    """
    named = snapshot.matter.also(actor)
    if not named:
        return None
    return say("还有 %d 件事指定由这个岗位办，请本单位先移交。") % named


def _named(post: Any) -> Any:
    def count(actor: Actor) -> int:
        duties = Duty.objects.filter(post=post, state="open").values("subject__root")
        named = Subject.objects.filter(Q(post=post) | Q(pk__in=duties))
        return named.filter(unbarred(actor, "root")).count()

    return count


def _end(plan: Plan) -> None:
    """Ends today; asked again here, for work may have been named to it while the proposal waited."""
    assert plan.snapshot is not None
    words = nothing_named(plan.snapshot, plan.actor)
    if words and plan.actor.officer:
        raise Refused(words)
    end_today(plan, "offices.post")


PROCEDURE = Procedure(
    kind="post",
    name=_("岗位"),
    stages=STAGES,
    rules="1",
    administrative=True,
    load=loader("post", _named),
    moves=(
        Move("granted", _("设岗"), KEEPING, frozenset({Role.SYSTEM.value}), to=ACTIVE, facts=PostForm, opening=True,
             own=False),
        opening("post", PostForm)[1],
        edits("edit", _("修改职务和期限"), TitleForm, second=True, guards=(not_ones_own,), effect=write_given,
              primary=True, words=_("由安全管理员同意后生效。")),
        edits("end", _("停用岗位"), WhyForm, second=True, guards=(not_ones_own, nothing_named), to=ENDED, effect=_end,
              words=_("由安全管理员同意后生效。急着停的，请停用账号，马上生效。")),
        Move("fall", _("随单位撤销"), "条例 第二十四条", frozenset({Role.SYSTEM.value}), IN_FORCE, ENDED, NoFacts, own=False,
             effect=_end),
        *two_persons((not_ones_own,)),
        *clockwork(),
    ),
)  # fmt: skip


def _scope(actor: Actor) -> Q:
    return Q(unit__division__code__startswith=actor.area)


def _title(post: Post) -> str:
    english = get_language() == "en" and post.title_en
    return f"{post.officer.label} · {english or post.title}"


POST = Kind(
    procedure=PROCEDURE,
    model=Post,
    fields=("officer", "unit", "role", "title", "title_en", "valid_from", "valid_to"),
    columns=(
        Column(_("单位"), lambda post: directory().name(post.unit_id)),
        Column(_("角色"), lambda post: post.get_role_display()),
        Column(_("自"), lambda post: day(post.valid_from)),
        Column(_("至"), lambda post: post.valid_to and day(post.valid_to)),
    ),
    scope=_scope,
    area=lambda given, book: book[UUID(given.facts["unit"])].area,
    row_area=lambda post: prefix(post.unit.division_id),
    search=("officer__name__icontains", "officer__login__istartswith", "unit__name__icontains", "title__icontains"),
    order=("-id",),
    related=("officer", "unit"),
    facets=(
        Facet("role", _("角色"), lambda: [(role.value, role.label) for role in POST_ROLES],
              lambda value: Q(role=value)),
        Facet("state", _("状态"), lambda: [("on", _("在用")), ("off", _("已停用"))],
              lambda value: holds() if value == "on" else ~holds()),
    ),
    title=_title,
    stage=standing,
    hint=_("岗位从工作人员那里设；在这里修改和停用。"),
)  # fmt: skip
