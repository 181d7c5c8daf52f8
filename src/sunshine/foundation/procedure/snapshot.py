"""The snapshot: all that guards and effects may look at. Taken once, under the lock; the planner sees nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sunshine.foundation.procedure.given import Given


@dataclass(frozen=True, slots=True)
class SubjectState:
    """A subject as it stood when the snapshot was taken, or as a plan leaves it."""

    id: UUID
    kind: str
    root: UUID
    stage: str
    stage_seq: int
    pending_seq: int | None
    unit: UUID
    area: str
    rules: str
    sealed: bool
    seq: int
    head: bytes
    post: UUID | None = None  # whom its work is named to
    post_role: str = ""
    erased: bool = False  # its words are gone for good


@dataclass(frozen=True, slots=True)
class DutyState:
    """An open duty."""

    id: UUID
    subject: UUID
    rule: str
    holder: str
    unit: UUID | None
    opened_at: datetime
    due_at: datetime
    wakes: int = 0
    post: UUID | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act one officer proposed and a second must confirm: what, by whom, with which facts."""

    move: str
    seq: int
    officer: UUID
    given: Given


Readers = Mapping[tuple[UUID, UUID, str], UUID]  # unit, officer and role -> the row that names them


@dataclass(frozen=True)
class Snapshot:
    """One subject in its family. ``matter`` is what the room that owns the kind loads for its guards and effects."""

    subject: SubjectState
    family: Mapping[UUID, SubjectState]
    duties: tuple[DutyState, ...] = ()
    bars: Mapping[UUID, UUID] = field(default_factory=dict)  # accused unit -> its bar, while in force
    recused: frozenset[UUID] = frozenset()  # officers who withdrew from the matter 回避
    readers: Readers = field(default_factory=dict)  # who may know of a sealed matter, where a head named them
    proposal: Proposal | None = None
    fallen: Proposal | None = None  # the last one taken or sent back, for its author to go on from
    stands_in: frozenset[UUID] = frozenset()  # posts of absent colleagues in whose name the actor works 代班
    matter: Any = field(default=None)
    beside: Snapshot | None = None  # another family, where the move acts on two

    def of_kind(self, kind: str) -> list[SubjectState]:
        return [subject for subject in self.family.values() if subject.kind == kind]

    def open_duties(self, subject: UUID) -> list[DutyState]:
        return [duty for duty in self.duties if duty.subject == subject]

    def lets_in(self, unit: UUID | None, officer: UUID | None) -> bool:
        """Whether this unit's head has named nobody, or this officer among others 知悉名单 (条例 第三十条)."""
        named = {one for at, one, _role in self.readers if at == unit}
        return not named or officer in named
