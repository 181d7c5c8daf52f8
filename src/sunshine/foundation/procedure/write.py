"""The writer: carries one plan out in one transaction. Words, duties, rows, numbers, steps, stages, jobs: all or nothing.

Foreign keys are checked at commit, so numbers can be taken as late as possible: a counter's row stays locked from
there to the commit, and everybody who registers with the same unit waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.models import ProcrastinateJob

from sunshine.foundation.duties.models import Duty, DutyState
from sunshine.foundation.ledger.chain import link_hash
from sunshine.foundation.ledger.erasure import erase_subjects
from sunshine.foundation.ledger.models import Content, Step, Subject
from sunshine.foundation.ledger.queries import subject_key
from sunshine.foundation.ledger.sealing import commitment, content_place, new_key, salted, seal
from sunshine.foundation.procedure.insert import Tables, Values, insert
from sunshine.foundation.procedure.plan import DutyDraft, Job, Late, Number, Plan, Row, StepDraft
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.foundation.search import index


@dataclass(frozen=True, slots=True)
class Request:
    """The key under which this act was asked for, and the hash of what was asked, so that a repeat can be told."""

    key: str | None = None
    hash: bytes | None = None


@dataclass(slots=True)
class Keys:
    """Data keys at hand: those of new subjects with their wrapped form, those of old ones as they are needed."""

    plain: dict[UUID, bytes] = field(default_factory=dict)
    wrapped: dict[UUID, bytes] = field(default_factory=dict)

    def of(self, subject: UUID) -> bytes:
        if subject not in self.plain:
            self.plain[subject] = subject_key(subject)
        return self.plain[subject]

    def make(self, subject: UUID) -> None:
        self.plain[subject], self.wrapped[subject] = new_key(subject)


def write(plan: Plan, request: Request) -> list[Step]:
    """Carry the plan out inside the caller's transaction and return the steps written."""
    keys = Keys()
    for subject in plan.new:
        keys.make(subject)
    tables: Tables = {
        Content: _contents(plan, keys),
        Duty: [_duty(draft, plan.now) for draft in plan.opened],
        ProcrastinateJob: [_job(job) for job in (*plan.jobs, *_indexing(plan))],
    }
    _close_duties(plan)
    for number in plan.numbers:
        number.value = take_number(number)
    tables |= _rows(plan.rows)
    heads = {state.id: state.head for state in plan.subjects.values()}
    steps = _steps(plan, request, heads)
    tables[Step] = [vars(step) for step in steps]
    tables[Subject] = [_subject(plan, pk, heads[pk], keys.wrapped[pk]) for pk in plan.new]
    insert(tables)
    for pk in plan.subjects.keys() - set(plan.new):
        _move_subject(plan, pk, heads[pk])
    if plan.erased:
        erase_subjects(plan.erased)
    return steps


def _contents(plan: Plan, keys: Keys) -> list[Values]:
    rows: list[Values] = []
    for step in plan.steps:
        for name, words in step.texts.items():
            plain = salted(words)
            step.record.setdefault("texts", {})[name] = commitment(plain)
            box = seal(keys.of(step.subject), plain, content_place(step.subject, step.seq, name))
            rows.append({"subject_id": step.subject, "seq": step.seq, "name": name, "sealed": box})
    return rows


def _close_duties(plan: Plan) -> None:
    if plan.closed:
        Duty.objects.filter(pk__in=plan.closed).update(
            state=DutyState.DONE,
            wake_at=None,
            closed_at=plan.now,
            closed_seq=next(iter(plan.closed.values())),
        )


def _duty(draft: DutyDraft, now: datetime) -> Values:
    wakes = draft.rule.wakes(now, draft.due_at)
    return {
        "id": draft.id, "subject_id": draft.subject, "rule": draft.rule.code, "anchor_seq": draft.anchor_seq,
        "holder": draft.rule.holder, "unit_id": draft.unit, "opened_at": now, "due_at": draft.due_at,
        "wake_at": wakes[0] if wakes else None, "provisional": draft.provisional, "post_id": draft.post,
    }  # fmt: skip


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
    return [Job(index.JOB, {"root": str(root)}) for root in index.searchable_among(kinds)]


TAKE = """
INSERT INTO ledger_counter (unit_id, series, year, value) VALUES (%s, %s, %s, 1)
ON CONFLICT (unit_id, series, year) DO UPDATE SET value = ledger_counter.value + 1 RETURNING value
"""


def take_number(number: Number) -> int:
    """The next value of the counter; without gaps, because a rolled-back transaction gives it back."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [number.unit, number.series, number.year])
        return int(cursor.fetchone()[0])


def _rows(rows: Iterable[Row]) -> Tables:
    """The typed rows to insert; those to change are changed at once."""
    tables: Tables = {}
    for row in rows:
        model = apps.get_model(row.model)
        values = {name: _settled(value) for name, value in row.values.items()}
        if row.new:
            assert model._meta.pk is not None
            tables.setdefault(model, []).append({model._meta.pk.attname: row.pk, **values})
        else:
            which = row.where or {"pk": row.pk}
            model._default_manager.filter(**which).update(**values)
    return tables


def _steps(plan: Plan, request: Request, heads: dict[UUID, bytes]) -> list[Step]:
    steps = [_step(plan, draft, heads) for draft in plan.steps]
    steps[0].request_key, steps[0].request_hash = request.key, request.hash
    return steps


def _step(plan: Plan, draft: StepDraft, heads: dict[UUID, bytes]) -> Step:
    actor = plan.actor
    step = Step(
        id=draft.id, subject_id=draft.subject, seq=draft.seq, move=draft.move, phase=draft.phase, stage=draft.stage,
        actor=actor.key, officer_id=actor.officer, post_id=actor.post, unit_id=actor.unit, at=plan.now,
        audience=draft.audience, facts=_settled(draft.record), prev=heads[draft.subject],
    )  # fmt: skip
    step.hash = heads[draft.subject] = link_hash(step)
    return step


def _settled(value: Any) -> Any:
    """The record with its numbers given and its late values asked for."""
    if isinstance(value, dict):
        return {key: _settled(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_settled(item) for item in value]
    if isinstance(value, Late):
        return value.value
    return value.text if isinstance(value, Number) else value


def _subject(plan: Plan, pk: UUID, head: bytes, wrapped: bytes) -> Values:
    return _standing(plan.subjects[pk], head) | {
        "id": pk, "kind": plan.subjects[pk].kind, "root_id": plan.subjects[pk].root,
        "rules": plan.subjects[pk].rules, "key": wrapped,
    }  # fmt: skip


def _move_subject(plan: Plan, pk: UUID, head: bytes) -> None:
    Subject.objects.filter(pk=pk).update(**_standing(plan.subjects[pk], head))


def _standing(state: SubjectState, head: bytes) -> dict[str, Any]:
    """What of a subject changes with its steps."""
    return {
        "stage": state.stage, "stage_seq": state.stage_seq, "pending_seq": state.pending_seq,
        "unit_id": state.unit, "post_id": state.post, "area": state.area, "sealed": state.sealed, "seq": state.seq,
        "head": head,
    }  # fmt: skip
