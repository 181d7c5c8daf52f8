"""One petition in a life: its family as it stands, who works on it, and the words they find."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.offices.actors import ANYONE, Actor, petitioner
from sunshine.foundation.offices.directory import Office
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.family import Family
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.plan import Number, Plan
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.matter import Matter
from sunshine.petitions.procedure.filing import REGISTER
from sunshine.web.simulation.arrivals import Arrival
from sunshine.web.simulation.case import Case
from sunshine.web.simulation.clock import online_after
from sunshine.web.simulation.life import Act, Life
from sunshine.web.simulation.shares import Shares
from sunshine.web.simulation.voices.shape import Lines


class Affair:
    """One petition with everybody around it."""

    def __init__(self, life: Life, arrival: Arrival) -> None:
        self.life, self.arrival = life, arrival
        self.case = Case(arrival, life.places, life.dice)
        self.outcome, self.late = "", False  # of the answer given last; whether a term was overrun
        self.to_the_end = False  # whether it goes as far as the final review
        self.ended: Number | None = None  # that of the final review, once it was served
        self.instead: dict[UUID, Actor] = {}  # by officer, who took over where one withdrew 回避
        self.root = UUID(int=0)
        self.filing = UUID(int=0)
        self._office: Office | None = None

    # --- what there is

    def open(self, given: Given | None = None) -> Plan:
        """Plan the registration; it waits for its number."""
        life, arrival, book = self.life, self.arrival, self.life.places.book
        bureau = book.by_code[f"{arrival.place}-bureau"].id
        actor = ANYONE if arrival.channel == "web" else life.places.desk(bureau)
        made = life.history.plan_opening(REGISTER, actor, given or self.case.filed(), arrival.at)
        self.root, self.filing = made.new[0], made.new[1]
        life.openings.append(made)
        return made

    @property
    def family(self) -> Family:
        return self.life.history.families[self.root]

    @property
    def matter(self) -> Matter:
        found: Matter = self.family.matter
        return found

    def of_kind(self, kind: str) -> list[SubjectState]:
        """The members of this kind, oldest first."""
        return [one for one in self.family.members.values() if one.kind == kind]

    @property
    def petition(self) -> SubjectState:
        return self.family.members[self.root]

    @property
    def handling(self) -> SubjectState:
        """The handling that goes on, or that answered last. Raises IndexError before there is one."""
        return self.of_kind("handling")[-1]

    def last(self, kind: str) -> SubjectState:
        """The member of this kind that began last. Raises IndexError when there is none."""
        return self.of_kind(kind)[-1]

    # --- who there is

    def at(self, unit: UUID, role: Role) -> Actor:
        """Whoever does this there now. Raises KeyError when nobody does."""
        found = self.life.places.at(unit, role.value)
        return self.instead.get(found.officer, found) if found.officer else found

    def has(self, unit: UUID, *roles: Role) -> bool:
        return all((unit, role.value) in self.life.places.actors for role in roles)

    @property
    def handler(self) -> Actor:
        return self.at(self.handling.unit, Role.HANDLER)

    @property
    def head(self) -> Actor:
        return self.at(self.handling.unit, Role.HEAD)

    @property
    def sorter(self) -> Actor:
        return self.at(self.petition.unit, Role.SORTER)

    @property
    def citizen(self) -> Actor:
        return petitioner(self.filing)

    @property
    def office(self) -> Office:
        """The organ with the power to decide; the same whenever it is asked."""
        if self._office is None:
            life, case = self.life, self.case
            near = case.town if self.in_a_county else self.arrival.place
            self._office = life.places.handling(near, case.topic.trade, life.dice)
        return self._office

    @property
    def in_a_county(self) -> bool:
        """Whether a county's bureau has it now."""
        return (
            len(self.petition.area) >= 6
            if self.root in self.life.history.families
            else self.arrival.level == 2
        )

    def other_organ(self) -> UUID | None:
        """Another organ of the same place with somebody at work; none for what is kept secret."""
        book, own = self.life.places.book, self.handling.unit
        roles = (Role.HANDLER, Role.HEAD)
        near = [
            one.id
            for one in book.organs_in(book[own].division[:6])
            if not one.is_bureau and one.id != own and self.has(one.id, *roles)
            and one.division == book[own].division
        ]  # fmt: skip
        return self.life.dice.choice(near) if near and not self.handling.sealed else None

    # --- chance, time and words

    @property
    def shares(self) -> Shares:
        return self.life.places.shares

    def chance(self, share: float) -> bool:
        return self.life.dice.random() < share

    def between(self, low: float, high: float) -> float:
        return self.life.dice.uniform(low, high)

    def later(self, at: datetime, days: float, act: Act) -> None:
        """In office hours, about so many days later."""
        self.life.soon(self.life.office(at, days), act)

    def evening(self, at: datetime, days: float, act: Act) -> None:
        """When a citizen comes back to it."""
        self.life.soon(online_after(at, days, self.life.dice), act)

    def say(self, found: Lines) -> str:
        return self.case.say(found)

    # --- acts

    def do(
        self, subject: UUID, move: str, actor: Actor, at: datetime, facts: dict[str, Any] | None = None,
        texts: dict[str, str] | None = None, rows: dict[str, Given] | None = None,
    ) -> Plan:  # fmt: skip
        return self.life.do(subject, move, actor, at, facts, texts, rows)

    def can(self, subject: SubjectState, move: str) -> bool:
        """Whether the desk would still offer it: people do not try what has no button any more."""
        known = procedure(subject.kind).by_code[move]
        waits = subject.pending_seq and (known.to or known.countersign)
        return subject.stage in known.source and not waits

    def signed(self, subject: UUID, at: datetime, days: float, then: Act | None = None) -> None:
        """Have the head of whoever holds it sign what waits there, and go on."""
        self.later(at, days, partial(self._sign, subject, then))

    def _sign(self, subject: UUID, then: Act | None, at: datetime) -> None:
        here = self.family.members[subject]
        if here.pending_seq:
            self.do(subject, "confirm", self.at(here.unit, Role.HEAD), at)
            if then:
                then(at)


def day(at: datetime) -> str:
    """The local day of a moment, as forms write it."""
    return at.astimezone(SHANGHAI).date().isoformat()


def contact_of(affair: Affair, actor: Actor) -> Mapping[str, str]:
    """Whom to ask, as papers name them."""
    assert actor.unit is not None
    return {"person": actor.name, "phone": affair.life.places.book[actor.unit].phone}
