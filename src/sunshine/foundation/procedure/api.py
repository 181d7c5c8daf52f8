"""The API of the table: one operation for each move that people make, its body read off the move's form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from ninja.security import HttpBearer

from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.offices import tokens
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.procedure.bodies import (
    Body,
    form_data,
    form_errors,
    object_schema,
    read,
    request_body,
    request_key,
)
from sunshine.foundation.procedure.engine import Refused, confirm, recall, refusal, send_back
from sunshine.foundation.procedure.given import StoredFile
from sunshine.foundation.procedure.intake import Asked, ask
from sunshine.foundation.procedure.perform import Done, Unseen, load, perform
from sunshine.foundation.procedure.problems import DOCUMENTED, Invalid
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move, Procedure

Auth = Callable[[HttpRequest], Actor | None]
Stored = Callable[
    [Iterable["UploadedFile[Any]"]], AbstractContextManager[Any]
]  # the file store's: see files.store.stored

KEY_HEADER = {
    "name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 64},
    "description": _("同一编号重复提交只办一次；内容不同则拒绝。"),
}  # fmt: skip
STAGE_SEQ = {
    "stage_seq": {
        "type": "integer",
        "title": _("看到的环节序号"),
        "description": _("之后别人办过，就会得到 409。"),
    }
}


class OfficerToken(HttpBearer):
    """An officer's bearer token; it acts in the post it was made for."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        found = tokens.find(token)
        return acting_in(found.post, found.post.officer) if found else None


class Made(Schema):
    """What came of a move: the step, and where its subject stands now."""

    subject: UUID
    seq: int
    move: str
    phase: str
    at: datetime
    stage: str
    stage_seq: int
    pending: bool
    repeated: bool


class OfferedRow(Schema):
    """One row of a move: send its facts under this key."""

    key: str
    label: str


class Offer(Schema):
    """A move lawful now: where to post it, which ``stage_seq`` to send, its fields and its rows."""

    href: str
    subject: UUID
    move: str
    name: str
    law: str
    stage_seq: int
    fields: dict[str, Any]
    row_fields: dict[str, Any] | None
    rows: list[OfferedRow]


def offer(one: Asked, reference: str) -> Offer:
    """An empty asked move as it is offered to a program that names the subject by this id or number."""
    here, move = one.snapshot.subject, one.move
    first = one.rows[0].form if one.rows else None
    return Offer(
        href=f"/api/v1/{here.kind}s/{reference}/{move.code}", subject=here.id, move=move.code, name=str(move.name),
        law=one.law, stage_seq=here.stage_seq, fields=object_schema(type(one.form), one.form.fields),
        row_fields=object_schema(type(first), first.fields) if first else None,
        rows=[OfferedRow(key=row.key, label=row.label) for row in one.rows],
    )  # fmt: skip


def add_moves(
    router: Router, table: Procedure, auth: Callable[[Move], Sequence[Auth]], stored: Stored
) -> None:
    """Give the router ``POST /{kind}s/{id}/{move}`` for every move of the table that a person makes on a subject."""
    for move in table.moves:
        if not (move.opening or move.apart or move.by_system):
            router.add_api_operation(
                f"/{table.kind}s/{{id}}/{move.code}", ["POST"], _view(table.kind, move, stored),
                auth=auth(move), response={200: Made, **DOCUMENTED}, operation_id=f"{table.kind}_{move.code}",
                summary=move.name, description=move.help or move.name, tags=[table.name],
                openapi_extra=described(move),
            )  # fmt: skip


def described(move: Move) -> dict[str, Any]:
    """What the OpenAPI document says of a move beyond its answer: article, roles, body, headers."""
    body = request_body(move, extra=STAGE_SEQ if turns(move) else None)
    roles = {"x-law": move.law, "x-by": sorted(move.by), "x-countersign": move.countersign}
    return {key: value for key, value in roles.items() if value} | {
        "parameters": [KEY_HEADER],
        "requestBody": body,
    }


def turns(move: Move) -> bool:
    """Whether the move decides something that another officer may have decided meanwhile."""
    return bool(move.to or move.countersign or move.effect in {confirm, recall, send_back})


def _view(kind: str, move: Move, stored: Stored) -> Callable[[HttpRequest, str], Made]:
    def act(request: HttpRequest, id: str) -> Made:
        actor: Actor = request.auth  # type: ignore[attr-defined]
        subject, body, key = _subject(actor, id), read(request), request_key(request)
        snapshot = load(subject, actor, lock=False)
        if snapshot.subject.kind != kind:
            raise Unseen
        seen = _seen(move, snapshot, actor, body)
        filled = asked(move, snapshot, actor, body)
        with stored(filled.uploads()) as brought:
            done = make(filled, actor, brought.files, seen=seen, key=key)
            brought.keep = not done.repeated
        return _made(done)

    act.__name__ = f"{kind}_{move.code}"
    return act


def _subject(actor: Actor, reference: str) -> UUID:
    if actor.filing:
        return actor.filing
    try:
        return UUID(reference)
    except ValueError:
        raise Unseen from None


def _seen(move: Move, snapshot: Snapshot, actor: Actor, body: Body) -> int | None:
    """The ``stage_seq`` the caller looked at. Raises Invalid where one is missing, or Refused where it would not help."""
    words = _("请给出看到的环节序号（整数）。")
    try:
        seen: int | None = body.pop("stage_seq", int, words)
        if seen is None and turns(move):
            raise Invalid({"stage_seq": [words]})
    except Invalid:
        raise refusal(snapshot, move, actor) or Invalid({"stage_seq": [words]}) from None
    return seen


def asked(move: Move, snapshot: Snapshot, actor: Actor, body: Body) -> Asked:
    """The move with what came, validated. Raises Invalid, or Refused where the move is not lawful here anyway."""
    try:
        return _filled(move, snapshot, actor, body)
    except Invalid:
        why = refusal(snapshot, move, actor)
        if why:
            raise why from None
        raise


def _filled(move: Move, snapshot: Snapshot, actor: Actor, body: Body) -> Asked:
    rows = body.pop("rows", dict, _("请按编号给出各行内容。")) or {}
    data = form_data(move.facts, body.values) | _row_data(move, snapshot, rows)
    filled = ask(move, snapshot, actor, data, dict(body.files))
    filled.is_valid()
    errors = dict(form_errors(filled.form))
    for row in filled.rows:
        errors |= form_errors(row.form, f"rows.{row.key}.")
    if errors:
        raise Invalid(errors)
    return filled


def _row_data(move: Move, snapshot: Snapshot, rows: Mapping[str, Any]) -> dict[str, Any]:
    """The rows' values under the names their forms read. Raises Invalid for rows that are not there."""
    each, data = move.each, {}
    known = set(each.keys(snapshot)) if each else set()
    for key, values in rows.items():
        if each is None or key not in known or not isinstance(values, dict):
            raise Invalid({f"rows.{key[:64]}": [_("没有这一行，或者它不是一组内容。")]})
        for name, value in form_data(each.form, values, f"rows.{key}.").items():
            data[f"{each.name}-{key}-{name}"] = value
    return data


def make(
    filled: Asked,
    actor: Actor,
    files: tuple[StoredFile, ...] = (),
    *,
    seen: int | None = None,
    key: str | None = None,
) -> Done:
    """Perform what was asked. Raises Unseen, Refused, or Invalid where other facts would be lawful."""
    here, move = filled.snapshot, filled.move
    try:
        return perform(here.subject.id, move.code, actor, filled.given(files), seen=seen, request_key=key)
    except Refused as refused:
        # Refused although the move itself is lawful here: then it is what was given that must change.
        if type(refused) is Refused and refusal(here, move, actor) is None:
            raise Invalid({"": [refused.words]}) from refused
        raise


def _made(done: Done) -> Made:
    step = done.step
    subject = Subject.objects.only("stage", "stage_seq", "pending_seq").get(pk=step.subject_id)
    return Made(
        subject=step.subject_id, seq=step.seq, move=step.move, phase=step.phase, at=step.at, stage=subject.stage,
        stage_seq=subject.stage_seq, pending=subject.pending_seq is not None, repeated=done.repeated,
    )  # fmt: skip
