"""Carrying an import through: from two checked tables to rows, posts and invitation codes."""

from __future__ import annotations

import json
from uuid import UUID

from django.db import transaction

from sunshine.foundation.administration.actions import Codes, Outcome, adopt_all
from sunshine.foundation.administration.imports import SUBMIT
from sunshine.foundation.administration.rosters import Roster
from sunshine.foundation.memory import edited
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.invitations import invite_all
from sunshine.foundation.offices.models import Officer
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform, perform_opening


def submit(roster: Roster, actor: Actor, request_key: str | None) -> UUID:
    """Put a good roster before the security administrator; without posts it is written at once. Returns its id."""
    rows = json.dumps({"units": roster.units, "officers": roster.officers}, ensure_ascii=False)
    counts = {"units": len(roster.units), "officers": roster.people, "posts": len(roster.officers)}
    with transaction.atomic():
        adopt_all()
        _, done = perform_opening(SUBMIT, actor, Given(counts, {"rows": rows}), request_key=request_key)
        if not roster.officers and not done.repeated:
            _apply(done.step.subject_id, actor)
    return done.step.subject_id


def apply(pk: UUID, actor: Actor) -> Outcome:
    """Write everything; the codes of officers who cannot sign in yet come back once. Raises what ``perform`` raises."""
    with transaction.atomic():
        return _apply(pk, actor)


def _apply(pk: UUID, actor: Actor) -> Outcome:
    done = perform(pk, "apply", actor)
    edited()
    made = {step.subject_id for step in done.steps if step.move == "create"}
    codes: Codes = invite_all(Officer.objects.filter(pk__in=made))
    return Outcome(done, codes)
