"""One carrier: the rows of one plan in one transaction, and its jobs with them. All or nothing.

Foreign keys are checked at commit, so numbers can be taken as late as possible: a counter's row stays locked from
there to the commit, and everybody who registers with the same unit waits for it.
"""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.models import ProcrastinateJob

from sunshine.foundation.ledger.erasure import erase_subjects
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.prepared import planned
from sunshine.foundation.procedure.insert import Values, insert
from sunshine.foundation.procedure.plan import Job, Number, Plan
from sunshine.foundation.procedure.rows import Change, Keys, Request, lay_out, sealed_words
from sunshine.foundation.search import index


def write(plan: Plan, request: Request) -> list[Step]:
    """Carry the plan out inside the caller's transaction and return the steps written."""
    keys = Keys()
    contents = sealed_words(plan, keys)
    queued = [_job(job) for job in (*plan.jobs, *_indexing(plan))]
    for number in plan.numbers:
        number.value = take_number(number)
    heads = {state.id: state.head for state in plan.subjects.values()}
    laid = lay_out(plan, request, keys, contents, heads)
    for change in laid.changes:
        if change.model is not Subject:
            _make(change)
    insert({**laid.new, ProcrastinateJob: queued})
    for change in laid.changes:
        if change.model is Subject:
            _make(change)
    if plan.erased:
        erase_subjects(plan.erased)
    return [Step(**step) for step in laid.steps]


def _make(change: Change) -> None:
    rows = change.model._default_manager
    found = rows.filter(**change.where) if change.where else rows.filter(pk__in=change.keys)
    found.update(**change.values)


def _job(job: Job) -> Values:
    """A job as the queue's own ``defer`` writes it, but with all other rows and not by a statement of its own."""
    task = jobs.configure_task(job.task).job
    return {
        "queue_name": task.queue, "task_name": task.task_name, "priority": task.priority, "lock": task.lock,
        "queueing_lock": task.queueing_lock, "args": job.args, "status": "todo", "attempts": 0, "abort_requested": False,
    }  # fmt: skip


def _indexing(plan: Plan) -> list[Job]:
    """A matter is found by what was just said in it, and by whoever just got it."""
    before = plan.snapshot.family if plan.snapshot else {}
    said = {step.subject for step in plan.steps if step.texts}
    roots = {
        state.root: before.get(state.root, plan.subjects.get(state.root))
        for pk, state in plan.subjects.items()
        if pk in said or pk not in before or before[pk].unit != state.unit
    }
    kinds = {root: state.kind for root, state in roots.items() if state}
    for pk, root in plan.moved.items():  # both are found by other words now
        old = before[pk].root
        kinds |= {one: plan.state(one).kind for one in (old, root)}
    return [Job(index.JOB, {"root": str(root)}) for root in index.searchable_among(kinds)]


TAKE = """
INSERT INTO ledger_counter (unit_id, series, year, value) VALUES (%s, %s, %s, %s)
ON CONFLICT (unit_id, series, year) DO UPDATE SET value = ledger_counter.value + excluded.value RETURNING value
"""


def take_number(number: Number) -> int:
    """The next value of the counter; without gaps, because a rolled-back transaction gives it back."""
    return take_block((number.unit, number.series, number.year), 1)


def take_block(counter: tuple[UUID, str, int], many: int) -> int:
    """The first of so many values in a row of one counter (unit, series, year), all of them taken."""
    with planned() as cursor:
        cursor.execute(TAKE, [*counter, many])
        return int(cursor.fetchone()[0]) - many + 1
