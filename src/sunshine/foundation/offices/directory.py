"""The directory 机构名录: every unit and who stands above it, held in memory.

Routing, scope and the bar on the accused side ask these questions many times a request; the answers change a few
times a year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper
from django.utils.translation import get_language

from sunshine.foundation.geography.queries import COUNTY_DIGITS, prefix
from sunshine.foundation.memory import remembered
from sunshine.foundation.offices.models import Unit, UnitKind, holds


class NotSetUp(LookupError):
    """There is no organ yet that could do this: whoever runs the site has not set up an office."""


@dataclass(frozen=True, slots=True)
class Office:
    """A unit as the rules see it."""

    id: UUID
    code: str
    zh: str
    en: str
    short: str
    kind: str
    division: str
    parent: UUID | None
    line: UUID | None
    review_organ: UUID | None
    organ: UUID | None
    phone: str = ""
    address: str = ""
    hours: str = ""
    successor: UUID | None = None
    in_force: bool = True

    @property
    def name(self) -> str:
        return self.en if get_language() == "en" else self.zh

    @property
    def is_bureau(self) -> bool:
        return self.kind == UnitKind.BUREAU

    @property
    def area(self) -> str:
        """The leading digits shared by every division inside this unit's own, e.g. ``511421``."""
        return prefix(self.division)


@dataclass(frozen=True)
class Directory:
    """All units there are or were, and the questions asked about them. Only those in force are ever proposed."""

    units: Mapping[UUID, Office]
    _lineages: dict[UUID, frozenset[UUID]] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, unit: UUID) -> Office:
        """The unit, read again where another process has made it since. Raises KeyError."""
        if unit not in self.units:
            directory.forget()
            return directory().units[unit]
        return self.units[unit]

    def get(self, unit: UUID | None) -> Office | None:
        return self.units.get(unit) if unit else None

    def name(self, unit: UUID | None) -> str:
        office = self.get(unit)
        return office.name if office else ""

    @cached_property
    def by_code(self) -> Mapping[str, Office]:
        return {office.code: office for office in self.units.values()}

    def lineage(self, unit: UUID) -> frozenset[UUID]:
        """The unit itself and every superior of it, by 块, by 条 and from inner office to organ."""
        found = self._lineages.get(unit)
        if found is None:
            found = self._lineages[unit] = self._climb(unit) | self._inherited(unit)
        return found

    def _inherited(self, unit: UUID) -> frozenset[UUID]:
        """The organs that were merged into this one: their people work here now (条例 第二十四条、第三十条)."""
        office = self.units.get(unit)
        found: set[UUID] = set()
        waiting = [one for one in (unit, office.organ if office else None) if one]
        while waiting:
            merged = [one for one in self._predecessors.get(waiting.pop(), ()) if one not in found]
            found.update(merged)
            waiting += merged
        return frozenset(found)

    @cached_property
    def _predecessors(self) -> Mapping[UUID, Sequence[UUID]]:
        found: dict[UUID, list[UUID]] = {}
        for office in self.units.values():
            if office.successor:
                found.setdefault(office.successor, []).append(office.id)
        return found

    def heir(self, gone: UUID, accused: frozenset[UUID]) -> Office:
        """Who carries on with a matter of an organ that is no more (条例 第二十四条).

        Its successor; where there is none, or the matter is about the successor, the nearest bureau of the government
        it stood under, which has another organ do it.
        """
        office = self.units[gone]
        seen = {gone}
        while not office.in_force and office.successor and office.successor not in seen:
            office = self.units[office.successor]
            seen.add(office.id)
        if office.in_force and not self.on_side_of(office.id, accused):
            return office
        above = self.get(self.units[gone].parent) or self.units[gone]
        return self.registrar(above.division, accused)

    def _climb(self, unit: UUID) -> frozenset[UUID]:
        seen: set[UUID] = set()
        waiting = [unit]
        while waiting:
            here = waiting.pop()
            if here in seen or here not in self.units:
                continue
            seen.add(here)
            office = self.units[here]
            waiting += [above for above in (office.parent, office.line, office.organ) if above]
        return frozenset(seen)

    def on_side_of(self, unit: UUID, accused: frozenset[UUID]) -> bool:
        """Whether ``unit`` is one of the accused organs or subordinate to one (条例 第三十条)."""
        return not accused.isdisjoint(self.lineage(unit))

    def registrar(self, division: str, accused: frozenset[UUID]) -> Office:
        """The organ that registers a matter of this place: the nearest bureau not on the accused's side.

        From county to province; when every bureau there is on that side, a discipline inspection organ, which answers
        to no government (条例 第二十二条、第三十条); then whoever else is free. Registering is never refused, so where
        nobody is free the nearest of all keeps the matter, out of its own sight, until somebody outside can take it
        (``procedure.outside``). Raises NotSetUp only where there is no organ at all.
        """
        free = (one for one in self._registrars(division) if not self.on_side_of(one.id, accused))
        found = next(free, None) or next(self._registrars(division), None)
        if found is None:
            raise NotSetUp("no organ at all; run: sunshine init")
        return found

    def overseer(self, unit: UUID, others: frozenset[UUID], accused: frozenset[UUID]) -> Office | None:
        """Who asks a petitioner about this unit: the nearest bureau above its level, never one of ``others``.

        Where there is no level above, another bureau of the same; then discipline inspection, which answers to no
        government; nobody where all of them are spoken of or on the accused's side.
        """
        here = self[unit]
        bureaus = self._upward(here.division, UnitKind.BUREAU)
        above = [one for one in bureaus if len(one.area) < len(here.area)]
        beside = [one for one in bureaus if one not in above]
        asked = [*above, *beside, *self._upward(here.division, UnitKind.DISCIPLINE)]
        free = (one for one in asked if one.id not in others and not self.on_side_of(one.id, accused))
        return next(free, None)

    def nearest(self, unit: UUID, kind: str, accused: frozenset[UUID]) -> Office | None:
        """The nearest office of a kind in or above this unit's place; never itself, nor one of the accused's side."""
        found = self._upward(self[unit].division, kind)
        free = (one for one in found if one.id != unit and not self.on_side_of(one.id, accused))
        return next(free, None)

    def _registrars(self, division: str) -> Iterator[Office]:
        """Who may register here, in the order they are asked; most are never come to."""
        nearest = self._upward(division, UnitKind.BUREAU)
        yield from nearest or self._everywhere.get(UnitKind.BUREAU, ())
        yield from self._upward(division, UnitKind.DISCIPLINE)
        for kind in (UnitKind.BUREAU, UnitKind.DISCIPLINE):
            yield from self._everywhere.get(kind, ())
        yield from self._upward(division, UnitKind.GOVERNMENT)
        if UnitKind.BUREAU not in self._everywhere:
            yield from self.organs_in("") or self.units.values()

    @cached_property
    def _everywhere(self) -> Mapping[str, Sequence[Office]]:
        """The offices in force by kind, those of the widest area first."""
        found: dict[str, list[Office]] = {}
        for office in sorted(self.units.values(), key=lambda office: (len(office.area), office.code)):
            if office.in_force:
                found.setdefault(office.kind, []).append(office)
        return found

    def numbering(self, unit: UUID) -> Office:
        """In whose name an area's filings are counted, whoever registers there: the first bureau ever made in it.

        Also when that is no more, because the series of a county must go on: a second bureau, or a successor, that
        began at 1 again would give numbers out twice.
        """
        division = self[unit].division
        areas = (division[:digits] for digits in range(COUNTY_DIGITS, 0, -1))
        found = next((self._first_bureaus[area] for area in areas if area in self._first_bureaus), None)
        return found or min(self._first_bureaus.values() or self.units.values(), key=lambda one: one.id)

    @cached_property
    def _first_bureaus(self) -> Mapping[str, Office]:
        """By area, down to the county: the bureau made there first, in force or not."""
        made = sorted((o for o in self.units.values() if o.is_bureau), key=lambda one: one.id, reverse=True)
        return {office.area[:COUNTY_DIGITS]: office for office in made}

    def _upward(self, division: str, kind: str) -> list[Office]:
        """The offices of a kind whose area the division lies in, the nearest first."""
        areas = (division[:digits] for digits in range(len(division), 0, -1))
        return [office for area in areas for office in self._by_area.get((kind, area), ())]

    @cached_property
    def _by_area(self) -> Mapping[tuple[str, str], tuple[Office, ...]]:
        found: dict[tuple[str, str], list[Office]] = {}
        for office in self.units.values():
            if office.in_force:
                found.setdefault((office.kind, office.area), []).append(office)
        return {area: tuple(offices) for area, offices in found.items()}

    def organs_in(self, area: str) -> list[Office]:
        """Organs (never inner offices) whose area lies inside ``area``, nearest levels first."""
        found = [
            o for o in self.units.values() if o.in_force and o.organ is None and o.division.startswith(area)
        ]
        return sorted(found, key=lambda o: (len(o.area), o.code))


_COLUMNS = (
    "id", "code", "name", "name_en", "short", "kind", "division_id",
    "parent_id", "line_id", "review_organ_id", "organ_id", "phone", "address", "hours", "successor_id",
)  # fmt: skip


@remembered(seconds=60)
def directory() -> Directory:
    """All units, kept in memory for a minute; ``memory.edited()`` after an edit."""
    rows = Unit.objects.annotate(today=ExpressionWrapper(holds(), BooleanField())).values_list(
        *_COLUMNS, "today"
    )
    return Directory({row[0]: Office(*row) for row in rows})
