"""The checker's small county: its organs, and one person in every post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

from sunshine.foundation.calendar.rules import WorkCalendar
from sunshine.foundation.offices.actors import SYSTEM, Actor, petitioner
from sunshine.foundation.offices.directory import Directory, Office
from sunshine.petitions.intervals import Allowed

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
CALENDAR = WorkCalendar(published=frozenset({2026}), exceptions={})
SC_GOV, MS_GOV, RS_GOV, MS_BUREAU, BUREAU, LABOUR, HOUSING, SHIGAO, DISCIPLINE = (
    UUID(int=n) for n in range(1, 10)
)
ACCUSED, ABOVE, EVERYBODY = "视高街道办事处", "眉山市信访局", "四川省人民政府"

# unit, code, name, kind, division, parent
UNITS = (
    (SC_GOV, "sc-gov", "四川省人民政府", "government", "510000", None),
    (MS_GOV, "ms-gov", "眉山市人民政府", "government", "511400", SC_GOV),
    (RS_GOV, "rs-gov", "仁寿县人民政府", "government", "511421", MS_GOV),
    (MS_BUREAU, "ms-bureau", "眉山市信访局", "bureau", "511400", MS_GOV),
    (BUREAU, "rs-bureau", "仁寿县信访局", "bureau", "511421", RS_GOV),
    (LABOUR, "rs-labour", "仁寿县人力资源和社会保障局", "department", "511421", RS_GOV),
    (HOUSING, "rs-housing", "仁寿县住房和城乡建设局", "department", "511421", RS_GOV),
    (SHIGAO, "rs-shigao", ACCUSED, "township", "511421004", RS_GOV),
    (DISCIPLINE, "rs-discipline", "仁寿县纪委监委", "discipline", "511421", None),
)
BOOK = Directory({
    unit: Office(unit, code, name, code, name[:6], kind, division, parent, None, parent, None)
    for unit, code, name, kind, division, parent in UNITS
})  # fmt: skip
# In the checker's county an appraisal lets the sixty days and a review stand still, as one place's own law might say.
APPRAISAL = Allowed(
    UUID(int=50), "appraisal", "decide", "511421", "《某县信访办法》第十条", NOON.date(), None
)
REVIEWED_LATER = replace(APPRAISAL, id=UUID(int=51), term="review")
PAUSE_RULES = {one.id: one for one in (APPRAISAL, REVIEWED_LATER)}
NAMES = {unit: code for unit, code, *_ in UNITS}
BUREAU_ROLES, UNIT_ROLES = ("window", "sorter", "head"), ("handler", "head")


def ended(book: Directory, unit: UUID, successor: UUID | None) -> Directory:
    """The directory after an organ was merged into another, or abolished without one."""
    gone = replace(book[unit], in_force=False, successor=successor)
    return Directory({**book.units, unit: gone})


def _officer(role: str, unit: UUID, n: int) -> Actor:
    return Actor(role, f"o:{n}", UUID(int=n), UUID(int=n + 100), unit, BOOK.lineage(unit), BOOK[unit].area)


_POSTS = [
    *product((BUREAU, MS_BUREAU), BUREAU_ROLES),
    *product((LABOUR, HOUSING, SHIGAO, DISCIPLINE, RS_GOV, MS_GOV), UNIT_ROLES),
    (DISCIPLINE, "sorter"),
    (LABOUR, "handler"),  # takes over where a colleague withdraws
    (RS_GOV, "leader"), (MS_BUREAU, "security_admin"), (MS_BUREAU, "auditor"), (MS_BUREAU, "system_admin"),
]  # fmt: skip
OFFICERS = [_officer(role, unit, 1000 + n) for n, (unit, role) in enumerate(_POSTS)]


def everybody(filing: UUID) -> list[Actor]:
    """Everyone who may ever act on the matter of this filing; its petitioner first."""
    return [petitioner(filing), SYSTEM, *OFFICERS]


BOTH = (LABOUR, LABOUR)
APART = (LABOUR, HOUSING)


@dataclass(frozen=True)
class Scope:
    """What is explored together: the moves, how a matter comes in, how it may be sorted and divided among organs."""

    moves: frozenset[str]
    filings: tuple[tuple[str, str], ...] = (("demand", ""),)  # purpose and whom it is about
    classes: tuple[tuple[str, str], ...] = (("demand", "demand"),)
    units: tuple[tuple[UUID, UUID], ...] = (BOTH,)
    silent: bool = (
        False  # the petitioner files and is never heard of again: officers must bring it to its end
    )
    keeping: bool = False  # the bureau may keep demands, and assign others with a report due
    place: str = "511421"  # where the matter is said to be
    supports: bool = False  # opinions support what is asked, so that it has to be carried out
    ends: UUID = LABOUR  # the organ that is abolished or merged, where the moves have one end
    heirs: tuple[UUID | None, ...] = (None, HOUSING)
    repeated: bool = False  # the same person says the same again, and what was said first is being handled
    registered: datetime = NOON
    visibility: str = "handlers"  # who may know the petitioner
    nobody_free: bool = False  # at first every organ there is stands on the accused's side

    @property
    def first_book(self) -> Directory:
        return ended(BOOK, DISCIPLINE, None) if self.nobody_free else BOOK
