"""Scope: the one place that decides which subjects an actor may see. Every list and every object goes through it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sunshine.foundation.ledger.models import Bar, Reader, Subject
from sunshine.foundation.offices.actors import KEEPER_ROLES, Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.prepared import Prepared, Row, prepared

_administrative: set[str] = set()


def administrative(kind: str) -> None:
    """Let subjects of this kind be what administrators keep and auditors read, and nobody else's."""
    _administrative.add(kind)


def administrative_kinds() -> frozenset[str]:
    """The kinds of reference data: units, officers, posts and the like."""
    return frozenset(_administrative)


def visible(actor: Actor, subjects: QuerySet[Subject] | None = None) -> QuerySet[Subject]:
    """The subjects this actor may see. A petitioner sees their own filing's family; administrators no matter at all.

    An officer sees every family of which the own unit holds a member, and, in a post that answers for an area, what
    lies in that area unless it is sealed. Nobody on the accused side sees anything of it, and where the unit's head has
    named who may, nobody else of that unit (条例 第三十条).
    Administrators and auditors see the reference data of their area and what concerns the whole house (no area).
    What is no subject but tells of one, such as a step, a duty or an access, is narrowed by ``unbarred``.
    """
    found = Subject.objects.all() if subjects is None else subjects
    if actor.filing:
        return found.filter(root__family=actor.filing)
    if actor.role in KEEPER_ROLES:
        kept = found.filter(Q(area__startswith=actor.area) | Q(area=""), kind__in=_administrative)
        return kept.filter(unbarred(actor, "root"))  # an erasure belongs to the family of a matter
    if not actor.handles_matters or actor.unit is None:
        return found.none()
    root = OuterRef("root_id")
    if actor.area:
        # As an equation beside an "or", PostgreSQL would gather all that the unit ever held, for every page.
        own = _held_by(actor.unit, root__gte=root, root__lte=root)
        reach = Q(sealed=False, area__startswith=actor.area) | own
    else:
        reach = _held_by(actor.unit, root=root)
    return found.filter(reach).filter(unbarred(actor, "root")).exclude(kind__in=_administrative)


def _held_by(unit: UUID, **root: Any) -> Q:
    """That the unit holds a member of the family."""
    return Q(Exists(Subject.objects.filter(unit=unit, **root)))


def sees(actor: Actor, subject: UUID) -> bool:
    """Whether this subject is ``visible`` to this actor."""
    return bool(seen_of(actor, [subject], ("pk",)))


def seen_of(actor: Actor, subjects: Sequence[UUID], columns: tuple[str, ...]) -> list[Row]:
    """These columns of those of the subjects that are ``visible``, newest first; worded once for all who see alike."""
    here = actor.filing or actor.unit
    if here is None:
        return list(visible(actor).filter(pk__in=subjects).order_by("-pk").values_list(*columns))
    alike = _sight(actor.role, actor.area, actor.filing is not None, columns)
    return alike(list(subjects), here, list(actor.lineage), actor.officer)


@cache
def _sight(role: str, area: str, by_filing: bool, columns: tuple[str, ...]) -> Prepared:
    def build(
        subjects: list[UUID], here: UUID, lineage: list[UUID], officer: UUID | None
    ) -> QuerySet[Subject, Any]:
        unit, filing = (None, here) if by_filing else (here, None)
        some = Actor(
            role=role,
            key="",
            officer=officer,
            unit=unit,
            filing=filing,
            area=area,
            lineage=frozenset(lineage),
        )
        return visible(some).filter(pk__any=subjects).order_by("-pk").values_list(*columns)

    return prepared(build)


def unbarred(actor: Actor, root: str) -> Q:
    """That the actor is not on the accused's side of the matter at this path, has not withdrawn from it, and is not left
    off the list of those who may know of it (条例 第二十八条、第三十条).
    """
    free = ~Q(Exists(_bars(actor).filter(root=OuterRef(root))))
    return free & ~Q(Exists(_closed(actor).filter(root=OuterRef(root)))) if _needs_naming(actor) else free


def barred(actor: Actor) -> QuerySet[Subject]:
    """The same the other way round: every subject of the families this actor is kept out of, which are few.

    One list of roots, not two with an "or" between them: for that PostgreSQL would look through all subjects.
    """
    roots = _bars(actor).values("root")
    if _needs_naming(actor):
        roots = roots.union(_closed(actor).values("root"))
    return Subject.objects.filter(root__in=roots)


def _bars(actor: Actor) -> QuerySet[Bar]:
    own = Q(unit__id__any=list(actor.lineage))
    own |= Q(officer=actor.officer) if actor.officer else Q()
    return Bar.objects.filter(own, lifted_seq=None)


def _needs_naming(actor: Actor) -> bool:
    """Who keeps the list always sees what is on it; administrators read no matter anyway."""
    return actor.handles_matters and actor.role != Role.HEAD


def _closed(actor: Actor) -> QuerySet[Reader]:
    """What the own unit's head has named people for, and not this one 知悉名单."""
    listed = Reader.objects.filter(unit=actor.unit, removed_seq=None)
    named = listed.filter(root=OuterRef("root"), officer=actor.officer)
    return listed.filter(~Q(Exists(named)))
