"""Prove the files: each is the one its step brought in, and its bytes are there, unless it was lawfully erased."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sunshine.foundation.ledger.blobs import sealed_size
from sunshine.foundation.ledger.proof import Problem, rows
from sunshine.foundation.ledger.stores import store

# A step says [id, type, size, promise, state] of each file it brought in.
TOLD = """
SELECT p.subject_id::text, p.seq, f.one->>0, a.id IS NULL,
       a.id IS NOT NULL AND (a.subject_id, a.seq, a.type, a.size, a.sm3, a.state)
         IS DISTINCT FROM (p.subject_id, p.seq, f.one->>1, (f.one->>2)::bigint, f.one->>3, f.one->>4),
       a.size, a.key IS NOT NULL, s.key IS NULL, a.state
FROM ledger_step p JOIN ledger_subject s ON s.id = p.subject_id
CROSS JOIN LATERAL jsonb_array_elements(p.facts->'files') f(one)
LEFT JOIN files_attachment a ON a.id = (f.one->>0)::uuid
WHERE p.facts ? 'files'
"""
UNTOLD = """
SELECT a.subject_id::text, a.seq, a.id::text FROM files_attachment a
WHERE NOT EXISTS (
  SELECT FROM ledger_step p CROSS JOIN LATERAL jsonb_array_elements(p.facts->'files') f(one)
  WHERE p.subject_id = a.subject_id AND p.seq = a.seq AND f.one->>0 = a.id::text
)
"""


def verify() -> Iterator[Problem]:
    """Files that are missing, were exchanged, or that no step brought in. Asks the store for the size of each."""
    for subject, seq, file, missing, other, size, keyed, erased, state in rows(TOLD):
        if missing:
            yield Problem(subject, seq, f"file {file}: its row is missing")
        elif other:
            yield Problem(subject, seq, f"file {file}: its row says other than the step that brought it in")
        elif keyed and store().size(UUID(file)) != sealed_size(size):
            yield Problem(subject, seq, f"file {file}: its bytes are not in the store, or not all of them")
        elif not keyed and not erased and state != "not_kept":
            yield Problem(subject, seq, f"file {file}: its key was destroyed, but no step erased it")
    for subject, seq, file in rows(UNTOLD):
        yield Problem(subject, seq, f"file {file}: no step brought it in")
