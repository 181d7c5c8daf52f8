"""What the people in a petition's life do: sorter, case officer, head and petitioner, each in their own way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID

from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.offices.actors import Actor, petitioner
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.petitions.matter import DemandState
from sunshine.petitions.models import Branch, Method, Outcome
from sunshine.petitions.veiling import SUMMARY, needs_summary
from sunshine.web.simulation.clock import online_after
from sunshine.web.simulation.life import Act, Life
from sunshine.web.simulation.side_roads import SideRoads
from sunshine.web.simulation.voices import manners

NOTICE_DAYS, DECIDE_DAYS = 15, 60  # the terms of 条例 第二十三条、第三十四条, which the tardy overrun
RATED_SHARE = 0.64
WITHDRAWN_SHARE = 0.015  # of what is accepted
CODES = ["SF", "JD", "ZT", "YT", "EMS"]


def begin(life: Life) -> tuple[datetime, Act]:
    """The first thing that happens to a registered petition: a sorter takes it up."""
    agents = Agents(life)
    pace = life.places.habits(life.member("petition").unit).pace
    return life.office(life.arrival.at, life.dice.expovariate(0.7) * pace + 0.1), agents.sort


@dataclass
class Agents:
    """Everybody around one petition with one handling."""

    life: Life
    outcome: str = ""
    late: bool = False
    roads: SideRoads = field(init=False)

    def __post_init__(self) -> None:
        self.roads = SideRoads(self.life)

    @property
    def handler(self) -> Actor:
        return self.life.places.at(self.handling_unit, Role.HANDLER.value)

    @property
    def handling_unit(self) -> UUID:
        return self.life.member("handling").unit

    @property
    def sorter(self) -> Actor:
        return self.life.places.at(self.life.member("petition").unit, Role.SORTER.value)

    @property
    def filing(self) -> UUID:
        return self.life.member("filing").id

    @property
    def citizen(self) -> Actor:
        return petitioner(self.filing)

    def _chance(self, share: float) -> bool:
        return self.life.dice.random() < share

    def sort(self, at: datetime) -> None:
        life, topic = self.life, self.life.case.topic
        row = Given({"klass": topic.klass, "branch": topic.branch, "category": life.case.category})
        rows = {str(demand.id): row for demand in life.matter.demands}
        life.do(life.member("petition").id, "sort", self.sorter, at, {}, {}, rows)
        habits = life.places.habits(self.sorter.unit or life.member("petition").unit)
        wait = (
            15 + life.dice.expovariate(0.4)
            if self._chance(habits.tardy)
            else min(life.dice.expovariate(0.8) * habits.pace, 12)
        )
        life.soon(life.office(at, wait), self.forward)

    def _summed_up(self, demand: DemandState) -> dict[str, str]:
        """What the handling unit reads in place of the words of somebody it is not to know."""
        return {SUMMARY: demand.words} if needs_summary(self.life.matter, demand) else {}

    def forward(self, at: datetime) -> None:
        life, case = self.life, self.life.case
        office = life.places.handling(
            case.town if case.arrival.level == 2 else case.arrival.place, case.topic.trade, life.dice
        )
        rows = {
            str(one.id): Given({"unit": str(office.id)}, self._summed_up(one)) for one in life.matter.demands
        }
        texts = {"note": case.sometimes(0.3, manners.FORWARDING)}
        life.do(life.member("petition").id, "forward", self.sorter, at, {}, texts, rows)
        life.soon(life.office(at, life.dice.expovariate(1.1) * life.places.habits(office.id).pace), self.sign)

    def sign(self, at: datetime) -> None:
        life = self.life
        life.do(life.member("handling").id, "sign", self.handler, at)
        if self._chance(0.06):
            life.soon(life.office(at, 0.2), self.note)
        habits = life.places.habits(self.handling_unit)
        self.late = self._chance(habits.tardy)
        wait = (
            NOTICE_DAYS + life.dice.uniform(1, 9)
            if self.late
            else min(life.dice.gammavariate(2.2, 2.4) * habits.pace, 11)
        )
        if self.late and self._chance(0.5):
            life.soon(self._evening(at, NOTICE_DAYS), self.urge)
        take_up = self.accept if life.case.topic.branch == Branch.PETITION else self.guide
        if not self.roads.objects(at, take_up):
            life.soon(life.office(at, wait), take_up)

    def note(self, at: datetime) -> None:
        self.life.do(
            self.life.member("handling").id,
            "note",
            self.handler,
            at,
            {},
            {"words": self.life.case.say(manners.NOTES)},
        )

    def _contact_of(self) -> dict[str, str]:
        office = self.life.places.book[self.handling_unit]
        return {"person": self.handler.name, "phone": office.phone}

    def guide(self, at: datetime) -> None:
        life, topic = self.life, self.life.case.topic
        where = life.places.book[self.handling_unit].zh
        texts = {
            **self._contact_of(),
            "procedure": topic.procedure,
            "where": where,
            "reason": topic.reason,
            "limit": topic.limit,
        }
        life.do(life.member("handling").id, "guide", self.handler, at, {"branch": topic.branch}, texts)
        self._serve_soon(at)

    def accept(self, at: datetime) -> None:
        life, habits = self.life, self.life.places.habits(self.handling_unit)
        life.do(life.member("handling").id, "accept", self.handler, at, {}, self._contact_of())
        slow = self._chance(habits.tardy * 1.4)
        self.late = self.late or slow
        term = (
            DECIDE_DAYS + life.dice.uniform(2, 35)
            if slow
            else min(life.dice.gammavariate(6, 5.2) * habits.pace + 4, 54)
        )
        self.roads.asks_help(at, term)
        self.roads.extends(at, term)
        life.soon(life.office(at, term), self.propose)
        if self._chance(habits.calls):
            life.soon(life.office(at, life.dice.uniform(1, term * 0.7)), self.unmask)
        if self._chance(0.1):
            life.soon(self._evening(at, life.dice.uniform(2, 20)), self.add_material)
        if self._chance(0.6 if slow else 0.12):
            life.soon(self._evening(at, life.dice.uniform(min(term, 55) * 0.5, term)), self.urge)
        if self._chance(WITHDRAWN_SHARE):
            life.soon(self._evening(at, life.dice.uniform(1, 20)), self.withdraw)

    def withdraw(self, at: datetime) -> None:
        """Few do, some of them under pressure; some think better of it within the week."""
        life = self.life
        reason = life.dice.choice(("solved", "solved", "elsewhere", "unwilling", "pressure"))
        life.do(self.filing, "ask_withdrawal", self.citizen, at, {"reason": reason})
        if reason == "pressure" or self._chance(0.2):
            life.soon(self._evening(at, life.dice.uniform(1, 4)), self.keep_on)
        self._called_back_soon(at, "pressed")

    def keep_on(self, at: datetime) -> None:
        self.life.do(self.filing, "keep_on", self.citizen, at)

    def _called_back_soon(self, at: datetime, said: str) -> None:
        life = self.life
        for call in life.history.now.members.values():
            if call.kind == "callback" and call.stage == "owed":
                life.soon(life.office(at, life.dice.uniform(0.3, 1.6)), partial(self.call_back, call, said))

    def call_back(self, call: SubjectState, said: str, at: datetime) -> None:
        """The bureau one level up calls, where anybody is there to do it."""
        caller = self.life.places.actors.get((call.unit, Role.SORTER.value))
        if caller:
            words = {"words": self.life.case.say(manners.CALLED_BACK[said])}
            self.life.do(call.id, "log_call_back", caller, at, {"outcome": "reached", "said": said}, words)

    def unmask(self, at: datetime) -> None:
        """Whoever calls looks the number up first; where the name was kept from the unit, it works without."""
        life = self.life
        if life.case.topic.klass == "demand" and life.matter.filings[self.filing].visibility == "handlers":
            life.do(self.filing, "unmask", self.handler, at, {"purpose": "contact"})
        life.soon(life.office(at, 0.01), self.contact)

    def contact(self, at: datetime) -> None:
        life, case = self.life, self.life.case
        method = life.dice.choice(("phone", "phone", "visit", "site"))
        life.do(
            life.member("handling").id,
            "contact",
            self.handler,
            at,
            {"method": method},
            {"words": case.say(case.topic.contact) or "电话了解了情况。"},
        )

    def add_material(self, at: datetime) -> None:
        self.life.do(
            self.filing, "add_material", self.citizen, at, {}, {"words": self.life.case.say(manners.MATERIAL)}
        )

    def urge(self, at: datetime) -> None:
        life = self.life
        life.do(
            self.filing, "urge", self.citizen, at, {}, {"words": life.case.sometimes(0.8, manners.URGING)}
        )
        life.soon(
            life.office(at, life.dice.uniform(0.2, 3.4) * life.places.habits(self.handling_unit).pace),
            self.reply,
        )

    def reply(self, at: datetime) -> None:
        life = self.life
        life.do(
            life.member("handling").id,
            "reply_urge",
            self.handler,
            at,
            {},
            {"words": life.case.say(manners.REPLYING)},
        )

    def propose(self, at: datetime) -> None:
        life, case = self.life, self.life.case
        self.outcome = self.outcome or case.outcome()
        rows = {
            str(d.id): Given({"outcome": self.outcome}, case.answer(self.outcome))
            for d in life.matter.demands
        }
        life.do(
            life.member("handling").id,
            "issue_opinion",
            self.handler,
            at,
            {},
            {"findings": case.findings(self.outcome)},
            rows,
        )
        again = self._chance(0.06)
        life.soon(life.office(at, life.dice.expovariate(1.2)), self.send_back if again else self.confirm)

    @property
    def _head(self) -> Actor:
        return self.life.places.at(self.handling_unit, Role.HEAD.value)

    def send_back(self, at: datetime) -> None:
        life = self.life
        life.do(
            life.member("handling").id,
            "send_back",
            self._head,
            at,
            {},
            {"reason": life.case.say(manners.SEND_BACK)},
        )
        life.soon(life.office(at, life.dice.uniform(0.2, 2)), self.propose)

    def confirm(self, at: datetime) -> None:
        life = self.life
        life.do(life.member("handling").id, "confirm", self._head, at)
        if self.outcome == Outcome.SUPPORT:
            life.soon(life.office(at, life.dice.uniform(3, 70 if self.late else 55)), self.carry_out)
        self._serve_soon(at)

    def carry_out(self, at: datetime) -> None:
        """What was supported is done, in time or, where all was late, after it."""
        said = {"words": self.life.case.say(manners.CARRIED_OUT), "proof": "信访人签收"}
        self.life.do(self.life.member("handling").id, "carry_out", self.handler, at, {}, said)

    def _serve_soon(self, at: datetime) -> None:
        """Online people open it themselves, nearly all of them; the others are served by hand or by post."""
        life = self.life
        online = life.arrival.channel == "web"
        if online and self._chance(0.88):
            life.soon(self._evening(at, min(life.dice.expovariate(0.5), 9)), self.open_paper)
        elif online or life.arrival.channel == "visit":
            life.soon(
                life.office(at, life.dice.uniform(7, 9.5) if online else life.dice.uniform(0.5, 6)),
                self.hand_over,
            )
        else:
            life.soon(life.office(at, life.dice.uniform(0.2, 3)), self.send)

    @property
    def _paper(self) -> str:
        return str(next(h.answer for h in self.life.matter.handlings.values() if h.answer))

    def open_paper(self, at: datetime) -> None:
        self._deliver(at, self.citizen, {"method": Method.ONLINE.value})

    def hand_over(self, at: datetime) -> None:
        self._by_officer(at, Method.HAND.value)

    def send(self, at: datetime) -> None:
        life = self.life
        tracking = f"{life.dice.choice(CODES)}{life.dice.randrange(10**12):012d}"
        life.do(
            self.filing,
            "send_paper",
            self.handler,
            at,
            {"paper": self._paper, "day": _day(at)},
            {"tracking": tracking},
        )
        life.soon(
            life.office(at, life.dice.uniform(2, 6)), self.fail if self._chance(0.05) else self.signed_for
        )

    def signed_for(self, at: datetime) -> None:
        self._by_officer(at, Method.POST.value)

    def fail(self, at: datetime) -> None:
        life, told = self.life, {"reason": self.life.case.say(manners.NO_HOME)}
        life.do(
            self.filing,
            "fail_delivery",
            self.handler,
            at,
            {"paper": self._paper, "method": "post", "day": _day(at)},
            told,
        )
        life.soon(life.office(at, life.dice.uniform(0.5, 2)), self.announce)

    def announce(self, at: datetime) -> None:
        place = f"{self.life.case.known['p']}人民政府网站和{self.life.case.known['town']}公开栏"
        self.life.do(
            self.filing,
            "announce",
            self.handler,
            at,
            {"paper": self._paper, "day": _day(at)},
            {"place": place},
        )

    def _by_officer(self, at: datetime, method: str) -> None:
        who = self.life.matter.filings[self.filing].identity.name or "信访人"
        family = self._chance(0.15)
        facts = {"method": method, "day": _day(at), "relation": "family" if family else "self"}
        self._deliver(at, self.handler, facts, {"receiver": f"{who}的家属" if family else who})

    def _deliver(
        self, at: datetime, actor: Actor, facts: dict[str, str], texts: dict[str, str] | None = None
    ) -> None:
        self.life.do(self.filing, "deliver", actor, at, {"paper": self._paper, **facts}, texts)
        self.roads.is_reviewed(at, self.outcome)
        if self.outcome and self._chance(RATED_SHARE):
            self.life.soon(self._evening(at, min(self.life.dice.expovariate(0.25), 28)), self.rate)

    def rate(self, at: datetime) -> None:
        life = self.life
        value, words = life.case.verdict(self.outcome, self.late)
        bureau = 0 if value != 3 or self._chance(0.5) else 1
        rows = {str(pk): Given({"unit": value}) for pk, h in life.matter.handlings.items() if h.opinion_seq}
        life.do(self.filing, "rate", self.citizen, at, {"bureau": bureau}, {"words": words}, rows)
        self._called_back_soon(at, "dissatisfied" if value == 3 else "satisfied")

    def _evening(self, at: datetime, days: float) -> datetime:
        return online_after(at, days, self.life.dice)


def _day(at: datetime) -> str:
    return at.astimezone(SHANGHAI).date().isoformat()


Begin = Callable[[Life], tuple[datetime, Act]]
