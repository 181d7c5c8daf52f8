"""What is odd about ratings, as a list for bureaus and auditors: each group with why it stands there, and nothing else.

Nothing follows from it by itself: a village may share one network, a family one telephone. Somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, Max, Min, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.scope import unbarred, visible
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.people.models import Party
from sunshine.petitions.matter import FIRST
from sunshine.petitions.models import Rating, Satisfaction

WINDOW = timedelta(days=30)  # looked back
AT_ONCE = timedelta(seconds=30)  # after a message: faster than anybody reads an answer
A_TELEPHONE, A_NETWORK, A_CLERK = 5, 10, 10  # filings rated, from which on it is odd
MOST = 50  # groups of each kind

WHY = {
    "telephone": _("同一个手机登记的信访件，评价了许多件"),
    "network": _("从同一个网络来的评价有许多件"),
    "clerk": _("同一个工作人员登记的信访件，有许多件评价满意"),
    "at_once": _("消息刚发出，几秒钟就评价了"),
}


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One group of ratings: why it is odd, how many filings, of which bureaus, from when to when, and their numbers."""

    kind: str
    n: int
    first: datetime
    last: datetime
    units: Sequence[UUID]
    numbers: Sequence[str]

    @property
    def why(self) -> Any:
        return WHY[self.kind]


def anomalies(actor: Actor) -> list[Anomaly]:
    """The groups within this actor's sight, the latest first. Four statements. An auditor is told no numbers."""
    rated = _within(actor)
    kinds = (
        ("telephone", _by_telephone(rated), A_TELEPHONE), ("network", _by_network(rated), A_NETWORK),
        ("clerk", _by_clerk(rated), A_CLERK), ("at_once", _at_once(rated), 1),
    )  # fmt: skip
    found = [one for kind, rows, least in kinds for one in _groups(kind, rows, least, actor.handles_matters)]
    return sorted(found, key=lambda one: one.last, reverse=True)


def _within(actor: Actor) -> QuerySet[Rating]:
    """One row an act of rating: that of the bureau. Auditors have their area's, sealed or not, but for what is about
    their own side; nobody else has a sealed one.
    """
    rows = Rating.objects.filter(handling=None, at__gte=timezone.now() - WINDOW)
    if not actor.handles_matters:
        own = rows.filter(filing__subject__area__startswith=actor.area)
        return own.filter(unbarred(actor, "filing__petition__subject"))
    seen = visible(actor, Subject.objects.filter(kind="filing", sealed=False))
    return rows.filter(filing__subject__in=seen)


def _by_telephone(rows: QuerySet[Rating]) -> QuerySet[Any]:
    filer = Party.objects.filter(subject=OuterRef("filing"), nth=0, phone_index__isnull=False)
    return rows.annotate(key=Subquery(filer.values("phone_index")[:1]))


def _by_network(rows: QuerySet[Rating]) -> QuerySet[Any]:
    return rows.annotate(key=F("network"))


def _by_clerk(rows: QuerySet[Rating]) -> QuerySet[Any]:
    """The satisfied among those whom an officer registered."""
    registered = Step.objects.filter(subject=OuterRef("filing"), seq=FIRST)
    good = rows.filter(value=Satisfaction.GOOD)
    return good.annotate(key=Subquery(registered.values("officer")[:1]))


def _at_once(rows: QuerySet[Rating]) -> QuerySet[Any]:
    just = Message.objects.filter(
        subject=OuterRef("filing"), settled_at__lte=OuterRef("at"), settled_at__gt=OuterRef("at") - AT_ONCE
    )
    return rows.filter(Exists(just)).annotate(key=F("filing"))


def _groups(kind: str, rows: QuerySet[Any], least: int, named: bool) -> Iterator[Anomaly]:
    counted = rows.filter(key__isnull=False).values("key").annotate(
        n=Count("filing", distinct=True), first=Min("at"), last=Max("at"),
        units=ArrayAgg("filing__subject__unit", distinct=True), numbers=ArrayAgg("filing__number", distinct=True),
    )  # fmt: skip
    for row in counted.filter(n__gte=least).order_by("-last")[:MOST]:
        numbers = row["numbers"] if named else ()
        yield Anomaly(kind, row["n"], row["first"], row["last"], row["units"], numbers)
