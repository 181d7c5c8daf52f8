"""Reviews 复查 and final reviews 复核: who asks, what is looked at again, and what comes of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.plan import Number
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.petitions.models import Method
from sunshine.petitions.reviewing import asked_of
from sunshine.web.simulation.affair import Affair, day
from sunshine.web.simulation.interludes import Hearing, Pause, records
from sunshine.web.simulation.life import Act
from sunshine.web.simulation.receipts import correct_day
from sunshine.web.simulation.voices import manners, roads

LEVELS = {"ask_review": "review", "ask_final_review": "final"}


class Reviews:
    """What the first who filed does about an answer. ``redo`` is what the organ does when it is revoked."""

    def __init__(self, affair: Affair, redo: Act) -> None:
        self.a, self.redo = affair, redo

    @property
    def here(self) -> SubjectState:
        """The review asked for last."""
        return self.a.last("review")

    def asked_soon(self, at: datetime) -> None:
        """Perhaps the petitioner, who has just been served with the opinion, asks the organ above."""
        a = self.a
        if a.to_the_end or (a.outcome and a.chance(a.shares.reviewed[a.outcome])):
            a.evening(at, a.between(3, 26 if not a.to_the_end else 6), partial(self._ask, "ask_review"))

    def _ask(self, move: str, at: datetime) -> None:
        a = self.a
        papers = a.matter.reviewable(a.filing, LEVELS[move])
        above = self._somebody_above(papers[-1]) if papers else False
        if above and a.can(a.family.members[a.filing], move):
            said = {"words": a.say(roads.DISAGREEING)}
            a.do(a.filing, move, a.citizen, at, {"paper": str(papers[-1])}, said)
            self._begun(at)

    def _begun(self, at: datetime) -> None:
        """The organ above works on it: names somebody, calls, writes down what it hears, holds a hearing where it must."""
        a, here = self.a, self.here
        if a.chance(a.shares.named * 2):
            a.later(at, 0.2, partial(self._assign))
        if a.chance(0.3):
            a.later(at, a.between(1, 6), self._contact)
        if a.chance(0.1):
            a.evening(at, a.between(1, 7), self._urge)
        records(a, here.id, at, 7)
        pause = Pause(
            a, here.id, self._decide, a.matter.reviews[here.id].level.replace("final", "final_review")
        )
        if a.chance(a.shares.review_heard) and not a.to_the_end:
            a.later(at, a.between(1, 3), Hearing(a, here.id, self._decide).call)
        elif pause.allowed(at) and a.chance(a.shares.paused) and not a.to_the_end:
            a.later(at, a.between(2, 6), pause.begin)
        else:
            a.later(at, a.between(8, 24 if not a.to_the_end else 12), self._decide)

    def _assign(self, at: datetime) -> None:
        a, here = self.a, self.here
        if a.can(here, "assign"):
            to = a.at(here.unit, Role.HANDLER).post
            a.do(here.id, "assign", a.at(here.unit, Role.HEAD), at, {"post": str(to)})
            a.do(
                here.id,
                "note",
                a.at(here.unit, Role.HANDLER),
                at + timedelta(minutes=8),
                {},
                {"words": a.say(roads.LOOK_AT)},
            )

    def _contact(self, at: datetime) -> None:
        a, here = self.a, self.here
        if here.stage == "asked":
            a.do(
                here.id,
                "contact",
                a.at(here.unit, Role.HANDLER),
                at,
                {"method": "phone"},
                {"words": a.say(roads.HEARD_OUT)},
            )

    def _urge(self, at: datetime) -> None:
        a, here = self.a, self.here
        if here.stage == "asked":
            a.do(a.filing, "urge", a.citizen, at, {}, {"words": a.case.sometimes(0.8, manners.URGING)})
            a.later(at, a.between(0.2, 2), self._reply)

    def _reply(self, at: datetime) -> None:
        a, here = self.a, self.here
        a.do(here.id, "reply_urge", a.at(here.unit, Role.HANDLER), at, {}, {"words": a.say(manners.REPLYING)})

    def _somebody_above(self, paper: Any) -> bool:
        """Whether the organ above has a handler and a head at work."""
        a = self.a
        office = asked_of(a.life.places.book, a.family.seen_from(a.filing), a.matter.answer(paper))
        return office is not None and a.has(office.id, Role.HANDLER, Role.HEAD)

    # --- the verdict

    def _verdict(self) -> str:
        a = self.a
        if a.outcome == "support" or a.to_the_end:
            return "uphold"
        once = not any(one.rehandling for one in a.matter.reviews.values())
        roll = a.life.dice.random()
        if roll < a.shares.revoked and once:
            return "revoke"
        return "vary" if roll < a.shares.revoked + a.shares.varied else "uphold"

    def _decide(self, at: datetime) -> None:
        a, here, verdict = self.a, self.here, self._verdict()
        spoken = {"uphold": roads.UPHOLDING, "vary": roads.VARYING, "revoke": roads.REVOKING}[verdict]
        said = {
            "findings": a.say(roads.LOOKING), "opinion": a.say(spoken), "basis": a.say(roads.REVIEW_BASIS),
        }  # fmt: skip
        row = Given({"outcome": "explain"}, {"opinion": said["opinion"], "basis": said["basis"]})
        about = a.matter.reviews[here.id].handling
        rows = {str(one.id): row for one in a.matter.demands_of(about)} if verdict == "vary" else {}
        facts = {"days": 30} if verdict == "revoke" else {}
        handler = a.at(here.unit, Role.HANDLER)
        a.do(here.id, verdict, handler, at, facts, said, rows)
        if a.chance(a.shares.recalled * 2):
            a.do(here.id, "recall", handler, at + timedelta(minutes=20))
            a.do(here.id, verdict, handler, at + timedelta(minutes=50), facts, said, rows)
        elif a.chance(a.shares.sent_back / 2):
            at = a.life.office(at, 0.3)
            a.life.soon(
                at,
                partial(
                    self._send_back,
                    partial(a.do, here.id, verdict, handler, facts=facts, texts=said, rows=rows),
                ),
            )
            return
        a.later(at, a.between(0.4, 1.5), self._sign)

    def _send_back(self, again: Any, at: datetime) -> None:
        a, here = self.a, self.here
        a.do(here.id, "send_back", a.at(here.unit, Role.HEAD), at, {}, {"reason": a.say(roads.SHORT)})
        later = a.life.office(at, 0.5)
        a.life.soon(later, lambda at: self._again(again, at))

    def _again(self, again: Any, at: datetime) -> None:
        again(at=at)
        self.a.later(at, 0.5, self._sign)

    def _sign(self, at: datetime) -> None:
        a, here = self.a, self.here
        made = a.do(here.id, "confirm", a.at(here.unit, Role.HEAD), at)
        self.number: Number = made.numbers[-1]
        if a.arrival.channel == "visit":
            a.later(at, a.between(1.5, 4), self._handed_over)
        else:
            a.evening(at, a.between(0.5, 6), partial(self._served, a.citizen, Method.ONLINE))
        if a.matter.reviews[here.id].rehandling:
            self.redo(at)

    def _handed_over(self, at: datetime) -> None:
        """By the reviewing organ, to whoever came in person; the day is sometimes entered wrongly."""
        a, here = self.a, self.here
        self._served(a.at(here.unit, Role.HANDLER), Method.HAND, at)
        if a.chance(a.shares.day_served_corrected):
            paper = a.matter.reviews[here.id].answer
            a.later(at, a.between(0.5, 2), partial(correct_day, a, here.id, paper))

    def _served(self, by: Actor, method: Method, at: datetime) -> None:
        a, review = self.a, self.a.matter.reviews[self.here.id]
        if review.answer is None:
            return
        facts = {"paper": str(review.answer), "method": method.value, "day": day(at), "relation": "self"}
        who = a.matter.filings[a.filing].identity.name or "信访人"
        a.do(a.filing, "deliver", by, at, facts, {"receiver": who} if by.officer else {})
        goes_on = a.to_the_end or a.chance(a.shares.goes_on)
        if review.level == "review" and not review.rehandling and goes_on:
            a.evening(at, a.between(3, 20 if not a.to_the_end else 6), partial(self._ask, "ask_final_review"))
        elif review.level == "final":
            a.ended = self.number
