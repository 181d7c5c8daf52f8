"""Prove the record whole: chains, commitments, heads and stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter, itemgetter
from uuid import UUID

from sunshine.foundation.ledger.chain import GENESIS, said_hash
from sunshine.foundation.ledger.erasure import ERASED
from sunshine.foundation.ledger.proof import (
    EVERYTHING,
    Family,
    FamilyCheck,
    Head,
    Problem,
    Row,
    Told,
    lost,
    prove,
)
from sunshine.foundation.ledger.sealing import Unreadable, commitment, content_place, unseal, unwrap

LOST = """
SELECT p.subject_id::text, max(p.seq), 'the subject of these steps is missing' FROM ledger_step p
WHERE NOT EXISTS (SELECT FROM ledger_subject s WHERE s.id = p.subject_id) GROUP BY 1
UNION ALL
SELECT c.subject_id::text, c.seq, c.name || ': no step commits to these words' FROM ledger_content c
WHERE NOT EXISTS (SELECT FROM ledger_subject s WHERE s.id = c.subject_id)
"""


ENDED = frozenset({"proposal", "falls"})  # said by the step that enacts the waiting proposal, or lets it fall


@dataclass(slots=True)
class Tail:
    """Where a chain has come to, following its steps."""

    seq: int = 0
    hash: bytes = GENESIS
    stage: str = ""
    stage_seq: int = 0
    pending: int | None = None
    erased: bool = False


def check(family: Family, more: Sequence[Row]) -> Iterator[Problem]:
    """Everything of one family that does not agree, subject by subject."""
    steps = {subject: list(own) for subject, own in groupby(family.steps, attrgetter("subject"))}
    contents = {subject: list(own) for subject, own in groupby(family.contents, itemgetter(1))}
    for head in family.heads:
        promised: dict[tuple[int, str], str] = {}
        tail, fault = _follow(head.subject, steps.get(head.subject, ()), promised)
        fault = fault or _head_fault(head, tail)
        if fault:
            yield fault
        yield from _contents(head, contents.get(head.subject, ()), promised)


FAMILY = FamilyCheck(check, lost=LOST)


def verify() -> Iterator[Problem]:
    """Chains, commitments, heads and stages alone; ``sunshine verify`` proves them with what other rooms check."""
    yield from prove(EVERYTHING, [FAMILY])
    yield from lost([FAMILY])


def _follow(
    subject: str, steps: Sequence[Told], promised: dict[tuple[int, str], str]
) -> tuple[Tail, Problem | None]:
    """Follow the chain to its end or first fault, collecting what it commits to."""
    tail = Tail()
    for step in steps:
        what = _break_in(step, tail)
        if what:
            return tail, Problem(subject, step.seq, what)
        _advance(tail, step)
        for name, promise in step.facts.get("texts", {}).items():
            promised[step.seq, name] = promise
    return tail, None


def _break_in(step: Told, tail: Tail) -> str:
    if step.seq != tail.seq + 1:
        return f"expected step {tail.seq + 1}; a step is missing"
    if step.prev != tail.hash:
        return "does not continue the step before it"
    own = said_hash(step.prev, *step.said, step.facts)
    return "" if own == step.hash else "was altered after it was written"


def _advance(tail: Tail, step: Told) -> None:
    tail.erased = tail.erased or step.move == ERASED
    tail.seq, tail.hash, tail.stage = step.seq, step.hash, step.stage or tail.stage
    if step.stage or step.phase:
        tail.stage_seq = step.seq
    if step.phase == "proposed":
        tail.pending = step.seq
    elif step.phase or not ENDED.isdisjoint(step.facts):
        tail.pending = None


def _head_fault(head: Head, tail: Tail) -> Problem | None:
    what = _other_head(head, tail)
    return Problem(head.subject, tail.seq, what) if what else None


def _other_head(head: Head, tail: Tail) -> str:
    if (head.seq, head.head) != (tail.seq, tail.hash):
        return "the head kept beside the chain is another; the last steps are missing"
    if (head.stage, head.stage_seq) != (tail.stage, tail.stage_seq):
        return f"stage is {head.stage}, the steps lead to {tail.stage}"
    if head.pending != tail.pending:
        return f"waiting proposal is {head.pending}, the steps leave {tail.pending}"
    if head.key is None and not tail.erased:
        return "its key was destroyed, but no step erased it"
    if head.key is not None and tail.erased:
        return "a step erased it, but its key is still there"
    return ""


def _contents(head: Head, contents: Sequence[Row], promised: dict[tuple[int, str], str]) -> Iterator[Problem]:
    opener = _Opener(head.subject, head.key)
    for _root, _subject, seq, name, sealed in contents:
        what = opener.fault(seq, name, sealed, promised.pop((seq, name), None))
        if what:
            yield Problem(head.subject, seq, f"{name}: {what}")
    for seq, name in promised:
        yield Problem(head.subject, seq, f"{name}: the words the step commits to are missing")


@dataclass(slots=True)
class _Opener:
    """Opens one subject's words with its key, unwrapped once."""

    subject: str
    wrapped: bytes | None
    key: bytes | None = None

    def fault(self, seq: int, name: str, sealed: bytes, expected: str | None) -> str:
        if expected is None:
            return "no step commits to these words"
        if self.wrapped is None:
            return ""  # lawfully erased: the commitment stands, the words are gone
        try:
            self.key = self.key or unwrap(UUID(self.subject), self.wrapped)
            plain = unseal(self.key, sealed, content_place(self.subject, seq, name))
        except Unreadable:
            return "the seal does not open"
        return "" if commitment(plain) == expected else "not the words the step committed to"
