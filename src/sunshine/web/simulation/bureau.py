"""What a petition bureau does: sorts, passes on or keeps, answers at once, refuses what may be refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.given import Given
from sunshine.petitions.matter import DemandState
from sunshine.petitions.veiling import SUMMARY, needs_summary
from sunshine.web.simulation.affair import Affair, contact_of, day
from sunshine.web.simulation.desk import Desk
from sunshine.web.simulation.organ import Organ
from sunshine.web.simulation.secrecy import look_into
from sunshine.web.simulation.serving import Serving
from sunshine.web.simulation.urgent import perhaps_urgent
from sunshine.web.simulation.voices import desk as words
from sunshine.web.simulation.voices import manners

ASSIGNED_DAYS = 100  # within which an organ reports back, mostly


class Bureau:
    """The bureau's part of one petition."""

    def __init__(self, affair: Affair) -> None:
        self.a, self.desk, self.organ = affair, Desk(affair), Organ(affair)

    def take_up(self, at: datetime) -> None:
        """A city or the province may let the county's bureau go on; then somebody sorts it."""
        a = self.a
        below = None if a.in_a_county or a.petition.sealed else self._bureau_below()
        if below and a.chance(a.shares.handed_down):
            a.do(a.root, "hand_down", a.sorter, at, {"unit": str(below)})
            a.later(at, a.between(0.5, 3), self.sort)
        else:
            self.sort(at)

    def _bureau_below(self) -> UUID | None:
        a = self.a
        found = a.life.places.book.by_code.get(f"{a.case.town[:6]}-bureau")
        area = a.petition.area
        fits = (
            found
            and found.id != a.petition.unit
            and found.area.startswith(area)
            and a.has(found.id, Role.SORTER)
        )
        return found.id if found and fits and not a.family.bars else None

    def sort(self, at: datetime) -> None:
        a, topic = self.a, self.a.case.topic
        at = look_into(a, at)
        self.desk.before_sorting(at)
        row = Given({"klass": topic.klass, "branch": topic.branch, "category": a.case.category})
        rows = {str(demand.id): row for demand in a.matter.demands}
        a.do(a.root, "sort", a.sorter, at, {}, {}, rows)
        habits = a.life.places.habits(a.petition.unit)
        tardy = a.chance(habits.tardy)
        wait = (
            15 + a.life.dice.expovariate(0.4)
            if tardy
            else min(a.life.dice.expovariate(0.8) * habits.pace, 12)
        )
        self.desk.after_sorting(at)
        perhaps_urgent(a, a.root, at)
        a.later(at, wait, self.forward)

    def forward(self, at: datetime) -> None:
        """Where it goes: kept, refused to a visitor who came past two levels, or passed to the organ with the power."""
        a, topic = self.a, self.a.case.topic
        signs = a.has(a.petition.unit, Role.HEAD)
        came_far = a.arrival.channel == "visit" and a.arrival.level == 0 and not a.in_a_county
        if came_far and signs and topic.klass == "demand" and a.chance(a.shares.level_refused):
            self._keep(at, self.refuse_level)
        elif topic.key == "thanks" and signs:
            self._keep(at, self.file_thanks)
        elif topic.klass == "advice" and a.chance(a.shares.kept):
            self._keep(at, self.hand_on if a.chance(a.shares.handed_on) else self.answer)
        else:
            self._pass_on(at)

    def _pass_on(self, at: datetime) -> None:
        a = self.a
        row: dict[str, Any] = {"unit": str(a.office.id)}
        if a.chance(a.shares.assigned):
            row |= {"how": "assign", "report_by": day(at + timedelta(days=ASSIGNED_DAYS))}
        rows = {str(one.id): Given(dict(row), _summed_up(a, one)) for one in a.matter.demands}
        a.do(a.root, "forward", a.sorter, at, {}, {"note": a.case.sometimes(0.3, manners.FORWARDING)}, rows)
        a.later(at, a.life.dice.expovariate(1.1) * a.life.places.habits(a.office.id).pace, self.organ.sign)

    def _keep(self, at: datetime, then: Any) -> None:
        a = self.a
        rows = {str(demand.id): Given({"how": "keep"}) for demand in a.matter.demands}
        a.do(a.root, "forward", a.sorter, at, {}, {}, rows)
        a.later(at, a.between(0.2, 1.6), then)

    # --- what was kept

    def answer(self, at: datetime) -> None:
        """A suggestion about what is public anyway is answered at once."""
        a = self.a
        said = {"answer": a.say(words.ANSWERS), **contact_of(a, a.sorter)}
        a.do(a.handling.id, "reply", a.sorter, at, {"about": "public"}, said)
        self._serve(at)

    def hand_on(self, at: datetime) -> None:
        """It is an organ's to answer after all."""
        a = self.a
        a.do(a.handling.id, "hand_on", a.sorter, at, {"unit": str(a.office.id)})
        a.later(at, a.between(0.3, 2), self.organ.sign)

    def file_thanks(self, at: datetime) -> None:
        self._with_signature(at, "file_away", {"ground": "thanks"}, {"words": self.a.say(words.THANKED)})

    def file_repeat(self, number: str, at: datetime) -> None:
        """What says again what is being handled, where it cannot be joined."""
        said = {"words": self.a.say(words.SAME_AGAIN), "number": number}
        self._with_signature(at, "file_away", {"ground": "repeat"}, said)

    def refuse_level(self, at: datetime) -> None:
        """To a visit alone, past the level that decides and the one above it (条例 第二十条)."""
        a = self.a
        said = {"words": a.say(words.TOO_FAR), "where": a.office.zh}
        self._with_signature(at, "refuse", {"ground": "level"}, said)

    def refuse_pending(self, number: str, where: str, at: datetime) -> None:
        """To a visitor whose matter is being handled, in time (条例 第十九条)."""
        said = {"words": self.a.say(words.STILL_HANDLED), "where": where, "number": number}
        self._with_signature(at, "refuse", {"ground": "pending"}, said)

    def refuse_for_good(self, facts: dict[str, str], said: dict[str, str], at: datetime) -> None:
        """After a final review, on the same facts and reasons (条例 第三十六条)."""
        compared = {
            "same_facts": self.a.say(words.SAME_FACTS),
            "same_reasons": self.a.say(words.SAME_REASONS),
        }
        self._with_signature(at, "refuse_for_good", facts, {**said, **compared})

    def keep_for(self, then: Any, at: datetime) -> None:
        """Sort it, keep it, and go on with it so."""
        a = self.a
        row = Given({"klass": a.case.topic.klass, "branch": a.case.topic.branch, "category": a.case.category})
        a.do(a.root, "sort", a.sorter, at, {}, {}, {str(demand.id): row for demand in a.matter.demands})
        self._keep(at, then)

    def _with_signature(self, at: datetime, move: str, facts: dict[str, str], said: dict[str, str]) -> None:
        """Proposed by the sorter, sometimes taken back once to be said better, signed by the head, served."""
        a, here = self.a, self.a.handling.id
        given = {**said, **contact_of(a, a.sorter)}
        a.do(here, move, a.sorter, at, facts, given)
        if a.chance(a.shares.recalled):
            a.do(here, "recall", a.sorter, at + timedelta(minutes=9))
            a.do(here, move, a.sorter, at + timedelta(minutes=25), facts, given)
        a.signed(here, at, a.between(0.2, 1.5), self._serve)

    def _serve(self, at: datetime) -> None:
        Serving(self.a, partial(_as_sorter, self.a), lambda at: None).serve_soon(at)


def _summed_up(affair: Affair, demand: DemandState) -> dict[str, str]:
    """What the handling unit reads in place of the words of somebody it is not to know."""
    return {SUMMARY: demand.words} if needs_summary(affair.matter, demand) else {}


def _as_sorter(affair: Affair) -> Actor:
    return affair.sorter
