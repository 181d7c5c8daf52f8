"""Scope: the one place that decides which subjects an actor may see. Every list and every object goes through it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from sunshine.foundation.ledger.models import Bar, Subject
from sunshine.foundation.offices.actors import KEEPER_ROLES, Actor

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
    lies in that area unless it is sealed. Nobody on the accused side sees anything of it (条例 第三十条).
    Administrators and auditors see the reference data of their area and what concerns the whole house (no area).
    """
    found = Subject.objects.all() if subjects is None else subjects
    if actor.filing:
        return found.filter(root__family=actor.filing)
    if actor.role in KEEPER_ROLES:
        return found.filter(Q(area__startswith=actor.area) | Q(area=""), kind__in=_administrative)
    if not actor.handles_matters or actor.unit is None:
        return found.none()
    reach = Q(Exists(Subject.objects.filter(root=OuterRef("root_id"), unit=actor.unit)))
    if actor.area:
        reach |= Q(sealed=False, area__startswith=actor.area)
    return found.filter(reach).filter(unbarred(actor, "root")).exclude(kind__in=_administrative)


def unbarred(actor: Actor, root: str) -> Q:
    """That the actor is not on the accused's side of the matter at this path (条例 第三十条)."""
    return ~Q(Exists(Bar.objects.filter(root=OuterRef(root), lifted_seq=None, unit__in=actor.lineage)))
