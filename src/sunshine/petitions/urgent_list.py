"""The list of urgent matters 紧急情况 that are still being reported, for whoever may see them (条例 第二十五条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.queries import words_by_root
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.pages.listing import Facet, Page, page
from sunshine.petitions.procedure.urgent import STAGES
from sunshine.petitions.urgent import ALERT, OPEN


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert: which matter, who reports it, how far that came, since when, and what is owed next."""

    petition: UUID
    number: str
    title: str
    unit: UUID
    stage: Any
    at: Any
    duty: Duty | None


NAMES = {stage.code: stage.name for stage in STAGES}
FACETS = (
    Facet(
        "stage", _("阶段"), lambda: [(one.code, one.name) for one in STAGES if one.code in OPEN],
        lambda value: Q(stage=value),
    ),
)  # fmt: skip


def alerts(actor: Actor, params: Mapping[str, str]) -> tuple[Page[Any], list[AlertLine]]:
    """A page of open alerts, the newest first. Three statements, whatever the page."""
    found = page(_rows(actor), FACETS, params, ("-id",))
    pks = [row.pk for row in found.rows]
    titles = words_by_root([row.root_id for row in found.rows], "title") if pks else {}
    owed = Duty.objects.filter(subject__in=pks, state="open") if pks else ()
    duties = {duty.subject_id: duty for duty in owed}
    return found, [_line(row, titles.get(row.root_id, ""), duties.get(row.pk)) for row in found.rows]


def _line(row: Any, title: str, duty: Duty | None) -> AlertLine:
    return AlertLine(row.root_id, row.number, title, row.unit_id, NAMES[row.stage], row.found_at, duty)


def _rows(actor: Actor) -> QuerySet[Subject]:
    found_at = Step.objects.filter(subject=OuterRef("pk"), seq=1).values("at")
    rows = visible(actor, Subject.objects.filter(kind=ALERT, stage__in=OPEN))
    return rows.annotate(number=F("root__petition__number"), found_at=Subquery(found_at))
