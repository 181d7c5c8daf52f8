"""What goes on beside an investigation, or holds it up: hearings 听证, mediation 调解, pauses 暂停, records of what was found out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.petitions.interval_models import PauseKind
from sunshine.petitions.intervals import pause_rules
from sunshine.web.simulation.affair import Affair, day
from sunshine.web.simulation.clock import office_hours
from sunshine.web.simulation.life import Act
from sunshine.web.simulation.voices import meetings as words

AHEAD = 14  # days from the notice to the hearing, at least


class Hearing:
    """A hearing in one handling or review; ``then`` is what whoever works on it goes on with."""

    def __init__(self, affair: Affair, subject: UUID, then: Act) -> None:
        self.a, self.subject, self.then = affair, subject, then

    @property
    def here(self) -> SubjectState:
        return self.a.family.members[self.subject]

    def call(self, at: datetime) -> None:
        """Proposed by the handler; the head who signs convenes it."""
        a = self.a
        held = (at.astimezone(SHANGHAI) + timedelta(days=AHEAD + a.life.dice.randint(0, 6))).date()
        self.day = a.life.places.world.calendar.next_working(held)
        facts = {
            "ground": a.life.dice.choice(("major", "complex", "difficult")),
            "day": self.day.isoformat(),
            "at": "09:30",
        }
        said = {
            "venue": a.say(words.VENUES),
            "issues": a.say(words.ISSUES),
            "participants": a.say(words.INVITED),
        }
        a.do(self.subject, "call_hearing", a.at(self.here.unit, Role.HANDLER), at, facts, said)
        a.signed(self.subject, at, 0.5, self._await)

    def _await(self, at: datetime) -> None:
        a = self.a
        if a.chance(a.shares.hearing_off):
            a.later(at, a.between(3, 8), self.call_off)
        else:
            a.life.soon(office_hours(self.day, a.life.dice, a.life.places.world.calendar), self.record)

    def call_off(self, at: datetime) -> None:
        ground, told = self.a.life.dice.choice(
            (("absent", words.ABSENT), ("settled", words.TALKED), ("organ", words.MOVED))
        )
        by = self.a.at(self.here.unit, Role.HANDLER)
        self.a.do(self.subject, "call_off_hearing", by, at, {"ground": ground}, {"words": self.a.say(told)})
        self.a.later(at, self.a.between(1, 5), self.then)

    def record(self, at: datetime) -> None:
        a = self.a
        said = {
            "present": a.say(words.PRESENT), "petitioner_said": a.say(words.PETITIONER_SAID),
            "unit_said": a.say(words.UNIT_SAID), "others_said": a.case.sometimes(0.5, words.OTHERS_SAID),
        }  # fmt: skip
        a.do(
            self.subject, "record_hearing", a.at(self.here.unit, Role.HANDLER), at, {"held_on": day(at)}, said
        )
        a.later(at, a.between(1, 4), self.conclude)

    def conclude(self, at: datetime) -> None:
        a = self.a
        said = {"conclusion": a.say(words.CONCLUSIONS), "reason": a.say(words.BECAUSE)}
        a.do(self.subject, "conclude_hearing", a.at(self.here.unit, Role.HEAD), at, {}, said)
        a.later(at, a.between(1, 6), self.then)


class Mediation:
    """Both sides try to agree; where they do, ``agreed`` follows, else ``then``."""

    def __init__(self, affair: Affair, agreed: Act, then: Act) -> None:
        self.a, self.agreed, self.then = affair, agreed, then

    def begin(self, at: datetime) -> None:
        a = self.a
        willing = ("signed", "spoken", "phone")
        facts = {
            "petitioner_willing": a.life.dice.choice(willing), "other_willing": a.life.dice.choice(willing),
            "by": day(at + timedelta(days=25)),
        }  # fmt: skip
        said = {"other": a.say(words.OTHER_SIDE), "scope": a.say(words.SCOPE)}
        a.do(a.handling.id, "mediate", a.handler, at, facts, said)
        a.later(at, a.between(4, 18), self._agree if a.chance(a.shares.agreed) else self._end)

    def _agree(self, at: datetime) -> None:
        a = self.a
        row = Given({"outcome": "settled"}, {"opinion": a.say(words.AGREED)})
        kind = "mediation" if a.chance(0.7) else "settlement"
        facts = {"kind": kind, "signed_on": day(at), "by": day(at + timedelta(days=30))}
        rows = {str(one.id): row for one in a.matter.demands_of(a.handling.id)}
        a.do(a.handling.id, "reach_agreement", a.handler, at, facts, {"parties": a.say(words.PARTIES)}, rows)
        a.signed(a.handling.id, at, a.between(0.3, 1.5), self.agreed)

    def _end(self, at: datetime) -> None:
        self.a.do(
            self.a.handling.id,
            "end_mediation",
            self.a.handler,
            at,
            {},
            {"words": self.a.say(words.NOT_AGREED)},
        )
        self.a.later(at, self.a.between(1, 6), self.then)


class Pause:
    """The term of a handling or a review stands still by a rule of the place, where there is one."""

    def __init__(self, affair: Affair, subject: UUID, then: Act, term: str = "decide") -> None:
        self.a, self.subject, self.then, self.term = affair, subject, then, term

    @property
    def here(self) -> SubjectState:
        return self.a.family.members[self.subject]

    def allowed(self, at: datetime) -> UUID | None:
        """The rule by which the term may stand still here."""
        today = at.astimezone(SHANGHAI).date()
        found = (
            one for one in pause_rules().values() if one.term == self.term and one.kind != PauseKind.HEARING
        )
        return next((one.id for one in found if one.holds(self.here.area, today)), None)

    def begin(self, at: datetime) -> None:
        a = self.a
        facts = {"allowed_by": str(self.allowed(at)), "until": day(at + timedelta(days=30))}
        by = a.at(self.here.unit, Role.HANDLER)
        a.do(self.subject, "pause", by, at, facts, {"reason": a.say(words.APPRAISED)})
        a.signed(self.subject, at, 0.4, self._await)

    def _await(self, at: datetime) -> None:
        self.a.later(at, self.a.between(9, 26), self._resume)

    def _resume(self, at: datetime) -> None:
        a = self.a
        a.do(
            self.subject,
            "resume",
            a.at(self.here.unit, Role.HANDLER),
            at,
            {},
            {"words": a.say(words.APPRAISAL_CAME)},
        )
        a.later(at, a.between(1, 6), self.then)


def record_inquiry(affair: Affair, subject: UUID, at: datetime) -> None:
    """调查记录: who went, whom they asked, what they found."""
    a, here = affair, affair.family.members[subject]
    if a.can(here, "record_inquiry"):
        who = a.at(here.unit, Role.HANDLER)
        said = {"who": f"{who.name}等2人", "whom": a.say(words.ASKED), "found": a.say(words.FOUND)}
        a.do(subject, "record_inquiry", who, at, {"day": day(at)}, said)


def record_meeting(affair: Affair, subject: UUID, at: datetime) -> None:
    """面谈记录: what each side said face to face."""
    a, here = affair, affair.family.members[subject]
    if a.can(here, "record_meeting"):
        said = {
            "venue": a.say(words.VENUES), "present": a.say(words.PRESENT),
            "petitioner_said": a.say(words.PETITIONER_SAID), "unit_said": a.say(words.UNIT_SAID),
        }  # fmt: skip
        a.do(subject, "record_meeting", a.at(here.unit, Role.HANDLER), at, {"day": day(at)}, said)


Recording = Callable[[Affair, UUID, datetime], None]


def records(affair: Affair, subject: UUID, at: datetime, within: float) -> None:
    """Perhaps one of each, some day of the time that it takes."""
    both: tuple[tuple[float, Recording], ...] = (
        (affair.shares.inquiry, record_inquiry),
        (affair.shares.meeting, record_meeting),
    )
    for share, act in both:
        if affair.chance(share):
            affair.later(at, affair.between(0.5, max(1.0, within * 0.8)), partial(act, affair, subject))
