"""The colleagues of a unit: whom work can be named to, who stands in, who takes over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import get_language, gettext

from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Officer, Post, holds
from sunshine.foundation.procedure.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Colleague:
    """One post with its holder. ``lineage`` holds every organ the person serves or answers to, in whatever post."""

    post: UUID
    role: str
    name: str
    title: str
    in_force: bool
    lineage: frozenset[UUID]
    officer: UUID
    unit: UUID

    @property
    def label(self) -> str:
        known = {"name": self.name, "title": self.title}
        return (
            gettext("%(name)s（%(title)s）") % known
            if self.in_force
            else gettext("%(name)s（已离岗）") % known
        )

    def may_work_on(self, snapshot: Snapshot) -> bool:
        """Whether no accused organ has this person on its side, they have not withdrawn, and where their head named who
        may know of it they are among them (条例 第二十八条、第三十条).
        """
        kept_out = not self.lineage.isdisjoint(snapshot.bars) or self.officer in snapshot.recused
        return not kept_out and snapshot.lets_in(self.unit, self.officer)

    def can_pass_to(self, other: Colleague) -> bool:
        """Work passes between different people of the same role."""
        return other.in_force and other.post != self.post and other.role == self.role


def colleagues(unit: UUID, *roles: str, ended: bool = False) -> list[Colleague]:
    """The posts of a unit in force, in these roles or in any; with ``ended`` also those that have ended. Two statements."""
    rows = Post.objects.filter(unit=unit).order_by("id").select_related("officer")
    rows = rows.filter(role__in=roles) if roles else rows
    rows = rows if ended else rows.filter(holds(), officer__is_active=True)
    held = Prefetch("officer__posts", Post.objects.filter(holds()), to_attr="all_held")
    live = (
        set(Post.objects.filter(holds(), unit=unit, officer__is_active=True).values_list("pk", flat=True))
        if ended
        else None
    )
    return [_colleague(row, live is None or row.pk in live) for row in rows.prefetch_related(held)]


def _colleague(row: Post, in_force: bool) -> Colleague:
    officer: Officer = row.officer
    book = directory()
    units = {row.unit_id, *(one.unit_id for one in officer.all_held)}  # type: ignore[attr-defined]
    title = row.title_en if get_language() == "en" and row.title_en else row.title
    lineage = frozenset().union(*(book.lineage(unit) for unit in units))
    return Colleague(row.pk, row.role, officer.label, title, in_force, lineage, row.officer_id, row.unit_id)


def holders(posts: Iterable[UUID]) -> dict[UUID, str]:
    """The names of whoever holds or held these posts. One statement; none for none."""
    wanted = set(posts)
    found = Post.objects.filter(pk__in=wanted).select_related("officer") if wanted else ()
    return {post.pk: post.officer.label for post in found}
