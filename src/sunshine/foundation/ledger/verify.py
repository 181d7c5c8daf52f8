"""Prove the record whole: chains, commitments, heads and stages, naming the first broken row of each subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sunshine.foundation.ledger.chain import GENESIS, link_hash
from sunshine.foundation.ledger.models import Content, Step, Subject
from sunshine.foundation.ledger.sealing import Unreadable, commitment, content_place, unseal, unwrap

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not agree, and where."""

    subject: UUID | None
    seq: int | None
    what: str

    def __str__(self) -> str:
        place = f"subject {self.subject}" + (f" step {self.seq}" if self.seq else "") if self.subject else "ledger"
        return f"{place}: {self.what}"


@dataclass(slots=True)
class Tail:
    seq: int = 0
    hash: bytes = GENESIS
    stage: str = ""
    stage_seq: int = 0
    broken: bool = False


def verify() -> Iterator[Problem]:
    tails: dict[UUID, Tail] = {}
    yield from _chains(tails)
    yield from _heads(tails)
    yield from _contents()


def _chains(tails: dict[UUID, Tail]) -> Iterator[Problem]:
    for step in Step.objects.order_by("subject_id", "seq").iterator(BATCH):
        tail = tails.setdefault(step.subject_id, Tail())
        if tail.broken:
            continue
        what = _break_in(step, tail)
        if what:
            tail.broken = True
            yield Problem(step.subject_id, step.seq, what)
        else:
            _advance(tail, step)


def _break_in(step: Step, tail: Tail) -> str:
    if step.seq != tail.seq + 1:
        return f"expected step {tail.seq + 1}; a step is missing"
    if bytes(step.prev) != tail.hash:
        return "does not continue the step before it"
    return "" if link_hash(step) == bytes(step.hash) else "was altered after it was written"


def _advance(tail: Tail, step: Step) -> None:
    tail.seq, tail.hash = step.seq, bytes(step.hash)
    if step.stage:
        tail.stage = step.stage
    if step.stage or step.phase:
        tail.stage_seq = step.seq


def _heads(tails: dict[UUID, Tail]) -> Iterator[Problem]:
    for subject in Subject.objects.iterator(BATCH):
        tail = tails.get(subject.pk, Tail())
        if tail.broken:
            continue
        if (subject.seq, bytes(subject.head)) != (tail.seq, tail.hash):
            yield Problem(subject.pk, tail.seq, "the head kept beside the chain is another; the last steps are missing")
        elif (subject.stage, subject.stage_seq) != (tail.stage, tail.stage_seq):
            yield Problem(subject.pk, tail.seq, f"stage is {subject.stage}, the steps lead to {tail.stage}")


def _contents() -> Iterator[Problem]:
    promised = {
        (subject, seq): facts["texts"]
        for subject, seq, facts in Step.objects.filter(facts__has_key="texts").values_list(
            "subject_id", "seq", "facts"
        )
    }
    keys: dict[UUID, bytes | None] = {}
    for content in Content.objects.select_related("subject").iterator(BATCH):
        promise = promised.get((content.subject_id, content.seq), {})
        expected = promise.pop(content.name, None)
        what = _content_fault(content, expected, keys)
        if what:
            yield Problem(content.subject_id, content.seq, f"{content.name}: {what}")
    for (subject, seq), left in promised.items():
        for name in left:
            yield Problem(subject, seq, f"{name}: the words the step commits to are missing")


def _content_fault(content: Content, expected: str | None, keys: dict[UUID, bytes | None]) -> str:
    if expected is None:
        return "no step commits to these words"
    if content.subject.key is None:
        return ""  # lawfully erased: the commitment stands, the words are gone
    try:
        if content.subject_id not in keys:
            keys[content.subject_id] = unwrap(content.subject_id, content.subject.key)
        key = keys[content.subject_id]
        assert key is not None
        place = content_place(content.subject_id, content.seq, content.name)
        plain = unseal(key, bytes(content.sealed), place)
    except Unreadable:
        return "the seal does not open"
    return "" if commitment(plain) == expected else "not the words the step committed to"
