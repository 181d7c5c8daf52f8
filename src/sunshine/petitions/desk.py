"""The desk's lists: the queue and my duties, for pages and API alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.geography.queries import children, prefix
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.queries import words_by_root
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.pages.listing import Facet, Page, page
from sunshine.petitions.models import Channel, Filing
from sunshine.petitions.procedure.petition import STAGES
from sunshine.petitions.queries import my_duties

PROVINCE = "510000"
SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Line:
    """One matter in a list, with the duty that presses most."""

    petition: UUID
    number: str
    title: str
    stage: Any
    place: str
    channel: Any
    duty: Duty | None


@dataclass(frozen=True)
class Lines:
    """A page of a list with its lines."""

    page: Page[Any]
    lines: Sequence[Line]


def _due(value: str) -> Q:
    now = timezone.now()
    spans = {"late": Q(due_at__lte=now), "soon": Q(due_at__gt=now, due_at__lte=now + SOON)}
    return Q(
        Exists(
            Duty.objects.filter(spans[value], subject__root=OuterRef("pk"), state="open", unit__isnull=False)
        )
    )


FACETS = (
    Facet("stage", _("阶段"), lambda: [(s.code, s.name) for s in STAGES], lambda v: Q(stage=v)),
    Facet("channel", _("渠道"), lambda: Channel.choices, lambda v: Q(petition__channel=v)),
    Facet("due", _("期限"), lambda: [("late", _("已超期")), ("soon", _("三天内到期"))], _due),
    Facet(
        "place", _("市州"), lambda: [(d.code, d.label) for d in children(PROVINCE)],
        lambda v: Q(petition__place__code__startswith=prefix(v)),
    ),
)  # fmt: skip


def queue(actor: Actor, params: Mapping[str, str]) -> Lines:
    """The petitions this actor may see, newest first. Three statements, whatever the page."""
    roots = visible(actor, Subject.objects.filter(kind="petition")).select_related("petition")
    found = page(roots, FACETS, params, ("-id",))
    pressing = _pressing([row.pk for row in found.rows])
    return Lines(found, _lines([(row, pressing.get(row.pk)) for row in found.rows]))


def work(actor: Actor, params: Mapping[str, str]) -> Lines:
    """The actor's open duties, soonest first. Two statements."""
    found = page(my_duties(actor), (), params, ("due_at", "id"))
    return Lines(found, _lines([(duty.subject.root, duty) for duty in found.rows]))


def _lines(rows: Sequence[tuple[Any, Duty | None]]) -> list[Line]:
    titles = words_by_root([root.pk for root, _ in rows], "title")
    stages = {stage.code: stage.name for stage in STAGES}
    return [
        Line(
            root.pk, root.petition.number, titles.get(root.pk, ""), stages[root.stage],
            root.petition.place_id or "", root.petition.get_channel_display(), duty,
        )
        for root, duty in rows
    ]  # fmt: skip


def _pressing(roots: Sequence[UUID]) -> dict[UUID, Duty]:
    found: dict[UUID, Duty] = {}
    open_ones = Duty.objects.filter(subject__root__in=roots, state="open", unit__isnull=False)
    for duty in open_ones.select_related("subject").order_by("due_at"):
        found.setdefault(duty.subject.root_id, duty)
    return found


def number_of(actor: Actor, number: str) -> UUID | None:
    """The petition a filing number belongs to, if the actor may see it."""
    row = (
        Filing.objects.filter(number__iexact=number.replace("\0", "").strip())
        .values_list("petition_id", flat=True)
        .first()
    )
    return row if row and visible(actor).filter(pk=row).exists() else None
