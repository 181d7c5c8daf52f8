"""Effects → rows: the one place that says what a plan leaves in which table.

Two carriers take the rows there: ``write`` in the one statement of a person's act, ``bulk`` by COPY for many lives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from sunshine.foundation.duties.models import Duty, DutyState
from sunshine.foundation.ledger.chain import link_hash
from sunshine.foundation.ledger.models import Content, Step, Subject
from sunshine.foundation.ledger.queries import subject_key
from sunshine.foundation.ledger.sealing import commitment, content_place, new_key, salted, seal
from sunshine.foundation.procedure.insert import Tables, Values
from sunshine.foundation.procedure.plan import DutyDraft, Late, Number, Plan, StepDraft
from sunshine.foundation.procedure.snapshot import SubjectState

Heads = dict[UUID, bytes]  # where each subject's chain has come to


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


@dataclass(frozen=True, slots=True)
class Change:
    """Columns of rows that are there already: those with these keys, or those that ``where`` names."""

    model: type[Model]
    values: Values
    keys: tuple[Any, ...] = ()
    where: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Laid:
    """What a plan leaves: new rows, steps among them in their order, and changes of rows that were there."""

    new: Tables
    changes: list[Change]

    @property
    def steps(self) -> list[Values]:
        return self.new[Step]


def sealed_words(plan: Plan, keys: Keys) -> list[Values]:
    """The sealed contents. Each step's record gets what it promises of them, so this comes before its hash."""
    for subject in plan.new:
        keys.make(subject)
    rows: list[Values] = []
    for step in plan.steps:
        for name, words in step.texts.items():
            plain = salted(words)
            step.record.setdefault("texts", {})[name] = commitment(plain)
            box = seal(keys.of(step.subject), plain, content_place(step.subject, step.seq, name))
            at = {"id": plan.mint.id(), "subject_id": step.subject, "seq": step.seq, "name": name}
            rows.append({**at, "sealed": box})
    return rows


def lay_out(plan: Plan, request: Request, keys: Keys, contents: list[Values], heads: Heads) -> Laid:
    """All the rows of a plan whose words are sealed and whose numbers were taken. Moves the heads on."""
    laid = Laid({Content: contents, Duty: [_duty(draft, plan) for draft in plan.opened]}, [])
    _close_duties(plan, laid)
    _typed_rows(plan, laid)
    laid.new[Step] = [_step(plan, draft, heads) for draft in plan.steps]
    laid.new[Step][0] |= {"request_key": request.key, "request_hash": request.hash}  # type: ignore[operator]
    new = set(plan.new)
    laid.new[Subject] = [_subject(plan.subjects[pk], heads[pk], keys.wrapped[pk]) for pk in plan.new]
    for pk, state in plan.subjects.items():
        if pk not in new:
            passed = {"root_id": state.root} if pk in plan.moved else {}
            laid.changes.append(Change(Subject, _standing(state, heads[pk]) | passed, (pk,)))
    return laid


def _duty(draft: DutyDraft, plan: Plan) -> Values:
    wakes = draft.rule.wakes(plan.now, draft.due_at)
    return {
        "id": draft.id, "subject_id": draft.subject, "rule": draft.rule.code, "anchor_seq": draft.anchor_seq,
        "holder": draft.rule.holder, "unit_id": draft.unit, "opened_at": plan.now, "due_at": draft.due_at,
        "wake_at": wakes[0] if wakes else None, "provisional": draft.provisional, "post_id": draft.post,
    }  # fmt: skip


def _close_duties(plan: Plan, laid: Laid) -> None:
    if plan.closed:
        seq = next(iter(plan.closed.values()))
        done = {"state": DutyState.DONE.value, "wake_at": None, "closed_at": plan.now, "closed_seq": seq}
        laid.changes.append(Change(Duty, done, tuple(plan.closed)))


def _typed_rows(plan: Plan, laid: Laid) -> None:
    for row in plan.rows:
        model = model_of(row.model)
        values = {name: settled(value) for name, value in row.values.items()}
        if row.new:
            assert model._meta.pk is not None
            laid.new.setdefault(model, []).append({model._meta.pk.attname: row.pk, **values})
        else:
            laid.changes.append(Change(model, values, () if row.where else (row.pk,), row.where))


@cache
def model_of(label: str) -> type[Model]:
    """The model that a row names."""
    return apps.get_model(label)


def _step(plan: Plan, draft: StepDraft, heads: Heads) -> dict[str, Any]:
    actor = plan.actor
    step: dict[str, Any] = {
        "id": draft.id, "subject_id": draft.subject, "seq": draft.seq, "move": draft.move, "phase": draft.phase,
        "stage": draft.stage, "actor": actor.key, "officer_id": actor.officer, "post_id": actor.post,
        "unit_id": actor.unit, "at": plan.now, "audience": draft.audience, "facts": settled(draft.record),
        "prev": heads[draft.subject],
    }  # fmt: skip
    step["hash"] = heads[draft.subject] = link_hash(step)
    return step


def settled(value: Any) -> Any:
    """The record with its numbers given and its late values asked for."""
    if isinstance(value, dict):
        return {key: settled(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [settled(item) for item in value]
    if isinstance(value, Late):
        return value.value
    return value.text if isinstance(value, Number) else value


def _subject(state: SubjectState, head: bytes, wrapped: bytes) -> Values:
    return _standing(state, head) | {
        "id": state.id, "kind": state.kind, "root_id": state.root, "rules": state.rules, "key": wrapped,
    }  # fmt: skip


def _standing(state: SubjectState, head: bytes) -> dict[str, Any]:
    """What of a subject changes with its steps."""
    return {
        "stage": state.stage, "stage_seq": state.stage_seq, "pending_seq": state.pending_seq,
        "unit_id": state.unit, "post_id": state.post, "area": state.area, "sealed": state.sealed, "seq": state.seq,
        "head": head,
    }  # fmt: skip
