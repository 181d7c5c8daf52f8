"""What only some petitions come to: an objection, another organ's part, more time, a look from above. In small lawful shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.offices.actors import Actor, petitioner
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.petitions.models import Method
from sunshine.petitions.reviewing import asked_of
from sunshine.web.simulation.clock import online_after
from sunshine.web.simulation.life import Act, Life
from sunshine.web.simulation.voices import roads

OBJECTS, ASKS_HELP, EXTENDS = 0.03, 0.05, 0.6  # of what is signed for; is accepted; takes too long
REVIEWED = {"support": 0.02, "explain": 0.12, "refuse": 0.3}  # by what the opinion came to
UPHELD, GOES_ON = 0.8, 0.35  # of reviews; of those upheld, to the final one


@dataclass
class SideRoads:
    """The side roads of one petition with one handling."""

    life: Life
    outcome: str = ""  # of the opinion that may be looked at again

    @property
    def handling(self) -> SubjectState:
        return self.life.member("handling")

    @property
    def handler(self) -> Actor:
        return self.life.places.at(self.handling.unit, Role.HANDLER.value)

    def _chance(self, share: float) -> bool:
        return self.life.dice.random() < share

    def _other(self) -> UUID | None:
        """Another organ of the same place with somebody at work."""
        book, own = self.life.places.book, self.handling.unit
        near = [
            one.id
            for one in book.organs_in(book[own].division[:6])
            if not one.is_bureau and one.id != own and (one.id, Role.HANDLER.value) in self.life.places.actors
            and one.division == book[own].division
        ]  # fmt: skip
        return self.life.dice.choice(near) if near and not self.handling.sealed else None

    # --- objection 异议, which the bureau finds wrong

    def objects(self, at: datetime, then: Act) -> bool:
        """Perhaps the organ says that it is another's; then it goes on only after the ruling. Returns whether it does."""
        if not self._chance(OBJECTS) or (other := self._other()) is None:
            return False
        life = self.life

        def act(at: datetime) -> None:
            said = {"reason": life.case.say(roads.OBJECTING), "basis": "本机关职责规定"}
            life.do(self.handling.id, "object", self.handler, at, {"unit": str(other)}, said)
            life.soon(life.office(at, life.dice.uniform(0.5, 2)), partial(self.rule, then))

        life.soon(life.office(at, life.dice.uniform(0.1, 1)), act)
        return True

    def rule(self, then: Act, at: datetime) -> None:
        """The bureau leaves it where it is, and says why."""
        objection = self.life.member("objection")
        sorter = self.life.places.at(objection.unit, Role.SORTER.value)
        said = {"reason": self.life.case.say(roads.RULING)}
        self.life.do(objection.id, "refuse_objection", sorter, at, {}, said)
        self.life.soon(self.life.office(at, self.life.dice.uniform(0.5, 3)), then)

    # --- assistance 协办 and extension 延期

    def asks_help(self, at: datetime, term: float) -> None:
        """Perhaps another organ is asked for its part, and answers in time."""
        if not self._chance(ASKS_HELP) or (other := self._other()) is None or term < 15:
            return
        life = self.life

        def act(at: datetime) -> None:
            by = (at.astimezone(SHANGHAI) + timedelta(days=12)).date().isoformat()
            said = {"words": life.case.say(roads.ASKING)}
            life.do(
                self.handling.id, "ask_assistance", self.handler, at, {"unit": str(other), "by": by}, said
            )
            life.soon(life.office(at, life.dice.uniform(1, 8)), self.helps)

        life.soon(life.office(at, life.dice.uniform(1, 3)), act)

    def helps(self, at: datetime) -> None:
        asked = self.life.member("assistance")
        helper = self.life.places.at(asked.unit, Role.HANDLER.value)
        said = {"words": self.life.case.say(roads.HELPING)}
        self.life.do(asked.id, "answer_assistance", helper, at, {}, said)

    def extends(self, at: datetime, term: float) -> None:
        """Who sees that sixty days will not do asks the head for more, some days before they are over."""
        life = self.life
        if term <= 60 or not self._chance(EXTENDS):
            return

        def act(at: datetime) -> None:
            said = {"reason": life.case.say(roads.EXTENDING)}
            life.do(self.handling.id, "extend", self.handler, at, {"days": 30}, said)
            life.soon(life.office(at, 0.4), self._head_agrees)

        life.soon(life.office(at, life.dice.uniform(48, 54)), act)

    def _head_agrees(self, at: datetime) -> None:
        head = self.life.places.at(self.handling.unit, Role.HEAD.value)
        self.life.do(self.handling.id, "confirm", head, at)

    # --- review 复查 and final review 复核

    def is_reviewed(self, at: datetime, outcome: str) -> None:
        """Perhaps the petitioner, who has just been served with the opinion, asks the organ above."""
        self.outcome = outcome
        if outcome and self._chance(REVIEWED[outcome]):
            self.life.soon(
                online_after(at, self.life.dice.uniform(3, 26), self.life.dice), self._asker("ask_review")
            )

    def _asker(self, move: str) -> roads.Act:
        def act(at: datetime) -> None:
            life, filing = self.life, self.life.member("filing").id
            level = "review" if move == "ask_review" else "final"
            papers = life.matter.reviewable(filing, level)
            if papers and self._somebody_above(papers[-1]):
                said = {"words": life.case.say(roads.DISAGREEING)}
                life.do(filing, move, petitioner(filing), at, {"paper": str(papers[-1])}, said)
                life.soon(life.office(at, life.dice.uniform(8, 24)), self._decide)

        return act

    def _somebody_above(self, paper: UUID) -> bool:
        """Whether the organ above has a handler and a head at work."""
        life = self.life
        snapshot = life.history.now.seen_from(life.member("filing").id)
        office = asked_of(life.places.book, snapshot, life.matter.answer(paper))
        both = (Role.HANDLER.value, Role.HEAD.value)
        return office is not None and all((office.id, role) in life.places.actors for role in both)

    @property
    def _review(self) -> SubjectState:
        """The review asked for last."""
        return [one for one in self.life.history.now.members.values() if one.kind == "review"][-1]

    def _decide(self, at: datetime) -> None:
        life, review = self.life, self._review
        stands = self.outcome == "support" or self._chance(UPHELD)
        verdict = "uphold" if stands else "vary"
        spoken = roads.UPHOLDING if stands else roads.VARYING
        said = {
            "findings": life.case.say(roads.LOOKING), "opinion": life.case.say(spoken),
            "basis": "《信访工作条例》第三十五条",
        }  # fmt: skip
        row = Given({"outcome": "explain"}, {"opinion": said["opinion"], "basis": said["basis"]})
        rows = {str(one.id): row for one in life.matter.demands} if verdict == "vary" else {}
        handler = life.places.at(review.unit, Role.HANDLER.value)
        life.do(review.id, verdict, handler, at, {}, said, rows)
        life.soon(life.office(at, 0.6), self._sign)

    def _sign(self, at: datetime) -> None:
        life, review = self.life, self._review
        life.do(review.id, "confirm", life.places.at(review.unit, Role.HEAD.value), at)
        life.soon(online_after(at, life.dice.uniform(0.5, 6), life.dice), self._served)

    def _served(self, at: datetime) -> None:
        life, filing, review = (
            self.life,
            self.life.member("filing").id,
            self.life.matter.reviews[self._review.id],
        )
        facts = {"paper": str(review.answer), "method": Method.ONLINE.value}
        life.do(filing, "deliver", petitioner(filing), at, facts)
        if review.level == "review" and self._chance(GOES_ON):
            life.soon(online_after(at, life.dice.uniform(3, 20), life.dice), self._asker("ask_final_review"))
