"""Document templates and the words of messages as reference data: lists, drafts, previews, and who agreed to what."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.administration.kinds import Column, Kind
from sunshine.foundation.notices import wordings
from sunshine.foundation.notices.models import Wording
from sunshine.foundation.pages.listing import Facet
from sunshine.foundation.pages.templatetags.sunshine import moment
from sunshine.foundation.papers import versions
from sunshine.foundation.papers.kinds import all_kinds, kind
from sunshine.foundation.papers.models import Template
from sunshine.foundation.procedure.versions import DRAFT, PUBLISHED, STAGES, WITHDRAWN


def stage_of(row: Any) -> str:
    """Where a version stands, by its own columns."""
    if row.withdrawn_at:
        return WITHDRAWN
    return PUBLISHED if row.published_at else DRAFT


NAMES = {stage.code: stage.name for stage in STAGES}
STANDING = {
    DRAFT: Q(published_at=None, withdrawn_at=None),
    PUBLISHED: Q(published_at__isnull=False, withdrawn_at=None),
    WITHDRAWN: Q(withdrawn_at__isnull=False),
}
BY_STAGE = Facet("state", _("状态"), lambda: list(NAMES.items()), lambda value: STANDING[value])
COMMON: dict[str, Any] = {
    "scope": lambda actor: Q(),  # every keeper may read them; the highest ones write them
    "area": lambda given, book: "",
    "row_area": lambda row: "",
    "search": ("note__icontains",),
    "order": ("-pk",),
    "stage": stage_of,
    "whole": True,
}


def _preview(row: Template) -> Any:
    address = reverse("administration-paper-preview", args=[row.pk])
    return format_html('<a class="piece" href="{}">{}</a>', address, _("预览"))


def _said(row: Wording) -> Any:
    known = wordings.telling().get(row.move)
    return known.name if known else row.move


TEMPLATE = Kind(
    procedure=versions.PROCEDURE,
    model=Template,
    fields=("kind", "source", "note"),
    columns=(
        Column(_("状态"), lambda row: NAMES[stage_of(row)]),
        Column(_("改了什么、为什么"), lambda row: row.note),
        Column(_("写于"), lambda row: moment(row.made_at)),
        Column(_("预览"), _preview),
    ),
    facets=(
        Facet("kind", _("文书种类"), lambda: [(k.code, k.name) for k in all_kinds() if k.sample], lambda value: Q(kind=value)),
        BY_STAGE,
    ),
    title=lambda row: str(kind(row.kind).name),
    beginning=_("新写一份文书模板"),
    hint=_("文书的版式和固定文字。发布后只用于以后出具的文书。"),
    **COMMON,
)  # fmt: skip

WORDING = Kind(
    procedure=wordings.PROCEDURE,
    model=Wording,
    fields=("move", "words", "note"),
    columns=(
        Column(_("状态"), lambda row: NAMES[stage_of(row)]),
        Column(_("内容"), lambda row: row.words),
        Column(_("写于"), lambda row: moment(row.made_at)),
    ),
    facets=(BY_STAGE,),
    title=lambda row: str(_said(row)),
    beginning=_("新写一条消息用语"),
    hint=_("发给信访人的短信、邮件和站内消息怎么说。"),
    **COMMON,
)
