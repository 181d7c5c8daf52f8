"""Registering from a valid form: seal what was brought, register, and take back the files of a repeat."""

from __future__ import annotations

from uuid import UUID, uuid4

from sunshine.foundation.files.store import stored
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.perform import Mismatch, perform_opening
from sunshine.petitions.models import Filing
from sunshine.petitions.procedure.filing import REGISTER
from sunshine.petitions.registration import RegisterForm


def register(form: RegisterForm, actor: Actor, request_key: str) -> UUID:
    """The filing registered by this form, or by the same request before; another body under the key is its own filing."""
    try:
        return _register(form, actor, request_key)
    except Mismatch:
        return _register(form, actor, str(uuid4()))


def _register(form: RegisterForm, actor: Actor, request_key: str) -> UUID:
    with stored(form.uploads()) as brought:
        _, done = perform_opening(REGISTER, actor, form.given(brought.files), request_key=request_key)
        brought.keep = not done.repeated
    return Filing.objects.values_list("pk", flat=True).get(petition=done.step.subject_id)
