"""An objection 异议 with its ruling, and another organ's part 协办. In small lawful shares."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.given import Given
from sunshine.web.simulation.affair import Affair, day
from sunshine.web.simulation.life import Act
from sunshine.web.simulation.voices import roads


class Objection:
    """Perhaps an organ says that it is another's. ``then`` is how it goes on here, ``there`` how another begins."""

    def __init__(self, affair: Affair, then: Act, there: Act) -> None:
        self.a, self.then, self.there = affair, then, there
        self.other: UUID | None = None

    def comes(self, at: datetime) -> bool:
        """Whether it does. Then nothing goes on before the ruling."""
        a = self.a
        if not a.chance(a.shares.objects):
            return False
        self.other = a.other_organ()
        if self.other:
            a.later(at, a.between(0.1, 1), self.object)
        return self.other is not None

    def object(self, at: datetime) -> None:
        a = self.a
        said = {"reason": a.say(roads.OBJECTING), "basis": a.say(roads.DUTIES)}
        a.do(a.handling.id, "object", a.handler, at, {"unit": str(self.other)}, said)
        if a.chance(a.shares.objection_withdrawn):
            a.later(at, a.between(0.1, 0.6), self.withdraw)
        else:
            a.later(
                at, a.between(0.5, 2), self.uphold if a.chance(a.shares.objection_upheld) else self.refuse
            )

    def withdraw(self, at: datetime) -> None:
        """Looked up once more, it is the organ's own after all."""
        a = self.a
        a.do(a.last("objection").id, "withdraw_objection", a.handler, at)
        a.later(at, a.between(0.3, 2), self.then)

    def refuse(self, at: datetime) -> None:
        """The bureau leaves it where it is, and says why."""
        a, objection = self.a, self.a.last("objection")
        a.do(
            objection.id,
            "refuse_objection",
            a.at(objection.unit, Role.SORTER),
            at,
            {},
            {"reason": a.say(roads.RULING)},
        )
        a.later(at, a.between(0.5, 3), self.then)

    def uphold(self, at: datetime) -> None:
        """It goes to the organ proposed, whose own term begins."""
        a, objection = self.a, self.a.last("objection")
        row = Given({"unit": str(self.other)})
        rows = {str(one.id): row for one in a.matter.demands_of(a.handling.id)}
        said = {"reason": a.say(roads.UPHELD)}
        a.do(objection.id, "uphold_objection", a.at(objection.unit, Role.SORTER), at, {}, said, rows)
        a.later(at, a.between(0.3, 2), self.there)


def ask_help(affair: Affair, at: datetime, term: float) -> None:
    """Perhaps another organ is asked for its part, and answers in time, or is told that it is not needed any more."""
    a = affair
    if term >= 15 and a.chance(a.shares.asks_help) and (other := a.other_organ()):
        a.later(at, a.between(1, 3), partial(_ask, a, other))


def _ask(affair: Affair, other: UUID, at: datetime) -> None:
    a = affair
    if a.can(a.handling, "ask_assistance"):
        facts = {"unit": str(other), "by": day(at + timedelta(days=12))}
        a.do(a.handling.id, "ask_assistance", a.handler, at, facts, {"words": a.say(roads.ASKING)})
        released = a.chance(a.shares.help_released)
        a.later(at, a.between(1, 8), partial(_release if released else _help, a, a.last("assistance").id))


def _help(affair: Affair, asked: UUID, at: datetime) -> None:
    a, here = affair, affair.family.members[asked]
    if a.can(here, "answer_assistance"):
        a.do(
            asked, "answer_assistance", a.at(here.unit, Role.HANDLER), at, {}, {"words": a.say(roads.HELPING)}
        )


def _release(affair: Affair, asked: UUID, at: datetime) -> None:
    a, here = affair, affair.family.members[asked]
    if a.can(here, "release_assistance"):
        a.do(asked, "release_assistance", a.handler, at)
