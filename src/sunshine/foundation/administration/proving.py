"""Verifying the whole record on the auditor's word, and handing its chain out for others to check."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.foundation.administration.models import Proof
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.proof import one_moment
from sunshine.foundation.ledger.scope import administrative_kinds
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.management.commands.verify import problems

MOST = 200  # problems that are written down; the command line prints them all
BATCH = 2000


def ask_proof(actor: Actor) -> Proof:
    """Have the record verified by the worker; the page shows what it finds."""
    assert actor.officer is not None
    with transaction.atomic():
        proof = Proof.objects.create(officer_id=actor.officer)
        app.configure_task("sunshine.foundation.administration.jobs.prove").defer(proof=str(proof.pk))
    return proof


def carry_out(pk: UUID) -> Proof:
    """Verify everything at one moment and note what was found."""
    proof = Proof.objects.get(pk=pk)
    with one_moment():
        steps = Step.objects.count()
        found = [str(problem) for problem in islice(problems(), MOST + 1)]
    proof.steps, proof.broken, proof.problems = steps, len(found), found[:MOST]
    proof.finished_at = timezone.now()
    proof.save(update_fields=["steps", "broken", "problems", "finished_at"])
    return proof


def chain() -> Iterator[bytes]:
    """Every step's place in its chain, a JSON line each, without a word of any matter.

    Steps on reference data are given whole, so that anyone can compute their hashes again; those of matters with their
    hashes alone, which is enough to see that none was taken out, put in or exchanged since another copy was made.
    """
    rows = Step.objects.order_by("subject_id", "seq").values_list(
        "subject_id", "subject__kind", "seq", "at", "prev", "hash", "move", "phase", "stage", "actor", "officer_id",
        "post_id", "unit_id", "audience", "facts",
    )  # fmt: skip
    open_kinds = administrative_kinds()
    for row in rows.iterator(chunk_size=BATCH):
        yield _line(row, row[1] in open_kinds)


def _line(row: tuple[Any, ...], whole: bool) -> bytes:
    subject, kind, seq, at, prev, own, *rest = row
    said: dict[str, Any] = {
        "subject": str(subject), "kind": kind, "seq": seq, "at": at.isoformat(), "prev": bytes(prev).hex(),
        "hash": bytes(own).hex(),
    }  # fmt: skip
    if whole:
        names = ("move", "phase", "stage", "actor", "officer", "post", "unit", "audience", "facts")
        said |= dict(zip(names, rest, strict=True))
    return json.dumps(said, ensure_ascii=False, default=str).encode() + b"\n"
