"""What follows administrative acts: accounts are opened and renewed, posts fall with their unit."""

from __future__ import annotations

from uuid import UUID

from sunshine.foundation.administration.actions import Codes, act, following
from sunshine.foundation.administration.kinds import kind_of
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.offices.actors import SYSTEM
from sunshine.foundation.offices.invitations import invite
from sunshine.foundation.offices.models import Officer, Post, holds
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.signin import sessions
from sunshine.foundation.signin.factors import reset_factor, reset_password


@following("officer.grant_post")
def open_account(step: Step) -> Codes:
    """Whoever has no password yet gets a code with the first post."""
    officer = Officer.objects.get(pk=step.subject_id)
    return {} if officer.has_usable_password() else {officer.pk: invite(officer)}


@following("officer.renew_sign_in")
def renew_account(step: Step) -> Codes:
    """The old password, second factors and sessions end; a new code begins."""
    officer = Officer.objects.get(pk=step.subject_id)
    assert step.officer_id is not None
    reset_factor(officer, step.officer_id)
    return {officer.pk: reset_password(officer, step.officer_id)}


@following("officer.deactivate")
def close_sessions(step: Step) -> Codes:
    """Whoever may not sign in any more is signed out everywhere."""
    sessions.end(step.subject_id)
    return {}


@following("unit.merge")
@following("unit.abolish")
def end_posts(step: Step) -> Codes:
    """Nobody acts for an organ that is no more (条例 第二十四条)."""
    for post in Post.objects.filter(holds(), unit=step.subject_id):
        act(kind_of("post"), post, "fall", SYSTEM, Given())
    return {}


def officers_of(codes: Codes) -> list[tuple[Officer, str]]:
    """The officers with their codes, in the order of their logins, for printing."""
    found: dict[UUID, Officer] = Officer.objects.in_bulk(list(codes))
    return sorted(((found[pk], code) for pk, code in codes.items()), key=lambda pair: pair[0].login)
