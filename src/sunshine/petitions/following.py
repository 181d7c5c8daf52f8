"""What the petitioner follows: one filing with who has it, by when, what came of it, and its receipt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
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
from sunshine.petitions.matter import FIRST, DemandState
from sunshine.petitions.models import Rating
from sunshine.petitions.procedure import handling as handlings
from sunshine.petitions.procedure import petition as petitions
from sunshine.petitions.queries import LOOKS_AT_PEOPLE, DemandLine, Entry, Family, PaperLine, family
from sunshine.petitions.querycode import current_code


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

    @property
    def arc(self) -> dict[str, Any] | None:
        """How much of the running term is gone, for the drawing beside the words."""
        if self.duty is None:
            return None
        now, term = timezone.now(), self.duty.due_at - self.duty.opened_at
        gone = min(100, max(0, round(100 * ((now - self.duty.opened_at) / term))))
        days = days_left(self.duty.due_at, now)
        return {"gone": gone, "days": abs(days), "late": days < 0}


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
    def rate_until(self) -> datetime | None:
        return self._right(clocks.RATE.code)

    @property
    def review_until(self) -> datetime | None:
        return self._right(clocks.ASK_REVIEW.code)

    def _right(self, code: str) -> datetime | None:
        here = self.family.snapshot.subject.id
        return next((d.due_at for d in self.family.snapshot.open_duties(here) if d.rule == code), None)

    @property
    def elapsed(self) -> int | None:
        """Days since it was registered, whatever the legal clocks say; ``None`` once everything is answered."""
        return self.family.elapsed

    @property
    def demands(self) -> list[DemandLine]:
        """What this filer asked, with what was answered."""
        here, lines = self.family.snapshot.subject.id, self.family.demand_lines()
        return [
            line if self._served(demand) else _unanswered(line)
            for demand, line in lines
            if demand.filing == here
        ]

    def _served(self, demand: DemandState) -> bool:
        """Whether the answer has reached this filer: reading it any other way would be a delivery off the record."""
        handling = self.family.matter.handlings.get(demand.handling) if demand.handling else None
        return handling is None or handling.answer in self.filing.delivered

    @property
    def lookups(self) -> list[Entry]:
        """Who opened the petitioner's name, when and why."""
        return [entry for entry in self.family.timeline(officers=False) if entry.move in LOOKS_AT_PEOPLE]

    @property
    def timeline(self) -> list[Entry]:
        return [entry for entry in self.family.timeline(officers=False) if entry.move not in LOOKS_AT_PEOPLE]

    @property
    def progress(self) -> int:
        """How far along 登记 转送 受理 办理 答复 评价 it is: the index of the current one."""
        if self.ratings:
            return 6
        stage = self.family.petition.stage
        if stage != petitions.HANDLING:
            return {petitions.NEW: 1, petitions.SORTED: 1, petitions.ANSWERED: 5}[stage]
        return min(_REACHED[handling.stage] for handling in self.family.handlings)

    @property
    def unopened(self) -> list[PaperLine]:
        """Answers issued that this filer has not opened: opening one is its delivery."""
        return [self.family.papers[paper] for paper in unserved(self.family.snapshot)]


def _unanswered(line: DemandLine) -> DemandLine:
    return replace(line, outcome="", opinion="", basis="")


_REACHED = {
    handlings.RECEIVED: 2, handlings.SIGNED: 2, handlings.ACCEPTED: 3,
    handlings.GUIDED: 4, handlings.ISSUED: 4, handlings.ANSWERED: 5,
}  # fmt: skip


def follow(filing: UUID) -> Following:
    """A filing for whoever has shown its number and code."""
    read = family(filing, petitioner(filing))
    ratings = Rating.objects.filter(filing=filing).order_by("seq", "handling")
    return Following(read, _holders(read), list(ratings))


def _holders(read: Family) -> list[Holder]:
    """The handlings, or before forwarding the bureau."""
    subjects = read.handlings or [read.petition]
    return [_holder(read, subject) for subject in subjects]


def _holder(read: Family, subject: SubjectState) -> Holder:
    duties = [d for d in read.snapshot.open_duties(subject.id) if d.rule in _ROAD]
    since = next(step.at for step in read.steps if step.subject_id == subject.id)
    notice = next(
        (s for s in read.steps if s.subject_id == subject.id and s.move in {"accept", "guide"}), None
    )
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
    )  # fmt: skip


_ROAD = {clocks.FORWARD.code, clocks.NOTICE.code, clocks.DECIDE.code, clocks.DELIVER.code}


def receipt(filing: UUID) -> dict[str, Any]:
    """What the receipt says, for the filer alone: number, code, bureau, and until when the next step is due."""
    read = family(filing, petitioner(filing))
    matter, petition = read.matter, read.petition
    set_aside = json.loads(matter.text(filing, FIRST, "aside") or "{}")
    return {
        "filing": matter.filings[filing],
        "code": current_code(matter.words, filing),
        "title": matter.text(filing, FIRST, "title"),
        "unit": directory()[petition.unit],
        "kept": kept(read.snapshot),
        "demands": [demand.words for demand in matter.demands if demand.filing == filing],
        "due": Duty.objects.values_list("due_at", flat=True).get(
            subject=petition.id, rule=clocks.FORWARD.code
        ),
        "set_aside": set_aside,
        "files": read.files.get((filing, FIRST), []),
        "sealed": petition.sealed,
    }
