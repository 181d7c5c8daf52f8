"""Prove the record whole: chains, commitments, heads and stages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sunshine.foundation.ledger.chain import GENESIS, said_hash
from sunshine.foundation.ledger.erasure import ERASED
from sunshine.foundation.ledger.proof import Problem, Row, rows, side_by_side
from sunshine.foundation.ledger.sealing import Unreadable, commitment, content_place, unseal, unwrap

# UUIDs and times travel as text: millions of them would cost more to build than the chain to check.
SUBJECTS = "SELECT id::text, seq, head, stage, stage_seq, pending_seq, key FROM ledger_subject ORDER BY id"
STEPS = """
SELECT subject_id::text, seq, move, phase, stage, actor, coalesce(officer_id::text, ''), coalesce(post_id::text, ''),
       coalesce(unit_id::text, ''),
       replace(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'), '.000000', ''),
       audience, facts, prev, hash
FROM ledger_step ORDER BY subject_id, seq
"""
CONTENTS = "SELECT subject_id::text, seq, name, sealed FROM ledger_content ORDER BY subject_id, seq"


@dataclass(slots=True)
class Tail:
    """Where a chain has come to, following its steps."""

    seq: int = 0
    hash: bytes = GENESIS
    stage: str = ""
    stage_seq: int = 0
    pending: int | None = None
    erased: bool = False


def verify() -> Iterator[Problem]:
    """Everything that does not agree, subject by subject."""
    for subject, (heads, steps, contents) in side_by_side(rows(SUBJECTS), rows(STEPS), rows(CONTENTS)):
        promised: dict[tuple[int, str], str] = {}
        tail, fault = _follow(subject, steps, promised)
        fault = fault or _head_fault(subject, heads, tail)
        if fault:
            yield fault
        yield from _contents(subject, heads, contents, promised)


def _follow(
    subject: str, steps: Sequence[Row], promised: dict[tuple[int, str], str]
) -> tuple[Tail, Problem | None]:
    """Follow the chain to its end or first fault, collecting what it commits to."""
    tail = Tail()
    for step in steps:
        facts = json.loads(step[11])
        what = _break_in(step, facts, tail)
        if what:
            return tail, Problem(subject, step[1], what)
        _advance(tail, step, facts)
        for name, promise in facts.get("texts", {}).items():
            promised[step[1], name] = promise
    return tail, None


def _break_in(step: Row, facts: Mapping[str, Any], tail: Tail) -> str:
    seq, prev, own = step[1], step[12], step[13]
    if seq != tail.seq + 1:
        return f"expected step {tail.seq + 1}; a step is missing"
    if prev != tail.hash:
        return "does not continue the step before it"
    return "" if said_hash(prev, *step[:11], facts) == own else "was altered after it was written"


def _advance(tail: Tail, step: Row, facts: Mapping[str, Any]) -> None:
    seq, phase, stage = step[1], step[3], step[4]
    tail.erased = tail.erased or step[2] == ERASED
    tail.seq, tail.hash, tail.stage = seq, step[13], stage or tail.stage
    if stage or phase:
        tail.stage_seq = seq
    if phase == "proposed":
        tail.pending = seq
    elif phase == "returned" or "proposal" in facts:
        tail.pending = None


def _head_fault(subject: str, heads: Sequence[Row], tail: Tail) -> Problem | None:
    if not heads:
        return Problem(subject, tail.seq, "the subject of these steps is missing")
    _, seq, head, stage, stage_seq, pending, key = heads[0]
    if (seq, head) != (tail.seq, tail.hash):
        return Problem(
            subject, tail.seq, "the head kept beside the chain is another; the last steps are missing"
        )
    if (stage, stage_seq) != (tail.stage, tail.stage_seq):
        return Problem(subject, tail.seq, f"stage is {stage}, the steps lead to {tail.stage}")
    if pending != tail.pending:
        return Problem(subject, tail.seq, f"waiting proposal is {pending}, the steps leave {tail.pending}")
    if key is None and not tail.erased:
        return Problem(subject, tail.seq, "its key was destroyed, but no step erased it")
    if key is not None and tail.erased:
        return Problem(subject, tail.seq, "a step erased it, but its key is still there")
    return None


def _contents(
    subject: str, heads: Sequence[Row], contents: Sequence[Row], promised: dict[tuple[int, str], str]
) -> Iterator[Problem]:
    opener = _Opener(subject, heads[0][6] if heads else None)
    for _, seq, name, sealed in contents:
        what = opener.fault(seq, name, sealed, promised.pop((seq, name), None))
        if what:
            yield Problem(subject, seq, f"{name}: {what}")
    for seq, name in promised:
        yield Problem(subject, seq, f"{name}: the words the step commits to are missing")


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
