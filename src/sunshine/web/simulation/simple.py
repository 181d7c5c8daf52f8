"""Simplified handling 简易办理: first petitions that are clear, small or urgent, answered within ten working days."""

from __future__ import annotations

from datetime import datetime, timedelta

from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.given import Given
from sunshine.petitions import clocks
from sunshine.petitions.models import Outcome
from sunshine.web.simulation.affair import Affair, contact_of
from sunshine.web.simulation.life import Act
from sunshine.web.simulation.voices import manners
from sunshine.web.simulation.voices import meetings as words

KINDS = ("clear", "clear", "daily", "promised")


class Simple:
    """One handling dealt with simply: ``serve`` its answer, or ``propose`` an opinion where it must be a full one."""

    def __init__(self, affair: Affair, serve: Act, propose: Act) -> None:
        self.a, self.serve, self.propose = affair, serve, propose

    def fits(self) -> bool:
        """First petitions alone, of one or two people, that nobody has objected to."""
        a = self.a
        first = not a.arrival.again and a.arrival.hot is None and not a.to_the_end
        untouched = len(a.matter.filings) == 1 and not any(one.objections for one in a.matter.demands)
        heads = a.has(a.handling.unit, Role.HEAD)
        return first and untouched and heads and a.chance(a.shares.simple)

    def accept(self, ordinary: Act, at: datetime) -> None:
        """Within three working days of its arrival, else the ordinary way."""
        a, here = self.a, self.a.handling
        received = a.matter.handlings[here.id].received_at
        late = at >= clocks.ACCEPT_SIMPLY.due(received, a.life.places.world.calendar).at
        if late or len(a.matter.filings) > 1 or not a.can(here, "accept_simply"):
            ordinary(at)
            return
        facts = {"simple": a.life.dice.choice(KINDS), "first": "yes"}
        a.do(here.id, "accept_simply", a.handler, at, facts, dict(contact_of(a, a.handler)))
        if a.chance(a.shares.full_wanted):
            a.evening(at, a.between(0.1, 2), self.want)
        if a.chance(0.4):
            a.later(at, a.between(0.5, 3), self.contact)
        a.later(at, a.between(2.5, 9), self.turn if a.chance(a.shares.simple_turned) else self.answer)

    def contact(self, at: datetime) -> None:
        a = self.a
        if a.can(a.handling, "contact"):
            said = {"words": a.say(a.case.topic.contact) or "电话了解了情况。"}
            a.do(a.handling.id, "contact", a.handler, at, {"method": "phone"}, said)

    def want(self, at: datetime) -> None:
        """The petitioner would rather have it in full."""
        a = self.a
        if a.handling.stage == "accepted":
            a.do(a.filing, "want_opinion", a.citizen, at)

    def turn(self, at: datetime) -> None:
        """Not so simple after all: the sixty days, counted from acceptance."""
        a = self.a
        if a.handling.stage == "accepted":
            a.do(a.handling.id, "turn_ordinary", a.handler, at, {}, {"reason": a.say(words.NOT_SIMPLE)})
            a.later(at, a.between(5, 30), self.propose)

    def answer(self, at: datetime) -> None:
        a, here = self.a, self.a.handling
        if a.matter.handlings[here.id].wants_opinion:
            self.propose(at)
        elif a.can(here, "reply_simply"):
            a.outcome = a.outcome or ("support" if a.chance(0.85) else "explain")
            opinion = a.case.answer(a.outcome)["opinion"]
            row = Given({"outcome": a.outcome}, {"opinion": opinion})
            rows = {str(one.id): row for one in a.matter.demands_of(here.id)}
            a.do(here.id, "reply_simply", a.handler, at, {}, {}, rows)
            a.signed(here.id, at, a.between(0.1, 0.8), self._answered)

    def _answered(self, at: datetime) -> None:
        a = self.a
        if a.outcome == Outcome.SUPPORT:
            a.later(at, a.between(1, 20), self._carry_out)
        self.serve(at)

    def _carry_out(self, at: datetime) -> None:
        a = self.a
        if any(duty.rule == "execute" for duty in a.family.duties.values()):
            said = {"words": a.say(manners.CARRIED_OUT), "proof": "信访人签收"}
            a.do(a.handling.id, "carry_out", a.handler, at + timedelta(minutes=1), {}, said)
