"""The writer: carries one plan out in one transaction. Words, duties, rows, numbers, steps, stages, jobs: all or nothing.

Foreign keys are checked at commit, so numbers can be taken as late as possible: a counter's row stays locked from
there to the commit, and everybody who registers with the same unit waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import AutoField, JSONField, Model
from procrastinate.contrib.django import app as jobs
from psycopg.types.json import Jsonb

from sunshine.foundation.duties.models import Duty, DutyState
from sunshine.foundation.ledger.chain import link_hash
from sunshine.foundation.ledger.models import Content, Step, Subject
from sunshine.foundation.ledger.queries import subject_key
from sunshine.foundation.ledger.sealing import commitment, content_place, new_key, salted, seal
from sunshine.foundation.procedure.plan import DutyDraft, Number, Plan, Row, StepDraft
from sunshine.foundation.procedure.snapshot import SubjectState


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
    _insert_contents(plan, keys)
    _open_and_close_duties(plan)
    for job in plan.jobs:
        jobs.configure_task(job.task).defer(**job.args)
    for number in plan.numbers:
        number.value = take_number(number)
    _write_rows(plan.rows)
    return _insert_steps(plan, request, keys)


def insert(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of one model, by attribute, in one statement; what the database fills in is left to it.

    ``bulk_create`` would compile this same statement anew each time, which costs more than all else a filing does.
    """
    if rows:
        fields, one_row, head = _shape(model)
        values = [
            _bound(row[name] if name in row else default(), as_json)
            for row in rows
            for name, default, as_json in fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(head + ", ".join([one_row] * len(rows)), values)


@cache
def _shape(model: type[Model]) -> tuple[Sequence[tuple[str, Callable[[], Any], bool]], str, str]:
    """The attributes written, their defaults and which are JSON; the placeholders of one row; the statement up to them."""
    fields = [
        f for f in model._meta.concrete_fields if not f.has_db_default() and not isinstance(f, AutoField)
    ]
    columns = ", ".join(connection.ops.quote_name(str(f.column)) for f in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    names = [(f.attname, f.get_default, isinstance(f, JSONField)) for f in fields]
    return names, f"({', '.join(['%s'] * len(names))})", f"INSERT INTO {table} ({columns}) VALUES "  # noqa: S608


def _bound(value: Any, as_json: bool) -> Any:
    """A value as the driver takes it. It knows texts, numbers, times and bytes; it would write a choice by its name."""
    if as_json:
        return Jsonb(value)
    return value.value if isinstance(value, Enum) else value


def _insert_contents(plan: Plan, keys: Keys) -> None:
    rows: list[dict[str, Any]] = []
    for step in plan.steps:
        for name, words in step.texts.items():
            plain = salted(words)
            step.record.setdefault("texts", {})[name] = commitment(plain)
            box = seal(keys.of(step.subject), plain, content_place(step.subject, step.seq, name))
            rows.append({"subject_id": step.subject, "seq": step.seq, "name": name, "sealed": box})
    insert(Content, rows)


def _open_and_close_duties(plan: Plan) -> None:
    insert(Duty, [_duty(draft, plan.now) for draft in plan.opened])
    if plan.closed:
        Duty.objects.filter(pk__in=plan.closed).update(
            state=DutyState.DONE,
            wake_at=None,
            closed_at=plan.now,
            closed_seq=next(iter(plan.closed.values())),
        )


def _duty(draft: DutyDraft, now: datetime) -> dict[str, Any]:
    wakes = draft.rule.wakes(now, draft.due_at)
    return {
        "id": draft.id, "subject_id": draft.subject, "rule": draft.rule.code, "anchor_seq": draft.anchor_seq,
        "holder": draft.rule.holder, "unit_id": draft.unit, "opened_at": now, "due_at": draft.due_at,
        "wake_at": wakes[0] if wakes else None, "provisional": draft.provisional,
    }  # fmt: skip


TAKE = """
INSERT INTO ledger_counter (unit_id, series, year, value) VALUES (%s, %s, %s, 1)
ON CONFLICT (unit_id, series, year) DO UPDATE SET value = ledger_counter.value + 1 RETURNING value
"""


def take_number(number: Number) -> int:
    """The next value of the counter; without gaps, because a rolled-back transaction gives it back."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [number.unit, number.series, number.year])
        return int(cursor.fetchone()[0])


def _write_rows(rows: Iterable[Row]) -> None:
    new: dict[type[Model], list[dict[str, Any]]] = {}
    for row in rows:
        model = apps.get_model(row.model)
        values = {name: _settled(value) for name, value in row.values.items()}
        if row.new:
            assert model._meta.pk is not None
            new.setdefault(model, []).append({model._meta.pk.attname: row.pk, **values})
        else:
            model._default_manager.filter(pk=row.pk).update(**values)
    for made, its_rows in new.items():
        insert(made, its_rows)


def _insert_steps(plan: Plan, request: Request, keys: Keys) -> list[Step]:
    heads = {state.id: state.head for state in plan.subjects.values()}
    steps = [_step(plan, draft, heads) for draft in plan.steps]
    steps[0].request_key, steps[0].request_hash = request.key, request.hash
    insert(Step, [vars(step) for step in steps])
    insert(Subject, [_subject(plan, pk, heads[pk], keys.wrapped[pk]) for pk in plan.new])
    for pk in plan.subjects.keys() - set(plan.new):
        _move_subject(plan, pk, heads[pk])
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
    """The record with its numbers given."""
    if isinstance(value, dict):
        return {key: _settled(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_settled(item) for item in value]
    return value.text if isinstance(value, Number) else value


def _subject(plan: Plan, pk: UUID, head: bytes, wrapped: bytes) -> dict[str, Any]:
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
        "unit_id": state.unit, "area": state.area, "sealed": state.sealed, "seq": state.seq, "head": head,
    }  # fmt: skip
