"""The desk's lists: the queue and my duties, for pages and API alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.duties.absences import stands_in_for
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.geography.queries import children, prefix
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.queries import words_by_root
from sunshine.foundation.ledger.scope import barred, unbarred, visible
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Officer, Post
from sunshine.foundation.pages.listing import Facet, Page, page
from sunshine.foundation.prepared import Row, columns, make, prepared
from sunshine.foundation.search.queries import Part
from sunshine.petitions.clocks import CALL_BACK, CALL_PRESSED
from sunshine.petitions.models import Channel, Petition, Spread
from sunshine.petitions.procedure.petition import STAGES

PROVINCE = "510000"
SOON = timedelta(days=3)
FEW = 10_000  # subjects named one by one


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
    stage_seq: int  # what a form about several matters says it has seen
    snippet: Sequence[Part] = ()
    named: str = ""  # whom the duty is named to
    mine: bool = False  # it is the reader's own, or of somebody they stand in for


@dataclass(frozen=True)
class Lines:
    """A page of a list with its lines."""

    page: Page[Any]
    lines: Sequence[Line]
    name: str  # of the list, for the way back from a matter

    @cached_property
    def trail(self) -> str:
        """What a link to one of these matters carries, so that the list stays beside it."""
        return "?" + urlencode({"list": self.name}) + (f"&{self.page.here}" if self.page.here else "")


def _due(value: str) -> Q:
    """Matters in which some unit's open duty is due in this span.

    Few are late: which, is asked first, or a page of a small county would be looked for among all it ever had. Where
    many are, walking the list newest first finds a page at once.
    """
    now = timezone.now()
    spans = {"late": Q(due_at__lte=now), "soon": Q(due_at__gt=now, due_at__lte=now + SOON)}
    duties = _told(Duty.objects.filter(spans[value], state="open"))
    found = list(duties.values_list("subject", flat=True)[: FEW + 1])
    if len(found) <= FEW:
        return Q(pk__in=Subject.objects.filter(pk__any=found).values("root"))
    return Q(Exists(duties.filter(subject__root=OuterRef("pk"))))


def _told(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    """Duties of units that everybody may know of who sees the matter: call-backs stand only among the bureau's own work."""
    return duties.filter(unit__isnull=False).exclude(rule__in=[CALL_BACK.code, CALL_PRESSED.code])


FACETS = (
    Facet("stage", _("阶段"), lambda: [(s.code, s.name) for s in STAGES], lambda v: Q(stage=v)),
    Facet("channel", _("渠道"), lambda: Channel.choices, lambda v: Q(petition__channel=v)),
    Facet("due", _("期限"), lambda: [("late", _("已超期")), ("soon", _("三天内到期"))], _due),
    Facet("spread", _("三跨三分离"), lambda: Spread.choices, lambda v: Q(petition__flags__gt="", petition__flags__contains=v)),
    Facet(
        "place", _("市州"), lambda: [(d.code, d.label) for d in children(PROVINCE)],
        lambda v: Q(petition__place__code__startswith=prefix(v)),
    ),
)  # fmt: skip


def queue(actor: Actor, params: Mapping[str, str]) -> Lines:
    """The petitions this actor may see, newest first. Three statements, whatever the page."""
    roots = visible(actor, Subject.objects.filter(kind="petition")).select_related("petition")
    found = page(roots, FACETS, params, ("-id",))
    pressing = pressing_of([row.pk for row in found.rows])
    return Lines(found, lines_of([(row, pressing.get(row.pk)) for row in found.rows]), "queue")


def work(actor: Actor, params: Mapping[str, str]) -> Lines:
    """The actor's open duties: the own first, then what nobody is named for, then colleagues'; soonest first.

    Which, is read from duties alone; what they are about only for those of the page. Three statements, one more where
    somebody is named.
    """
    own = own_posts(actor)
    found = page(_ranked(actor, own), (_whose(own),), params, ("rank", "due_at", "id"))
    roots = {row[0]: envelope(row[1:]) for row in _envelopes([duty.subject_id for duty in found.rows])}
    posts = [duty.post_id for duty in found.rows if duty.post_id]
    people = {row[0]: make(Officer, row[1:]).label for row in _holders(posts)} if posts else {}
    about = [roots[duty.subject_id] for duty in found.rows]
    lines = lines_of(list(zip(about, found.rows, strict=True)))
    said = [
        replace(line, named=people.get(duty.post_id, ""), mine=duty.post_id in own)
        for line, duty in zip(lines, found.rows, strict=True)
    ]
    return Lines(replace(found, rows=about), said, "duties")


def _ranked(actor: Actor, own: frozenset[UUID]) -> QuerySet[Duty, Any]:
    whose = (When(post__in=own, then=Value(0)), When(post=None, then=Value(1)))
    rank = Case(*whose, default=Value(2), output_field=IntegerField())
    rows = Duty.objects.filter(unit=actor.unit, holder=actor.role, state="open")
    return rows.exclude(subject__in=barred(actor).values("pk")).annotate(rank=rank)


@prepared
def _envelopes(subjects: list[UUID]) -> QuerySet[Subject, Any]:
    """For each subject the columns of its root, and of the petition that this is."""
    rows = Subject.objects.filter(pk__any=subjects)
    return rows.values_list("pk", *columns(Subject, "root__"), *columns(Petition, "root__petition__"))


def envelope(row: Row) -> Any:
    """A root with its petition, from the columns of both."""
    root: Any = make(Subject, row[: len(columns(Subject))])
    root.petition = make(Petition, row[len(columns(Subject)) :])
    return root


@prepared
def _holders(posts: list[UUID]) -> QuerySet[Post, Any]:
    """Who holds or held each of these posts."""
    return Post.objects.filter(pk__any=posts).values_list("pk", *columns(Officer, "officer__"))


def own_posts(actor: Actor) -> frozenset[UUID]:
    """The post acted in, and those whose absent holders it stands in for today 代班."""
    return stands_in_for(actor.post) | ({actor.post} if actor.post else set())


def _whose(own: frozenset[UUID]) -> Facet:
    choices = [("mine", _("我的")), ("free", _("没有指定到人的"))]
    wanted = {"mine": Q(post__in=own), "free": Q(post=None)}
    return Facet("whose", _("谁的"), lambda: choices, lambda value: wanted[value])


def lines_of(rows: Sequence[tuple[Any, Duty | None]], titles: Mapping[UUID, str] | None = None) -> list[Line]:
    """Envelopes with the duty that presses, as lines of a list. One statement, none where the titles are at hand."""
    if not rows:
        return []
    if titles is None:
        titles = words_by_root([root.pk for root, _ in rows], "title")
    stages, channels = {stage.code: stage.name for stage in STAGES}, dict(Channel.choices)
    return [
        Line(
            root.pk, root.petition.number, titles.get(root.pk, ""), stages[root.stage],
            root.petition.place_id or "", channels[root.petition.channel], duty, root.stage_seq,
        )
        for root, duty in rows
    ]  # fmt: skip


def pressing_of(roots: Sequence[UUID]) -> dict[UUID, Duty]:
    """For each of these envelopes the open duty of a unit that is due first. One statement."""
    if not roots:
        return {}
    found: dict[UUID, Duty] = {}
    for root, *duty in _open_duties(list(roots)):
        found.setdefault(root, make(Duty, tuple(duty)))
    return found


@prepared
def _open_duties(roots: list[UUID]) -> QuerySet[Duty, Any]:
    rows = _told(Duty.objects.filter(subject__root__id__any=roots, state="open")).order_by("due_at")
    return rows.values_list("subject__root_id", *columns(Duty))


def my_duties(actor: Actor) -> Any:
    """Open duties of the actor's unit and role, with what they are about."""
    return (
        Duty.objects.filter(unit=actor.unit, holder=actor.role, state="open")
        .filter(unbarred(actor, "subject__root"))
        .select_related("subject__root__petition", "post__officer")
    )


def own_or_free(actor: Actor) -> Any:
    """Of these the own ones, and those that nobody is named for."""
    return my_duties(actor).filter(Q(post__in=own_posts(actor)) | Q(post=None))
