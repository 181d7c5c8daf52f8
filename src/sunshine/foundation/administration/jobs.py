"""What administrative acts set going: matters pass to the heir of a unit, provisional terms are counted again."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.foundation.administration.proving import carry_out
from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.calendar.rules import Days, Due, deadline
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.duties.rules import rule
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.scope import administrative_kinds
from sunshine.foundation.memory import forget_all
from sunshine.foundation.offices.actors import SYSTEM
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform

BATCH = 200


@app.task(pass_context=False, retry=10)
def pass_on(unit: str) -> None:
    """Everything this unit held or owes goes to its heir, a step a subject (条例 第二十四条). Safe to repeat."""
    forget_all()
    pass_matters(UUID(unit))


def pass_matters(unit: UUID) -> int:
    """Pass on what the unit holds, in batches; returns how many subjects passed."""
    passed = 0
    while batch := list(_held(unit).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        for subject in batch:
            perform(subject, "succeed", SYSTEM, Given({"unit": str(unit)}))
        passed += len(batch)
    return passed


def _held(unit: UUID) -> QuerySet[Subject]:
    owed = Duty.objects.filter(subject=OuterRef("pk"), unit=unit, state="open")
    return Subject.objects.filter(Q(unit=unit) | Q(Exists(owed))).exclude(kind__in=administrative_kinds())


@app.task(pass_context=False, retry=10)
def recount(year: int) -> None:
    """Count again what was provisional and no longer is, a step a duty (民法典 第二百零三条). Safe to repeat."""
    forget_all()
    recount_provisional()


def recount_provisional() -> int:
    """Settle every open provisional duty whose years are published by now; returns how many."""
    settled = 0
    after = UUID(int=0)
    while batch := list(
        Duty.objects.filter(state="open", provisional=True, pk__gt=after).order_by("pk")[:BATCH]
    ):
        settled += sum(_recount(duty) for duty in batch)
        after = batch[-1].pk
    return settled


def _recount(duty: Duty) -> bool:
    told = _last_told(duty)
    since, n, *more = told.facts["provisional"][str(duty.pk)]
    known = rule(duty.rule)
    due = known.due(datetime.fromisoformat(since), work_calendar(), type(known.term)(n))
    for days in more:  # an extension, counted from the term's own last day
        longer = deadline(due.at - timedelta(microseconds=1), Days(days), work_calendar())
        due = Due(longer.at, due.provisional or longer.provisional)
    if due.provisional:
        return False
    given = Given({"duty": str(duty.pk), "rule": duty.rule, "due": due.at.isoformat()})
    key = f"{duty.pk.hex}{told.pk.hex}"  # a term extended into another such year is counted once more
    with suppress(Refused):  # it was done since it was read
        perform(duty.subject_id, "recount", SYSTEM, given, request_key=key, now=timezone.now())
        return True
    return False


def _last_told(duty: Duty) -> Step:
    """The step that last said what this duty's term is counted from: it was opened, corrected or extended."""
    steps = Step.objects.filter(subject__root=duty.subject.root_id, facts__provisional__has_key=str(duty.pk))
    return steps.latest("at", "id")


@app.task(pass_context=False)
def prove(proof: str) -> None:
    """Verify the whole record as an auditor asked."""
    carry_out(UUID(proof))
