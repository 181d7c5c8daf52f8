"""Reads of reference data, each within the administrator's area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from sunshine.foundation.administration.kinds import RULES, Kept, Kind, all_kinds
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.geography.models import Division
from sunshine.foundation.geography.queries import children, division, lineage, prefix
from sunshine.foundation.ledger.models import Access, Step, Subject
from sunshine.foundation.ledger.scope import unbarred, visible
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import Office, directory
from sunshine.foundation.offices.models import Post, Role, holds
from sunshine.foundation.pages.listing import Page, page
from sunshine.foundation.procedure.engine import lawful
from sunshine.foundation.procedure.outside import OUTSIDE
from sunshine.foundation.procedure.perform import Unseen, load
from sunshine.foundation.procedure.snapshot import Snapshot, SubjectState
from sunshine.foundation.procedure.table import Move, procedure

AT_MATTERS = (Role.WINDOW, Role.SORTER, Role.HANDLER, Role.HEAD, Role.LEADER)
LONGEST = 60  # characters anybody searches for


def rows_of(kind: Kind, actor: Actor) -> QuerySet[Any]:
    """The rows of a kind that this actor keeps, or audits."""
    return kind.model._default_manager.filter(kind.scope(actor))


def listed(kind: Kind, actor: Actor, params: Mapping[str, str]) -> tuple[Page[Any], str]:
    """One page of a kind's rows and the words searched for. One statement, two where rows bring others with them."""
    words = params.get("q", "").replace("\0", "").strip()[:LONGEST]
    found = rows_of(kind, actor)
    if words:
        found = found.filter(_matching(kind, words))
    found = _with_related(kind, found)
    return page(found, kind.facets, params, kind.order, keep={"q": words} if words else None), words


def _with_related(kind: Kind, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows that bring along what their titles and columns read."""
    many = {field.name for field in kind.model._meta.related_objects} | {"posts"}
    rows = rows.prefetch_related(*[name for name in kind.related if name in many])
    return rows.select_related(*[name for name in kind.related if name not in many])


def titles(subjects: Iterable[Subject]) -> dict[UUID, str]:
    """What the rows behind these subjects are called now; what is no row, as an import, is left out. One statement a kind."""
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for subject in subjects:
        wanted[subject.kind].append(subject.pk)
    found: dict[UUID, str] = {}
    for kind in all_kinds():
        keys = [kind.key(pk) for pk in wanted.get(kind.code, ())]
        rows = _with_related(kind, kind.model._default_manager.filter(pk__in=keys)) if keys else ()
        found |= {kind.ident(row): kind.title(row) for row in rows}
    return found


def _matching(kind: Kind, words: str) -> Q:
    found = Q()
    for lookup in kind.search:
        found |= Q(**{lookup: words})
    return found


def row(kind: Kind, pk: UUID, actor: Actor) -> Any:
    """One row in the actor's area. Raises Unseen."""
    try:
        found = rows_of(kind, actor).filter(pk=kind.key(pk)).first()
    except (OverflowError, ValueError):
        found = None
    if found is None:
        raise Unseen
    return found


def taken(kind: Kind, one: Any, actor: Actor) -> Snapshot:
    """The snapshot of a row; of one that nobody keeps on record yet, as it will be taken on."""
    try:
        return load(kind.ident(one), actor, lock=False)
    except Unseen:
        return _not_yet(kind, one)


def _not_yet(kind: Kind, one: Any) -> Snapshot:
    pk = kind.ident(one)
    state = SubjectState(
        id=pk, kind=kind.code, root=pk, stage=kind.stage(one), stage_seq=1, pending_seq=None, unit=pk,
        area=kind.row_area(one), rules=RULES, sealed=False, seq=1, head=bytes(32),
    )  # fmt: skip
    loader = kind.procedure.load
    matter = loader(pk) if loader else Kept({})
    return Snapshot(subject=state, family={pk: state}, matter=matter)


def offered(snapshot: Snapshot, actor: Actor) -> list[Move]:
    """The moves to show: those lawful now."""
    return lawful(snapshot, actor)


def kept_from_here(actor: Actor) -> int:
    """How many matters of this area wait for an organ outside the accused's side; which, nobody here learns."""
    waits = Duty.objects.filter(state="open", rule=OUTSIDE.code, subject__area__startswith=actor.area)
    return waits.count()


@dataclass(frozen=True, slots=True)
class Unheld:
    """An organ that owes something which nobody there may do."""

    unit: UUID
    role: Role
    due_at: datetime


def unheld(actor: Actor, most: int = 20) -> list[Unheld]:
    """Organs of this area owing what none of their posts in force may do, the soonest due first. One statement.

    Only that something is owed is said, never on what or how often, and nothing of what the actor's own side is accused
    of (条例 第三十条).
    """
    able = Post.objects.filter(
        holds(), unit=OuterRef("unit"), role=OuterRef("holder"), officer__is_active=True
    )
    owed = Duty.objects.filter(~Exists(able), state="open", unit__division__code__startswith=actor.area)
    owed = owed.filter(unbarred(actor, "subject__root"))
    soonest = owed.filter(holder__in=AT_MATTERS).values("unit", "holder").annotate(due=Min("due_at"))
    return [Unheld(one["unit"], Role(one["holder"]), one["due"]) for one in soonest.order_by("due")[:most]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a second person."""

    subject: Subject
    step: Step
    kind: Any
    move: Any


def waiting(actor: Actor, most: int = 100) -> list[Waiting]:
    """What waits for the security administrator in this area, the oldest first. Two statements."""
    proposed = Q(pending_seq__isnull=False) | Q(kind="import", stage="waiting")
    found = list(visible(actor).filter(proposed).order_by("pk")[:most])
    seqs = {(s.pk, s.pending_seq or 1): s for s in found}
    wanted = Step.objects.filter(subject__in=[s.pk for s in found]).select_related("officer").order_by("at")
    return [
        Waiting(seqs[step.subject_id, step.seq], step, procedure(seqs[step.subject_id, step.seq].kind).name,
                procedure(seqs[step.subject_id, step.seq].kind).by_code[step.move].name)
        for step in wanted if (step.subject_id, step.seq) in seqs
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit with what hangs below it, in one area."""

    office: Office
    below: Sequence[Branch]


@dataclass(frozen=True)
class Tree:
    """One division's units, and the ways up and down."""

    here: Division
    above: Sequence[Division]
    down: Sequence[Division]
    branches: Sequence[Branch]


def tree(code: str, actor: Actor) -> Tree:
    """The units of one division as they stand above each other. Raises Unseen outside the actor's area."""
    try:
        here = division(code)
    except Division.DoesNotExist:
        raise Unseen from None
    if not prefix(code).startswith(actor.area):
        raise Unseen
    offices = [o for o in directory().units.values() if o.in_force and o.division == code]
    above = [one for one in lineage(code)[:-1] if prefix(one.code).startswith(actor.area)]
    return Tree(here, above, children(code), _grown(offices))


def _grown(offices: Sequence[Office]) -> list[Branch]:
    ids = {office.id for office in offices}

    def superior(office: Office) -> UUID | None:
        return next(
            (up for up in (office.organ, office.parent, office.line) if up in ids and up != office.id), None
        )

    def below(unit: UUID | None) -> list[Branch]:
        found = [office for office in offices if superior(office) == unit]
        return [Branch(office, below(office.id)) for office in sorted(found, key=lambda o: o.code)]

    return below(None)


def administrative_steps(actor: Actor, kind: str) -> QuerySet[Step]:
    """Every step on reference data in the actor's area, of one kind where one is named."""
    subjects = visible(actor).filter(kind=kind) if kind else visible(actor)
    return Step.objects.filter(subject__in=subjects.values("pk")).select_related("officer", "unit", "subject")


def accesses(actor: Actor) -> QuerySet[Access]:
    """Who opened which matter's page in the actor's area: no word of the matter, nothing of one about the own side."""
    found = Access.objects.filter(post__unit__division__code__startswith=actor.area)
    return found.filter(unbarred(actor, "subject__root")).select_related("officer", "post__unit")


def unmaskings(actor: Actor) -> QuerySet[Step]:
    """Every opening of a name in the actor's area: by whom, when, for what purpose; never the name."""
    found = Step.objects.filter(move="unmask", unit__division__code__startswith=actor.area)
    return found.filter(unbarred(actor, "subject__root")).select_related("officer", "unit", "subject")


def administrators() -> list[str]:
    """The roles of the three separate powers."""
    return [Role.SYSTEM_ADMIN.value, Role.SECURITY_ADMIN.value, Role.AUDITOR.value]
