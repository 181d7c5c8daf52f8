"""What an organ with the power does: signs for it, gives notice, finds out, decides, and does what it said it would."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.petitions.models import Branch, Outcome
from sunshine.web.simulation import calling
from sunshine.web.simulation.affair import Affair, contact_of
from sunshine.web.simulation.conferring import perhaps_conferred
from sunshine.web.simulation.disputes import Objection, ask_help
from sunshine.web.simulation.interludes import Hearing, Mediation, Pause, records
from sunshine.web.simulation.life import Act
from sunshine.web.simulation.recusing import perhaps_recused
from sunshine.web.simulation.secrecy import perhaps_opened
from sunshine.web.simulation.serving import Serving
from sunshine.web.simulation.simple import Simple
from sunshine.web.simulation.urgent import perhaps_urgent
from sunshine.web.simulation.voices import desk as words
from sunshine.web.simulation.voices import manners, roads

NOTICE_DAYS, DECIDE_DAYS = 15, 60  # the terms of 条例 第二十三条、第三十四条, which the tardy overrun


class Organ:
    """The organ's part of one petition."""

    def __init__(self, affair: Affair) -> None:
        self.a = affair
        self.serving = Serving(affair, lambda: affair.handler, self.redo)

    @property
    def here(self) -> SubjectState:
        return self.a.handling

    def sign(self, at: datetime) -> None:
        a, habits = self.a, self.a.life.places.habits(self.here.unit)
        if not a.can(self.here, "sign"):
            return
        a.do(self.here.id, "sign", a.handler, at)
        a.late = a.chance(habits.tardy)
        wait = (
            NOTICE_DAYS + a.between(1, 9)
            if a.late
            else min(a.life.dice.gammavariate(2.2, 2.4) * habits.pace, 11)
        )
        self._beside_notice(at)
        take_up = self.accept if a.case.topic.branch == Branch.PETITION else self.guide
        simple = Simple(a, self.serve, self.propose)
        if Objection(a, take_up, self.sign).comes(at):
            return
        if take_up == self.accept and not a.late and simple.fits():
            a.later(at, a.between(0.1, 0.9), partial(simple.accept, take_up))
        else:
            a.later(at, wait, take_up)

    def _beside_notice(self, at: datetime) -> None:
        a = self.a
        if a.chance(0.06):
            a.later(at, 0.2, self.note)
        if a.chance(a.shares.named) and a.has(self.here.unit, Role.HEAD):
            a.later(at, 0.05, self.assign)
        if a.late and a.chance(0.5):
            a.evening(at, NOTICE_DAYS, self.urge)
        perhaps_recused(a, at)
        perhaps_opened(a, at)
        perhaps_urgent(a, self.here.id, at)

    def note(self, at: datetime) -> None:
        self.a.do(self.here.id, "note", self.a.handler, at, {}, {"words": self.a.say(manners.NOTES)})

    def assign(self, at: datetime) -> None:
        a = self.a
        if a.can(self.here, "assign"):
            said = {"words": a.say(words.ASSIGNING)}
            a.do(self.here.id, "assign", a.head, at, {"post": str(a.handler.post)}, said)

    def guide(self, at: datetime) -> None:
        a, topic = self.a, self.a.case.topic
        texts = {
            **contact_of(a, a.handler), "procedure": topic.procedure, "reason": topic.reason, "limit": topic.limit,
            "where": a.life.places.book[self.here.unit].zh,
        }  # fmt: skip
        if a.can(self.here, "guide"):
            a.do(self.here.id, "guide", a.handler, at, {"branch": topic.branch}, texts)
            self.serve(at)

    # --- accepted

    def accept(self, at: datetime) -> None:
        a, habits = self.a, self.a.life.places.habits(self.here.unit)
        if not a.can(self.here, "accept"):
            return
        a.do(self.here.id, "accept", a.handler, at, {}, dict(contact_of(a, a.handler)))
        slow = a.chance(habits.tardy * 1.4) and not a.to_the_end
        a.late = a.late or slow
        term = (
            DECIDE_DAYS + a.between(2, 35)
            if slow
            else min(a.life.dice.gammavariate(6, 5.2) * habits.pace + 4, 54)
        )
        if a.to_the_end:
            term = a.between(6, 20)
        self._beside_work(at, term, slow)
        self._work(at, term)

    def _beside_work(self, at: datetime, term: float, slow: bool) -> None:
        a = self.a
        ask_help(a, at, term)
        perhaps_conferred(a, at)
        records(a, self.here.id, at, min(term, 50))
        if slow and a.has(self.here.unit, Role.HEAD) and a.chance(a.shares.extends):
            a.later(at, a.between(46, 53), self.extend)
        if a.chance(a.life.places.habits(self.here.unit).calls):
            a.later(at, a.between(1, term * 0.7), self.unmask)
        if a.chance(0.1):
            a.evening(at, a.between(2, 20), self.add_material)
        if a.chance(0.6 if slow else 0.12):
            a.evening(at, a.between(min(term, 55) * 0.5, term), self.urge)
        if a.chance(a.shares.withdrawn):
            a.evening(at, a.between(1, 20), partial(calling.withdraw, a))

    def _work(self, at: datetime, term: float) -> None:
        """Straight to the opinion; or by way of a hearing, a mediation, or a term that stands still meanwhile."""
        a = self.a
        pause = Pause(a, self.here.id, self.propose)
        heads = a.has(self.here.unit, Role.HEAD) and term < DECIDE_DAYS and not a.to_the_end
        if heads and a.chance(a.shares.hearing):
            a.later(at, a.between(2, 9), self._if_working(Hearing(a, self.here.id, self.propose).call))
        elif heads and a.chance(a.shares.mediation):
            a.later(at, a.between(2, 9), self._if_working(Mediation(a, self.settled, self.propose).begin))
        elif heads and pause.allowed(at) and a.chance(a.shares.paused):
            a.later(at, a.between(4, 15), self._if_working(pause.begin))
        else:
            a.later(at, term, self.propose)

    def _if_working(self, act: Act) -> Act:
        def then(at: datetime) -> None:
            if self.here.stage == "accepted" and not self.here.pending_seq:
                act(at)

        return then

    def extend(self, at: datetime) -> None:
        """Who sees that sixty days will not do asks the head for more, some days before they are over."""
        a = self.a
        if a.can(self.here, "extend"):
            a.do(self.here.id, "extend", a.handler, at, {"days": 30}, {"reason": a.say(roads.EXTENDING)})
            a.signed(self.here.id, at, 0.4)

    def unmask(self, at: datetime) -> None:
        """Whoever calls looks the number up first; where the name was kept from the unit, it works without."""
        a = self.a
        if a.case.topic.klass == "demand" and a.matter.filings[a.filing].visibility == "handlers":
            a.do(a.filing, "unmask", a.handler, at, {"purpose": "contact"})
        a.later(at, 0.01, self.contact)

    def contact(self, at: datetime) -> None:
        a = self.a
        if a.can(self.here, "contact"):
            method = a.life.dice.choice(("phone", "phone", "visit", "site"))
            said = {"words": a.say(a.case.topic.contact) or "电话了解了情况。"}
            a.do(self.here.id, "contact", a.handler, at, {"method": method}, said)

    def add_material(self, at: datetime) -> None:
        a = self.a
        if a.can(a.family.members[a.filing], "add_material"):
            a.do(a.filing, "add_material", a.citizen, at, {}, {"words": a.say(manners.MATERIAL)})

    def urge(self, at: datetime) -> None:
        a = self.a
        if self.here.stage in {"received", "signed", "accepted", "issued"}:
            a.do(a.filing, "urge", a.citizen, at, {}, {"words": a.case.sometimes(0.8, manners.URGING)})
            a.later(at, a.between(0.2, 3.4) * a.life.places.habits(self.here.unit).pace, self.reply)

    def reply(self, at: datetime) -> None:
        for one in self.a.of_kind("handling"):
            owed = any(d.rule == "reply_urge" and d.subject == one.id for d in self.a.family.duties.values())
            if owed:
                by = self.a.at(one.unit, Role.HANDLER)
                self.a.do(one.id, "reply_urge", by, at, {}, {"words": self.a.say(manners.REPLYING)})

    # --- decided

    def propose(self, at: datetime) -> None:
        """The opinion, demand by demand; anew, where the first was revoked."""
        a, case = self.a, self.a.case
        if not a.can(self.here, "issue_opinion"):
            return
        a.outcome = "refuse" if a.to_the_end else a.outcome or case.outcome()
        anew = a.matter.redoes(self.here.id) is not None
        rows = {str(d.id): self._answer(anew) for d in a.matter.demands_of(self.here.id)}
        said = {"findings": case.findings(a.outcome)}
        if anew:
            found = a.say(roads.FOUND_ANEW)
            said = {"findings": f"{found}{said['findings']}", "new": found}
        a.do(self.here.id, "issue_opinion", a.handler, at, {}, said, rows)
        if a.chance(a.shares.recalled):
            a.do(self.here.id, "recall", a.handler, at + timedelta(minutes=15))
            a.later(at, a.between(0.1, 1), self.propose)
        else:
            again = a.chance(a.shares.sent_back)
            a.later(at, a.life.dice.expovariate(1.2), self.send_back if again else self.confirm)

    def _answer(self, anew: bool) -> Given:
        texts = self.a.case.answer(self.a.outcome)
        if anew:
            texts["opinion"] = f"{self.a.say(roads.DECIDED_ANEW)}{texts['opinion']}"
        return Given({"outcome": self.a.outcome}, texts)

    def send_back(self, at: datetime) -> None:
        a = self.a
        if self.here.pending_seq:
            a.do(self.here.id, "send_back", a.head, at, {}, {"reason": a.say(manners.SEND_BACK)})
            a.later(at, a.between(0.2, 2), self.propose)

    def confirm(self, at: datetime) -> None:
        a = self.a
        if self.here.pending_seq:
            a.do(self.here.id, "confirm", a.head, at)
            self._decided(at)

    def settled(self, at: datetime) -> None:
        """An agreement: it ends what was asked, and has to be carried out."""
        self.a.outcome = Outcome.SUPPORT.value
        self._decided(at)

    def _decided(self, at: datetime) -> None:
        a = self.a
        if a.outcome == Outcome.SUPPORT:
            a.later(at, a.between(3, 70 if a.late else 55), self.carry_out)
        self.serve(at)

    def serve(self, at: datetime) -> None:
        """On its way to everybody; and a report to the bureau that wants one."""
        self.serving.serve_soon(at)
        a = self.a
        if any(duty.rule == "report_back" for duty in a.family.duties.values()):
            a.later(at, a.between(3, 20), self.report)

    def carry_out(self, at: datetime) -> None:
        """What was supported is done, in time or, where all was late, after it."""
        a = self.a
        if any(duty.rule == "execute" and duty.subject == self.here.id for duty in a.family.duties.values()):
            said = {"words": a.say(manners.CARRIED_OUT), "proof": a.say(words.PROOFS)}
            a.do(self.here.id, "carry_out", a.handler, at, {}, said)

    def report(self, at: datetime) -> None:
        """办结报告, where the bureau assigned it."""
        a = self.a
        owed = [duty.subject for duty in a.family.duties.values() if duty.rule == "report_back"]
        if owed and a.can(a.family.members[owed[0]], "report_back"):
            view = {"support": "agree", "refuse": "disagree"}.get(a.outcome, "none")
            said = {
                "process": a.say(words.PROCESS), "result": a.say(words.RESULT), "execution": a.say(words.EXECUTION),
                **contact_of(a, a.handler),
            }  # fmt: skip
            a.do(owed[0], "report_back", a.handler, at, {"view": view}, said)

    def redo(self, at: datetime) -> None:
        """The opinion was revoked: look again, and decide anew within the days set."""
        a = self.a
        a.outcome = "support" if a.chance(0.6) else "explain"
        records(a, self.here.id, at, 12)
        a.later(at, a.between(8, 24), self.propose)
