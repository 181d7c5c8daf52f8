"""Who knows of a sealed matter: each opening of it kept as a step, the list of those named, and both as its heads read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from sunshine.foundation.ledger.models import Access, Subject
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Officer, Post, Role
from sunshine.foundation.prepared import columns, make, prepared
from sunshine.foundation.procedure.insert import insert
from sunshine.foundation.procedure.perform import load, perform
from sunshine.foundation.procedure.snapshot import SubjectState
from sunshine.petitions.procedure.sealing import READ_SEALED
from sunshine.petitions.queries import Family
from sunshine.petitions.veiling import in_sight

MOST = 100  # openings shown; the rest are in the record


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening of a sealed matter: when, and who, in which post of which unit."""

    at: datetime
    unit: UUID | None
    officer: str
    post: str


def keep_opening(actor: Actor, subject: UUID, root: UUID, *, sealed: bool) -> None:
    """Keep that this actor opened something of a matter: a step of a sealed one, else a line of the access log.

    Raises Unseen or Refused where a sealed matter has just gone out of sight.
    """
    assert actor.officer is not None
    assert actor.post is not None
    if sealed:
        perform(root, READ_SEALED, actor)
    else:
        line = {
            "subject_id": subject,
            "officer_id": actor.officer,
            "post_id": actor.post,
            "at": timezone.now(),
        }
        insert({Access: [line]})


def kept_as_step(subject: SubjectState) -> bool:
    """Whether openings of it are steps; of what was erased nothing more can be done, and its openings are lines again."""
    return subject.sealed and not subject.erased


def kept_from(actor: Actor, subject: Subject, *, papers: bool = False) -> bool:
    """Whether what hangs on this subject is kept from this actor, who sees the matter: the petitioner's files where a summary
    stands in place of the words, and all but the own part of what came with a report.

    ``subject`` comes with its root's petition. Reads on only where there is such a summary.
    """
    petition = getattr(subject.root, "petition", None)
    if petition is None or not petition.veiled:
        return False
    snapshot = load(subject.pk, actor, lock=False)
    return subject.pk not in in_sight(snapshot, actor) - (frozenset() if papers else snapshot.matter.closed)


def keeps_the_list(read: Family) -> bool:
    """Whether this reader keeps the list of a sealed matter, and so is shown it and who opened it."""
    return read.petition.sealed and read.reader.role == Role.HEAD


def openings(read: Family) -> list[Opening]:
    """Who opened it, the newest first; of those who have the report beside it a part knows nothing. One statement."""
    known = {read.reader.unit, read.petition.unit} if read.partly else None
    opened = (step for step in reversed(read.steps) if step.move == READ_SEALED)
    steps = [step for step in opened if known is None or step.unit_id in known][:MOST]
    titles = {row[0]: row[1] for row in _titles([step.post_id for step in steps if step.post_id])}
    return [
        Opening(
            step.at, step.unit_id, step.officer.label if step.officer else "", titles.get(step.post_id, "")
        )
        for step in steps
    ]


def named(read: Family) -> list[str]:
    """Whom the reader's own unit has named, with their role. One statement."""
    own = [(officer, role) for unit, officer, role in read.snapshot.readers if unit == read.reader.unit]
    labels = {row[0]: make(Officer, row[1:]).label for row in _officers([officer for officer, _role in own])}
    return [
        gettext("%(name)s（%(title)s）") % {"name": labels.get(officer, ""), "title": Role(role).label}
        for officer, role in own
    ]


@prepared
def _titles(posts: Sequence[UUID]) -> QuerySet[Post, Any]:
    return Post.objects.filter(pk__any=posts).values_list("pk", "title")


@prepared
def _officers(officers: Sequence[UUID]) -> QuerySet[Officer, Any]:
    return Officer.objects.filter(pk__any=officers).values_list("pk", *columns(Officer))
