"""The actor: who does or reads something, in which post, and how far that post reaches."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import get_language

from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Officer, Post, Role, UnitKind, holds

AREA_READERS = {
    (UnitKind.BUREAU, Role.SORTER),
    (UnitKind.BUREAU, Role.HEAD),
    (UnitKind.GOVERNMENT, Role.LEADER),
}
KEEPER_ROLES = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR}
MATTER_ROLES = {Role.WINDOW, Role.SORTER, Role.HANDLER, Role.HEAD, Role.LEADER}


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts. ``key`` names them for idempotency; ``lineage`` holds every organ they serve or answer to."""

    role: str
    key: str
    officer: UUID | None = None
    post: UUID | None = None
    unit: UUID | None = None
    lineage: frozenset[UUID] = frozenset()
    area: str = ""  # leading digits of the divisions whose matters (an administrator: units) the post may read; "" its own unit only
    filing: UUID | None = None  # the filing whose code a petitioner has shown
    name: str = field(default="", compare=False)
    title: str = field(default="", compare=False)
    network: str = field(default="", compare=False)  # a keyed digest of the network a petitioner acts from

    @property
    def handles_matters(self) -> bool:
        """Administrators and auditors never read a matter (design: three separate powers)."""
        return self.role in MATTER_ROLES


SYSTEM = Actor(role=Role.SYSTEM, key="system")
ANYONE = Actor(role=Role.PETITIONER, key="anyone")


def petitioner(filing: UUID, network: str = "") -> Actor:
    """Someone who has shown the number and query code of this filing."""
    return Actor(role=Role.PETITIONER, key=f"f:{filing}", filing=filing, network=network)


def acting_in(post: Post, officer: Officer) -> Actor:
    """The officer in one post. The bar on the accused side counts *all* posts the person holds (条例 第二十八条、第三十条)."""
    held = getattr(officer, "held", None) or officer.posts.filter(holds())
    units = {one.unit_id for one in held}
    lineage = frozenset().union(*(_lineage(unit) for unit in units))
    return Actor(
        role=post.role,
        key=f"o:{officer.pk}",
        officer=officer.pk,
        post=post.pk,
        unit=post.unit_id,
        lineage=lineage,
        area=_area(post),
        name=officer.name,
        title=post.title_en if get_language() == "en" and post.title_en else post.title,
    )


def _lineage(unit: UUID) -> frozenset[UUID]:
    office = directory()[unit]  # first of all: a unit made a moment ago has the directory read again
    return directory().lineage(office.id)


def _area(post: Post) -> str:
    office = directory()[post.unit_id]
    return office.area if (office.kind, post.role) in AREA_READERS or post.role in KEEPER_ROLES else ""
