"""What is said to call a hearing, hold it and end it; and the local rule that lets a term stand still."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.memory import edited
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Done, perform
from sunshine.petitions.models import PauseRule

SAID = {
    "present": "信访人张三丰，承办人王强，专家赵某。",
    "petitioner_said": "六月还干了二十二天。",
    "unit_said": "考勤表上没有六月。",
    "others_said": "微信记录可以采信。",
}
CONCLUSION = {"conclusion": "六月的工资应当补发。", "reason": "工友三人作证，与微信记录相互印证。"}


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=SHANGHAI)


def call(
    subject: UUID, handler: Actor, head: Actor, days: int = 20, now: datetime | None = None, **facts: Any
) -> date:
    """Proposed and signed; returns the day of the hearing."""
    today = timezone.localdate(now)
    day = today + timedelta(days=days)
    given = Given(
        {"ground": "complex", "day": day.isoformat(), "at": "09:30", **facts},
        {"venue": "三楼会议室", "issues": "六月有没有出勤。", "participants": "承办人王强，专家赵某。"},
    )
    perform(subject, "call_hearing", handler, given, now=now)
    perform(subject, "confirm", head, now=now)
    return day


def record(subject: UUID, handler: Actor, now: datetime | None = None) -> Done:
    given = Given({"held_on": timezone.localdate(now).isoformat()}, SAID)
    return perform(subject, "record_hearing", handler, given, now=now)


def conclude(subject: UUID, head: Actor, now: datetime | None = None) -> Done:
    return perform(subject, "conclude_hearing", head, Given(texts=CONCLUSION), now=now)


def pause_rule(kind: str = "appraisal", term: str = "decide", place: str = "511421") -> PauseRule:
    """What one place's own law might say; the product ships none."""
    made = PauseRule.objects.create(
        kind=kind, term=term, division_id=place, basis="《某县信访办法》第十条", valid_from=date(2020, 1, 1)
    )
    edited()
    return made
