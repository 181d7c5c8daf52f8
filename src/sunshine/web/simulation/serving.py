"""How an answer reaches people, and what they do with it: opened, handed over, posted, announced; rated, called about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sunshine.foundation.offices.actors import Actor, petitioner
from sunshine.foundation.procedure.given import Given
from sunshine.petitions.forms import unserved
from sunshine.petitions.models import Method
from sunshine.web.simulation.affair import Affair, day
from sunshine.web.simulation.calling import called_back_soon
from sunshine.web.simulation.life import Act
from sunshine.web.simulation.receipts import correct_day
from sunshine.web.simulation.reviewing import Reviews
from sunshine.web.simulation.voices import manners

CODES = ["SF", "JD", "ZT", "YT", "EMS"]


class Serving:
    """The answer of one handling on its way to everybody who filed. ``redo`` is what the organ does when it is revoked."""

    def __init__(self, affair: Affair, server: Callable[[], Actor], redo: Act) -> None:
        self.a, self.server = affair, server
        self.reviews = Reviews(affair, redo)

    def serve_soon(self, at: datetime) -> None:
        """To each who filed and still pursues it."""
        for filing in self.a.of_kind("filing"):
            if filing.stage != "withdrawn":
                self._serve(filing.id, at)

    def _serve(self, filing: UUID, at: datetime) -> None:
        """Online people open it themselves, nearly all of them; the others are served by hand or by post."""
        a, channel = self.a, self.a.matter.filings[filing].channel
        online = channel == "web"
        if online and a.chance(0.88):
            a.evening(at, min(a.life.dice.expovariate(0.5), 9), partial(self.open_paper, filing))
        elif online or channel == "visit":
            days = a.between(7, 9.5) if online else a.between(0.5, 6)
            a.later(at, days, partial(self._by_officer, filing, Method.HAND.value))
        else:
            a.later(at, a.between(0.2, 3), partial(self.send, filing))

    def _paper(self, filing: UUID) -> str:
        """The answer of the handling that did not reach this one yet; empty when there is none, or the filing left."""
        a = self.a
        if filing not in a.family.members:
            return ""
        answer = a.matter.handlings[a.handling.id].answer
        waiting = unserved(a.family.seen_from(filing))
        return str(answer) if answer in waiting else ""

    def open_paper(self, filing: UUID, at: datetime) -> None:
        self._deliver(filing, at, petitioner(filing), {"method": Method.ONLINE.value})

    def send(self, filing: UUID, at: datetime) -> None:
        a = self.a
        tracking = f"{a.life.dice.choice(CODES)}{a.life.dice.randrange(10**12):012d}"
        facts = {"paper": self._paper(filing), "day": day(at)}
        if facts["paper"]:
            a.do(filing, "send_paper", self.server(), at, facts, {"tracking": tracking})
            failed = a.chance(a.shares.undelivered)
            a.later(at, a.between(2, 6), partial(self.fail if failed else self._signed_for, filing))

    def _signed_for(self, filing: UUID, at: datetime) -> None:
        self._by_officer(filing, Method.POST.value, at)

    def fail(self, filing: UUID, at: datetime) -> None:
        facts = {"paper": self._paper(filing), "method": "post", "day": day(at)}
        if facts["paper"]:
            self.a.do(
                filing, "fail_delivery", self.server(), at, facts, {"reason": self.a.say(manners.NO_HOME)}
            )
            self.a.later(at, self.a.between(0.5, 2), partial(self.announce, filing))

    def announce(self, filing: UUID, at: datetime) -> None:
        known = self.a.case.known
        place = f"{known['p']}人民政府网站和{known['town']}公开栏"
        facts = {"paper": self._paper(filing), "day": day(at)}
        if facts["paper"]:
            self.a.do(filing, "announce", self.server(), at, facts, {"place": place})

    def _by_officer(self, filing: UUID, method: str, at: datetime) -> None:
        if not self._paper(filing):
            return
        who = self.a.matter.filings[filing].identity.name or "信访人"
        family = self.a.chance(0.15)
        facts = {"method": method, "day": day(at), "relation": "family" if family else "self"}
        self._deliver(filing, at, self.server(), facts, {"receiver": f"{who}的家属" if family else who})

    def _deliver(
        self,
        filing: UUID,
        at: datetime,
        actor: Actor,
        facts: dict[str, str],
        texts: dict[str, str] | None = None,
    ) -> None:
        a, paper = self.a, self._paper(filing)
        if not paper:  # withdrawn, or decided anew meanwhile
            return
        a.do(filing, "deliver", actor, at, {"paper": paper, **facts}, texts)
        if filing == a.filing:
            self.reviews.asked_soon(at)
            if actor.officer and a.chance(a.shares.day_served_corrected):
                answer = a.matter.handlings[a.handling.id].answer
                a.later(at, a.between(1, 4), partial(correct_day, a, a.handling.id, answer))
        if a.outcome and (a.to_the_end or a.chance(a.shares.rated)):
            a.evening(at, min(a.life.dice.expovariate(0.25), 28), partial(self.rate, filing))

    def rate(self, filing: UUID, at: datetime) -> None:
        """Where the window is still open; who is dissatisfied is called from above."""
        a = self.a
        if filing not in a.family.members:
            return
        owed = any(duty.rule == "rate" and duty.subject == filing for duty in a.family.duties.values())
        reached = a.matter.filings[filing].delivered
        rated = [
            str(pk) for pk, h in a.matter.handlings.items()
            if h.opinion_seq and h.answer in reached and not a.matter.revoked(pk)
        ]  # fmt: skip
        if not owed or not rated:
            return
        value, said = a.case.verdict(a.outcome, a.late)
        bureau = 0 if value != 3 or a.chance(0.5) else 1
        rows = {pk: Given({"unit": value}) for pk in rated}
        a.do(filing, "rate", petitioner(filing), at, {"bureau": bureau}, {"words": said}, rows)
        called_back_soon(a, at + timedelta(minutes=1), "dissatisfied" if value == 3 else "satisfied")
