"""What the petitioner follows: one filing with who has it, by when, what came of it, and its receipt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from sunshine.foundation.calendar.rules import days_left
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.offices.actors import petitioner
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.procedure.outside import OUTSIDE, kept
from sunshine.foundation.procedure.snapshot import DutyState, SubjectState
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions import clocks
from sunshine.petitions.forms import unserved
from sunshine.petitions.interval_models import IntervalKind, IntervalState
from sunshine.petitions.intervals import LeftOut, left_out
from sunshine.petitions.matter import FIRST, Answer
from sunshine.petitions.models import Rating
from sunshine.petitions.procedure import handling as handlings
from sunshine.petitions.procedure import petition as petitions
from sunshine.petitions.procedure import review, settling
from sunshine.petitions.procedure.moves import WITHDRAWN, brings
from sunshine.petitions.procedure.renewal import RENEW
from sunshine.petitions.queries import LOOKS_AT_PEOPLE, DemandLine, Entry, Family, PaperLine, family
from sunshine.petitions.querycode import current_code
from sunshine.petitions.ratings import RatingLine, rating_lines
from sunshine.petitions.reviewing import asked_of
from sunshine.petitions.rulesets import EARLIER


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has it: since when, due when, whom to call."""

    unit: UUID
    stage: Any
    since: datetime
    duty: DutyState | None
    person: str
    phone: str
    kept: bool = False  # out of the accused's sight, until an organ outside that side takes it
    extended: int = 0  # by how many days the term was extended 延期
    left_out: Sequence[LeftOut] = ()  # what of the time gone by the term does not count
    hearing: Hearing | None = None  # the one to come

    @property
    def arc(self) -> dict[str, Any] | None:
        """How much of the running term is gone, for the drawing beside the words."""
        if self.duty is None:
            return None
        now, term = timezone.now(), self.duty.due_at - self.duty.opened_at
        gone = min(100, max(0, round(100 * ((now - self.duty.opened_at) / term))))
        days = days_left(self.duty.due_at, now)
        return {"gone": gone, "days": abs(days), "late": days < 0}


@dataclass(frozen=True, slots=True)
class Hearing:
    """A hearing 听证 the petitioner is invited to: the day, the time of day, and where."""

    day: date
    at: str
    venue: str


@dataclass(frozen=True, slots=True)
class Way:
    """One step up against an answer: of which organ it is asked, and until when; nothing when that is over."""

    unit: UUID | None
    until: datetime | None


@dataclass(frozen=True)
class Following:
    """One filing as its filer follows it."""

    family: Family
    holders: Sequence[Holder]
    ratings: Sequence[Rating]

    @property
    def filing(self) -> Any:
        return self.family.matter.filings[self.family.snapshot.subject.id]

    @property
    def withdrawn(self) -> bool:
        """Whether this filer took it back. That is no answer, however far it had come."""
        return self.family.snapshot.subject.stage == WITHDRAWN

    @property
    def cooling_until(self) -> datetime | None:
        """The end of the week in which a withdrawal can be taken back."""
        return self._right(clocks.COOLING.code)

    @property
    def rate_until(self) -> datetime | None:
        return self._right(clocks.RATE.code)

    @property
    def review_until(self) -> datetime | None:
        return self._right(clocks.ASK_REVIEW.code)

    @property
    def final_until(self) -> datetime | None:
        return self._right(clocks.ASK_FINAL.code)

    def ways(self, level: str) -> list[Way]:
        """What this filer can ask for, or could have asked for, against each answer that reached them."""
        found = (self.family.matter.answer(p) for p in self.family.matter.reviewable(self.filing.id, level))
        return [self._way(answer) for answer in found]

    def _way(self, answer: Answer) -> Way:
        snapshot, code = self.family.snapshot, ASKED[answer.kind]
        since = self.filing.served_at[answer.paper]
        rights = (d for d in snapshot.open_duties(self.filing.id) if d.rule == code and d.opened_at == since)
        office, right = asked_of(directory(), snapshot, answer), next(rights, None)
        return Way(office.id if office else None, right.due_at if right else None)

    @property
    def rules(self) -> str:
        """The rule set it is bound to."""
        return self.family.petition.rules

    @property
    def earlier(self) -> bool:
        """Whether that is the regulation before the one in force now."""
        return self.rules == EARLIER

    @property
    def ended(self) -> bool:
        """Whether every demand has come to its final review, so that petitioning is over (条例 第三十六条)."""
        matter, here = self.family.matter, self.filing.id
        mine = [one.handling for one in matter.asked_by(here)]
        return bool(mine) and all(one and matter.ended_by(one, here) for one in mine)

    def _right(self, code: str) -> datetime | None:
        here = self.family.snapshot.subject.id
        return next((d.due_at for d in self.family.snapshot.open_duties(here) if d.rule == code), None)

    @property
    def elapsed(self) -> int | None:
        """Days since it was registered, whatever the legal clocks say; ``None`` once everything is answered."""
        return self.family.elapsed

    @property
    def demands(self) -> list[DemandLine]:
        """What this filer asked, with the answer that reached them: another way of reading it would be a delivery off
        the record.
        """
        here, lines = self.family.snapshot.subject.id, self.family.demand_lines(self.filing.delivered)
        asked = {demand.id for demand in self.family.matter.asked_by(here)}
        return [line for demand, line in lines if demand.id in asked]

    @property
    def rated(self) -> list[RatingLine]:
        """How this filer rated whoever answered; those not rated say so."""
        return rating_lines(self.family, self.ratings, self.filing.id)

    @property
    def silent(self) -> bool:
        """The time to rate is over and nothing was said. That is a state of its own, and never satisfaction."""
        return bool(self.rated) and not self.ratings and self.rate_until is None

    @property
    def lookups(self) -> list[Entry]:
        """Who opened the petitioner's name, when and why."""
        return [entry for entry in self.family.timeline(officers=False) if entry.move in LOOKS_AT_PEOPLE]

    def timeline(self, *, proven: bool) -> list[Entry]:
        """What happened. Whoever has seen a receipt has the code: what is sealed takes the last four as well."""
        entries = self.family.timeline(officers=False)
        return [one for one in entries if one.move not in LOOKS_AT_PEOPLE and (proven or not one.sealed)]

    @property
    def progress(self) -> int:
        """How far along 登记 转送 受理 办理 答复 评价 it is: the index of the current one."""
        if self.ratings:
            return 6
        stage = self.family.petition.stage
        if stage != petitions.HANDLING:
            return {petitions.NEW: 1, petitions.SORTED: 1, petitions.ANSWERED: 5, WITHDRAWN: 1}[stage]
        return min(_REACHED[handling.stage] for handling in self.family.handlings)

    @property
    def papers(self) -> list[PaperLine]:
        """The documents that are the petitioner's to read: not what organs write to one another."""
        mine = [paper for paper in self.family.papers.values() if self._is_mine(paper)]
        return [paper for paper in mine if not paper.between_organs]

    def _is_mine(self, paper: PaperLine) -> bool:
        """Not what another filer of the same matter was given for themselves."""
        filings, reviews = self.family.matter.filings, self.family.matter.reviews
        whose = reviews[paper.subject].filing if paper.subject in reviews else paper.subject
        return whose not in filings or whose == self.filing.id

    @property
    def unopened(self) -> list[PaperLine]:
        """Answers issued that this filer has not opened: opening one is its delivery."""
        waiting = [] if self.withdrawn else unserved(self.family.snapshot)
        return [self.family.papers[paper] for paper in waiting]


_REACHED = {
    handlings.RECEIVED: 2, handlings.SIGNED: 2, handlings.ACCEPTED: 3,
    handlings.GUIDED: 4, handlings.ISSUED: 4, handlings.ANSWERED: 5,
    settling.KEPT: 2, settling.REPLIED: 4, settling.FILED: 4, settling.REFUSED: 4,
}  # fmt: skip


ASKED = {
    "opinion": clocks.ASK_REVIEW.code,
    "review": clocks.ASK_FINAL.code,
}  # the right, by the kind of answer


def follow(filing: UUID) -> Following:
    """A filing for whoever has shown its number and code."""
    read = family(filing, petitioner(filing))
    ratings = Rating.objects.filter(filing=filing).order_by("seq", "handling")
    return Following(read, _holders(read), list(ratings))


def _holders(read: Family) -> list[Holder]:
    """Reviews at work, then the handlings but for those revoked; before forwarding the bureau."""
    reviews = [one for one in read.snapshot.of_kind("review") if one.stage != review.ANSWERED]
    standing = [one for one in read.handlings if not read.matter.revoked(one.id)]
    return [_holder(read, subject) for subject in reviews + standing or [read.petition]]


def _holder(read: Family, subject: SubjectState) -> Holder:
    duties = [d for d in read.snapshot.open_duties(subject.id) if d.rule in _ROAD] + _serving(read, subject)
    since = next(step.at for step in read.steps if step.subject_id == subject.id)
    notice = next((s for s in read.steps if s.subject_id == subject.id and s.move in NOTICES), None)
    person, phone = (
        read.matter.text(subject.id, notice.seq if notice else 0, name) for name in ("person", "phone")
    )
    office = directory().get(subject.unit)
    waits = any(duty.rule == OUTSIDE.code for duty in read.snapshot.open_duties(subject.id))
    if waits:  # nobody of the accused's side is to be called
        person = phone = ""
    return Holder(
        unit=subject.unit, stage=procedure(subject.kind).stage_of[subject.stage].seen, since=since,
        duty=min(duties, key=lambda d: d.due_at) if duties else None,
        person=person, phone=phone or (office.phone if office and not waits else ""), kept=waits,
        extended=read.matter.handlings[subject.id].extended_days if subject.kind == "handling" else 0,
        left_out=left_out(read.matter.intervals_of(subject.id), subject.rules), hearing=_hearing(read, subject),
    )  # fmt: skip


def _hearing(read: Family, subject: SubjectState) -> Hearing | None:
    """The hearing that is called and not yet held."""
    called = (one for one in read.matter.intervals_of(subject.id) if one.kind == IntervalKind.HEARING)
    one = next((one for one in called if one.state == IntervalState.OPEN), None)
    if one is None:
        return None
    step = next(step for step in read.steps if (step.subject_id, step.seq) == (subject.id, one.seq))
    return Hearing(one.until, step.facts["given"]["at"], read.matter.text(subject.id, one.seq, "venue"))


def _serving(read: Family, subject: SubjectState) -> list[DutyState]:
    """To have the answer served is owed on the filing, by the unit whose answer it is."""
    answer, here = read.matter.answer_of(subject.id), read.snapshot.subject.id
    owed = read.snapshot.open_duties(here) if answer else ()
    return [d for d in owed if answer and d.rule == clocks.DELIVER.code and brings(d, answer, read.matter)]


NOTICES = {"accept", "accept_simply", "guide", "reply"}  # the moves that name whom to call
_ROAD = {
    rule.code
    for rule in (
        clocks.FORWARD, clocks.NOTICE, clocks.DECIDE, clocks.DELIVER, clocks.SETTLE, clocks.REHANDLE, clocks.REVIEW,
        clocks.FINAL, clocks.EXECUTE, clocks.SIMPLE,
    )
}  # fmt: skip


def receipt(filing: UUID) -> dict[str, Any]:
    """What the receipt says, for the filer alone: number, code, bureau, and until when the next step is due."""
    read = family(filing, petitioner(filing))
    matter, petition = read.matter, read.petition
    set_aside = json.loads(matter.text(filing, FIRST, "aside") or "{}")
    return {
        "filing": matter.filings[filing],
        "petition": petition.id,
        "code": current_code(matter.words, filing),
        "title": matter.text(filing, FIRST, "title"),
        "unit": directory()[petition.unit],
        "kept": kept(read.snapshot),
        "demands": matter.told(filing),
        "due": Duty.objects.values_list("due_at", flat=True).get(
            subject=petition.id, rule=clocks.FORWARD.code
        ),
        "set_aside": set_aside,
        "files": read.files.get((filing, FIRST), []),
        "sealed": petition.sealed,
        "rules": petition.rules,
        "renewed": any(step.move == RENEW.code and step.subject_id == filing for step in read.steps),
        "forwarded": petition.stage not in {petitions.NEW, petitions.SORTED},
    }
