"""Performing: lock the family, take the snapshot, plan, write. The only way anything is ever changed by anyone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.duties.absences import stands_in_for
from sunshine.foundation.duties.local import local_terms
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.chain import canonical
from sunshine.foundation.ledger.models import Bar, Reader, Step, Subject
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.ledger.scope import sees
from sunshine.foundation.ledger.sealing import fingerprint
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.prepared import Prepared, prepared
from sunshine.foundation.procedure.engine import Refused, plan, plan_opening
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.rows import Request
from sunshine.foundation.procedure.snapshot import DutyState, Proposal, Snapshot, SubjectState
from sunshine.foundation.procedure.table import Move, besides, procedure
from sunshine.foundation.procedure.write import write


class Conflict(Refused):
    """Somebody moved the matter on after this form was opened. ``step`` is what they did."""

    def __init__(self, step: Step) -> None:
        super().__init__(_("别人刚刚办过这件事项，请看最新情况后再决定。"))
        self.step = step


class Mismatch(Refused):
    """The same request key came with different content."""

    def __init__(self) -> None:
        super().__init__(_("同一个提交编号已经用于另一份内容，请重新打开页面再提交。"))


class Unseen(LookupError):
    """No such subject within this actor's sight. Never says which of the two."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the steps just written, or the first step written when the same request came before."""

    steps: list[Step]
    repeated: bool = False

    @property
    def step(self) -> Step:
        return self.steps[0]


def perform(
    subject: UUID,
    move: str,
    actor: Actor,
    given: Given | None = None,
    *,
    seen: int | None = None,
    request_key: str | None = None,
    now: datetime | None = None,
) -> Done:
    """Make one move on one subject.

    ``seen`` is the ``stage_seq`` the actor looked at; a later stage change raises Conflict. ``request_key`` makes a
    repeat return the first step. Raises Unseen, Refused (Forbidden, Conflict, Mismatch) and writes nothing then.
    """
    given = given or Given()
    request = request_of(request_key, [str(subject), move], given)
    with transaction.atomic():
        snapshot = _loaded(subject, move, actor, given)
        earlier = _earlier(actor, request)
        if earlier:
            return Done([earlier], repeated=True)
        if seen is not None and seen != snapshot.subject.stage_seq:
            raise Conflict(Step.objects.select_related("officer", "unit").get(
                subject=subject, seq=snapshot.subject.stage_seq))  # fmt: skip
        made = plan(
            snapshot, procedure(snapshot.subject.kind).by_code[move], actor, given,
            now or timezone.now(), work_calendar(), directory(), local_terms(),
        )  # fmt: skip
        return Done(write(made, request))


def _loaded(subject: UUID, code: str, actor: Actor, given: Given) -> Snapshot:
    """The snapshot, with the other family beside it where the move acts on two; their roots are locked in one order."""
    kind = Subject.objects.filter(pk=subject).values_list("kind", flat=True) if code in besides() else None
    move = procedure(kind[0]).by_code[code] if kind else None
    other = move.beside(subject, given) if move and move.beside else None
    if other is None:
        return load(subject, actor)
    for root in sorted({root for pk in (subject, other) for root, _kind in _root(pk)}):
        _root_locked(root)
    here = load(subject, actor)
    try:
        return replace(here, beside=load(other, actor))
    except Unseen:
        return here  # the move says that there is no such matter in sight


def perform_opening(
    move: Move, actor: Actor, given: Given, *, request_key: str | None = None, now: datetime | None = None
) -> tuple[Plan | None, Done]:
    """Begin a new subject. A repeat under the same key returns no plan and the first step."""
    request = request_of(request_key, [move.code], given)
    made = plan_opening(
        move, actor, given, now or timezone.now(), work_calendar(), directory(), local_terms()
    )
    try:
        with transaction.atomic():
            return made, Done(write(made, request))
    except IntegrityError:
        earlier = _earlier(actor, request)
        if earlier is None:
            raise
        return None, Done([earlier], repeated=True)


def request_of(key: str | None, place: list[str], given: Given) -> Request:
    """What a repeat of an act is told by; nothing without a key."""
    return Request(key, fingerprint(canonical([*place, _asked(given)]))) if key else Request()


def _asked(given: Given) -> list[Any]:
    rows = {key: _asked(row) for key, row in given.rows.items()}
    return [dict(given.facts), dict(given.texts), rows, [[file.name, file.digest] for file in given.files]]


def _earlier(actor: Actor, request: Request) -> Step | None:
    if request.key is None:
        return None
    step = Step.objects.filter(actor=actor.key, request_key=request.key).first()
    if step is not None and bytes(step.request_hash or b"") != request.hash:
        raise Mismatch
    return step


def load(subject: UUID, actor: Actor, *, lock: bool = True) -> Snapshot:
    """The snapshot of a subject within the actor's sight; locks the whole family by its root row.

    Raises Unseen when there is no such subject or the actor may not know of it.
    """
    found = (_root_locked if lock else _root)(subject)
    if not found or not (actor.role == "system" or sees(actor, subject)):
        raise Unseen
    root, kind = found[0]
    family = {row[0]: SubjectState(*row) for row in _family(root)}
    if subject not in family:  # it passed to another family while this one's lock was waited for
        return load(subject, actor, lock=lock)
    bars = _bars(root)
    taken = Snapshot(
        subject=family[subject],
        family=family,
        duties=tuple(DutyState(*row) for row in _duties(root)),
        bars={unit: pk for unit, _officer, pk in bars if unit},
        recused=frozenset(officer for _unit, officer, _pk in bars if officer),
        readers={tuple(row): pk for pk, *row in _readers(root)} if family[root].sealed else {},
        stands_in=stands_in_for(actor.post),
        matter=_matter(kind, family, root, actor),
    )
    return with_proposal(taken, subject)


def _matter(kind: str, family: dict[UUID, SubjectState], root: UUID, actor: Actor) -> Any:
    """What the room that owns the kind knows of the family, as this actor may read it."""
    known = procedure(kind)
    matter = known.load(root) if known.load else None
    return known.veil(matter, family, actor) if known.veil else matter


def _root_of(subject: UUID) -> QuerySet[Subject, Any]:
    root = Subquery(Subject.objects.filter(pk=subject).values("root"))
    return Subject.objects.filter(pk=root).values_list("pk", "kind")


@prepared
def _root(subject: UUID) -> QuerySet[Subject, Any]:
    return _root_of(subject)


@prepared
def _root_locked(subject: UUID) -> QuerySet[Subject, Any]:
    return _root_of(subject).select_for_update(no_key=True)


@prepared
def _family(root: UUID) -> QuerySet[Subject, Any]:
    """The columns of a SubjectState."""
    return Subject.objects.filter(root=root).values_list(
        "pk", "kind", "root_id", "stage", "stage_seq", "pending_seq", "unit_id", "area", "rules", "sealed", "seq",
        "head", "post_id", Coalesce("post__role", Value("")), ExpressionWrapper(Q(key=None), BooleanField()),
    )  # fmt: skip


@prepared
def _duties(root: UUID) -> QuerySet[Duty, Any]:
    """The columns of a DutyState."""
    return (
        Duty.objects.filter(subject__root=root, state="open")
        .order_by("due_at")
        .values_list(
            "pk", "subject_id", "rule", "holder", "unit_id", "opened_at", "due_at", "wakes", "post_id"
        )
    )


@prepared
def _bars(root: UUID) -> QuerySet[Bar, Any]:
    return Bar.objects.filter(root=root, lifted_seq=None).values_list("unit_id", "officer_id", "pk")


@prepared
def _readers(root: UUID) -> QuerySet[Reader, Any]:
    return Reader.objects.filter(root=root, removed_seq=None).values_list(
        "pk", "unit_id", "officer_id", "role"
    )


def with_proposal(snapshot: Snapshot, subject: UUID) -> Snapshot:
    """The same family seen from one member, with the proposal waiting there, if one does."""
    here = snapshot.family[subject]
    proposal = _proposal(here, here.pending_seq) if here.pending_seq else None
    return replace(snapshot, subject=here, proposal=proposal, fallen=None if proposal else _fallen(here))


def _fallen(here: SubjectState) -> Proposal | None:
    """The proposal that was last sent or taken back, where its move is still to be made."""
    moves = procedure(here.kind).moves
    again = [move.code for move in moves if move.countersign and here.stage in move.source]
    if not again:
        return None
    last = _last_two((*again, "send_back", "recall"))(here.id)
    return _proposal(here, last[1][1]) if [phase for phase, _seq in last] in _FELL else None


@cache
def _last_two(moves: tuple[str, ...]) -> Prepared:
    """The last two steps by one of these moves: phase and seq, the later first."""

    def build(subject: UUID) -> QuerySet[Step, Any]:
        rows = Step.objects.filter(subject=subject, move__in=moves).order_by("-seq")
        return rows.values_list("phase", "seq")[:2]

    return prepared(build)


_FELL = (["returned", "proposed"], ["recalled", "proposed"])


def _proposal(here: SubjectState, seq: int) -> Proposal:
    step = Step.objects.get(subject=here.id, seq=seq)
    assert step.officer_id is not None
    given = _restored(step.facts, words_at(here.id, step.seq))
    return Proposal(step.move, step.seq, step.officer_id, given)


def _restored(record: dict[str, Any], words: Any) -> Given:
    """What was given with a proposal, put together again from its step and its sealed words."""
    texts = {name: text for name, text in words.items() if "@" not in name}
    rows = {key: Given(facts, {}) for key, facts in record.get("rows", {}).items()}
    for name, text in words.items():
        field, at, key = name.partition("@")
        if at:
            rows[key] = Given(rows[key].facts, {**rows[key].texts, field: text})
    return Given(record.get("given", {}), texts, rows)
