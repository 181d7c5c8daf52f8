"""Asking for an erasure, deciding it, and the list of both for the two administrators. None of this reads a matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.queries import words_of_steps
from sunshine.foundation.ledger.scope import unbarred, visible
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.pages.listing import Page, page
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Done, perform, perform_opening
from sunshine.petitions.models import Filing
from sunshine.petitions.procedure.erasure import ASKED, BASES, BEGIN, DONE, KIND, SECURITY_ADMIN


def ask_erasure(number: str, given: Given, actor: Actor, *, request_key: str | None = None) -> Done:
    """Propose to erase the matter this number belongs to, in the actor's area. Raises Refused; then nothing is written.

    Whether a number exists is told to nobody but a security administrator of its area who is not on the accused's side.
    """
    if actor.role not in SECURITY_ADMIN:
        raise Forbidden(_("由安全管理员提请清除。"))
    target = _target(number, actor)
    if target is None:
        raise Refused(_("您负责的区域里没有这个编号，请核对后再填。"))
    with transaction.atomic():
        waiting = Subject.objects.filter(root=target.pk, kind=KIND, stage=ASKED).first()
        erasure = waiting.pk if waiting else _begun(target, actor)
        return perform(erasure, "erase", actor, given, request_key=request_key)


def _target(number: str, actor: Actor) -> Subject | None:
    typed = "".join(number.replace("\0", "").split()).upper()[:40]
    root = Filing.objects.filter(number=typed).values("petition")
    here = Subject.objects.filter(pk__in=root, area__startswith=actor.area)
    return here.filter(unbarred(actor, "pk")).first()


def _begun(target: Subject, actor: Actor) -> UUID:
    facts = {"petition": str(target.pk), "unit": str(target.unit_id), "area": target.area}
    _plan, done = perform_opening(BEGIN, actor, Given(facts))
    return done.step.subject_id


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure as its list shows it: the number, the basis, the two persons. No word of the matter."""

    erasure: UUID
    number: str
    waiting: bool
    done: bool
    asked: Step | None
    basis: Any
    approval: str
    decided: Step | None


def erasures(actor: Actor, params: Mapping[str, str]) -> tuple[Page[Subject], Sequence[Line]]:
    """The erasures of the actor's area, newest first. Five statements."""
    rows = visible(actor, Subject.objects.filter(kind=KIND))
    found = page(rows, (), params, ("-id",))
    steps = Step.objects.filter(
        subject__in=[row.pk for row in found.rows], move__in=["erase", "send_back", "recall"]
    )
    by_subject: dict[UUID, list[Step]] = {}
    for step in steps.select_related("officer").order_by("seq"):
        by_subject.setdefault(step.subject_id, []).append(step)
    words = words_of_steps([row.pk for row in found.rows], "approval")
    numbers = dict(
        Filing.objects.filter(petition__in=[row.root_id for row in found.rows]).values_list(
            "petition", "number"
        )
    )
    return found, [_line(row, by_subject.get(row.pk, []), words, numbers) for row in found.rows]


def _line(row: Subject, steps: Sequence[Step], words: Mapping[Any, str], numbers: Mapping[UUID, str]) -> Line:
    asked = next((step for step in reversed(steps) if step.phase == "proposed"), None)
    last = steps[-1] if steps else None
    return Line(
        row.pk, numbers.get(row.root_id, ""), row.pending_seq is not None, row.stage == DONE, asked,
        BASES.get(asked.facts["given"]["basis"], "") if asked else "",
        words.get((row.pk, asked.seq), "") if asked else "", last if last is not asked else None,
    )  # fmt: skip


def decide(erasure: UUID, code: str, given: Given, actor: Actor, *, request_key: str | None = None) -> Done:
    """Confirm, send back or recall. Raises Unseen and Refused."""
    return perform(erasure, code, actor, given, request_key=request_key)
