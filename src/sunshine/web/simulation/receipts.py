"""A day of delivery that was entered wrongly, put right by two: the petitioner's rights run from the right one."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sunshine.foundation.calendar.rules import ONE_DAY, SHANGHAI
from sunshine.foundation.offices.models import Role
from sunshine.web.simulation.affair import Affair
from sunshine.web.simulation.voices import desk as words


def correct_day(affair: Affair, subject: UUID, paper: UUID | None, at: datetime) -> None:
    """The receipt says the day before: the handler proposes, the head signs. Never before the paper's own day."""
    a, here = affair, affair.family.members[subject]
    served = a.matter.filings[a.filing].served_on.get(paper) if paper else None
    issued = a.matter.answer(paper).issued_at if paper else None
    if (
        served is None
        or issued is None
        or not a.can(here, "correct_delivery")
        or not a.has(here.unit, Role.HEAD)
    ):
        return
    right: date = served - ONE_DAY
    if right >= issued.astimezone(SHANGHAI).date():
        facts = {"filing": str(a.filing), "day": right.isoformat()}
        said = {"reason": a.say(words.RECEIPT)}
        a.do(subject, "correct_delivery", a.at(here.unit, Role.HANDLER), at, facts, said)
        a.signed(subject, at, 0.3)
