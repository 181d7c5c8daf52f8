"""存查抽查: what bureaus of one's area filed without action, for their superiors to look at; some are drawn by nobody's choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Right
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.pages.listing import Facet, Page, page
from sunshine.petitions.procedure.settling import FILED, REFUSED
from sunshine.petitions.settling_forms import Ground, Refusal

DRAWN = "0"  # the last digit of a random id: one in sixteen, and neither side can choose which


@dataclass(frozen=True, slots=True)
class Away:
    """One filing without action, or one refusal."""

    petition: UUID
    number: str
    what: Any
    ground: Any
    unit: UUID
    at: datetime
    author: str
    signer: str
    drawn: bool


def _last(name: str) -> Subquery:
    """Something of the step that decided it."""
    decided = Step.objects.filter(subject=OuterRef("pk"), stage__in=(FILED, REFUSED)).order_by("-seq")
    return Subquery(decided.values(name)[:1])


WHAT = {"file_away": _("存"), "refuse": _("不予受理"), "refuse_for_good": _("不再受理")}
GROUNDS = dict(Ground.choices) | dict(Refusal.choices)
FACETS = (
    Facet("what", _("怎么办的"), lambda: list(WHAT.items()), lambda value: Q(what=value)),
    Facet("ground", _("理由"), lambda: list(GROUNDS.items()), lambda value: Q(ground=value)),
    Facet("drawn", _("抽查"), lambda: [("yes", _("只看抽到的"))], lambda value: Q(digit=DRAWN)),
)


def filed_away(actor: Actor, params: Mapping[str, str]) -> tuple[Page[Any], list[Away]]:
    """A page of what was filed away or refused in this area, newest first. One statement."""
    found = page(_rows(actor), FACETS, params, ("-id",))
    return found, [_away(row) for row in found.rows]


def _rows(actor: Actor) -> QuerySet[Subject]:
    rows = visible(actor, Subject.objects.filter(kind="handling", stage__in=(FILED, REFUSED)))
    proposed = Step.objects.filter(subject=OuterRef("pk"), phase="proposed").order_by("-seq")
    return rows.annotate(
        number=F("root__petition__number"), what=_last("move"), ground=_last("facts__given__ground"),
        decided_at=_last("at"), signer=_last("officer__name"), author=Subquery(proposed.values("officer__name")[:1]),
        digit=Right(Cast("pk", CharField()), 1),
    )  # fmt: skip


def _away(row: Any) -> Away:
    return Away(
        row.root_id, row.number, WHAT.get(row.what, ""), GROUNDS.get(row.ground, ""), row.unit_id, row.decided_at,
        row.author or "", row.signer or "", row.digit == DRAWN,
    )  # fmt: skip
