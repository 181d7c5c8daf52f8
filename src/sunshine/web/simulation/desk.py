"""Small things of every day at a bureau's desk: whose work it is, a call, a correction, a look at a name, who speaks for a group."""

from __future__ import annotations

from datetime import datetime, timedelta

from sunshine.foundation.calendar.rules import ONE_DAY, SHANGHAI
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.web.simulation.affair import Affair
from sunshine.web.simulation.voices import desk as words
from sunshine.web.simulation.voices import manners, names

COLLECTIVE, MOST = 5, 5  # people of a collective visit, and who may speak for one (条例 第二十条)


class Desk:
    """What happens beside the road while a bureau has a petition."""

    def __init__(self, affair: Affair) -> None:
        self.a = affair

    @property
    def clerk(self) -> Actor:
        return self.a.life.places.desk(self.a.petition.unit)

    def before_sorting(self, at: datetime) -> None:
        """Things that a sorter sees on the first look, most of them seldom."""
        a, shares = self.a, self.a.shares
        people = a.matter.filings[a.filing].people
        if people >= COLLECTIVE and a.chance(shares.represented):
            self._represent(at, people)
        if a.chance(shares.corrected):
            self._correct(at)
        if a.chance(shares.day_corrected):
            self._correct_day(at)
        if a.chance(shares.counted_first):
            first = "no" if a.arrival.again else "yes"
            a.do(a.filing, "say_first", self.clerk, at, {"here": first, "anywhere": first})

    def after_sorting(self, at: datetime) -> None:
        """Things between sorting and passing on."""
        a, shares = self.a, self.a.shares
        if (a.case.hot and a.chance(shares.spread * 4)) or a.chance(shares.spread):
            flags = a.life.dice.choice((["d"], ["r"], ["h"], ["d", "t"], ["m"], ["b"]))
            a.do(a.root, "spread", a.sorter, at, {"flags": flags})
        if a.chance(shares.named):
            by = a.at(a.petition.unit, Role.HEAD) if a.has(a.petition.unit, Role.HEAD) else a.sorter
            a.do(a.root, "assign", by, at, {"post": str(a.sorter.post)}, {"words": a.say(words.ASSIGNING)})
            a.do(a.root, "note", a.sorter, at + timedelta(minutes=4), {}, {"words": a.say(manners.NOTES)})
        if a.chance(shares.pressed_early):
            a.evening(at, 0.01, self._press)
        if a.chance(shares.called) and a.matter.filings[a.filing].identity.phone:
            self._call(at)
        if a.chance(shares.code_renewed) and a.matter.filings[a.filing].identity:
            a.evening(at, a.between(0.2, 20), self._renew)

    def _represent(self, at: datetime, people: int) -> None:
        a = self.a
        many = a.life.dice.randint(2, MOST)
        spoken = "\n".join(names.person(a.life.dice, a.case.town) for _ in range(many))
        facts = {"people": people, "count": many}
        a.do(a.filing, "represent", self.clerk, at, facts, {"representatives": spoken})

    def _correct(self, at: datetime) -> None:
        a = self.a
        address = a.matter.filings[a.filing].identity.address
        if address:
            said = {"reason": a.say(words.CORRECTING), "address": f"{address}{a.case.known['village']}"}
            a.do(a.filing, "correct", self.clerk, at, {}, said)

    def _correct_day(self, at: datetime) -> None:
        """The day before, by the postmark or the book at the door: proposed, perhaps taken back or sent back once, and signed."""
        a = self.a
        if not a.has(a.petition.unit, Role.HEAD):
            return
        self._propose_day(at)
        again = at + timedelta(minutes=40)
        if a.chance(a.shares.recalled):
            a.do(a.filing, "recall", self.clerk, at + timedelta(minutes=12))
            self._propose_day(again)
        elif a.chance(a.shares.sent_back):
            head = a.at(a.petition.unit, Role.HEAD)
            a.do(
                a.filing,
                "send_back",
                head,
                at + timedelta(minutes=12),
                {},
                {"reason": a.say(words.WHICH_MARK)},
            )
            self._propose_day(again)
        a.signed(a.filing, at, 0.4)

    def _propose_day(self, at: datetime) -> None:
        before = self.a.arrival.at.astimezone(SHANGHAI).date() - ONE_DAY
        said = {"reason": self.a.say(words.POSTMARK)}
        self.a.do(self.a.filing, "correct_registered", self.clerk, at, {"day": before.isoformat()}, said)

    def _press(self, at: datetime) -> None:
        a = self.a
        if a.petition.stage in {"new", "sorted"}:
            a.do(a.filing, "urge", a.citizen, at, {}, {"words": a.case.sometimes(0.8, manners.URGING)})
            a.later(at, a.between(0.1, 1.5), self._reply)

    def _reply(self, at: datetime) -> None:
        self.a.do(self.a.root, "reply_urge", self.a.sorter, at, {}, {"words": self.a.say(words.PASSED_SOON)})

    def _call(self, at: datetime) -> None:
        a = self.a
        if a.matter.filings[a.filing].visibility == "handlers" or not a.petition.sealed:
            a.do(a.filing, "unmask", a.sorter, at, {"purpose": "repeat"})
        outcome = "no_answer" if a.chance(a.shares.unanswered_call) else "reached"
        facts = {"caller": "office", "outcome": outcome, "at": at.isoformat()}
        a.do(a.filing, "log_call", a.sorter, at + timedelta(minutes=6), facts, {"words": a.say(words.CALLED)})

    def _renew(self, at: datetime) -> None:
        a = self.a
        a.do(a.filing, "renew_code", a.citizen, at)

    def look_up(self, at: datetime) -> None:
        """Somebody asks at the window how far it has come, and has it found by name."""
        a = self.a
        here = a.family.members[a.filing]
        if a.matter.filings[a.filing].identity and a.can(here, "look_up"):
            a.do(a.filing, "look_up", self.clerk, at, {"purpose": "identify"})
