"""A new officer gets a code on paper, once; with it, and only once, they choose a password nobody else has seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from sunshine.foundation.offices.invitations import LIFETIME, Unusable, accept, find, invite, invite_all
from sunshine.foundation.offices.models import Invitation, Officer

PASSWORD = "seven mountain sparrows"


@pytest.fixture
def officer(db: None) -> Officer:
    return Officer.objects.create_user(login="new-officer", name="新人")


def test_the_code_sets_the_password_once(officer: Officer) -> None:
    code = invite(officer)
    assert accept(code.lower().replace("-", " "), PASSWORD) == officer
    assert Officer.objects.get(pk=officer.pk).check_password(PASSWORD)
    with pytest.raises(Unusable):
        accept(code, "another long password here")
    assert Officer.objects.get(pk=officer.pk).check_password(PASSWORD)


def test_a_weak_password_leaves_the_code_good(officer: Officer) -> None:
    code = invite(officer)
    with pytest.raises(ValidationError):
        accept(code, "12345678")
    assert accept(code, PASSWORD) == officer


def test_a_newer_code_replaces_the_older(officer: Officer) -> None:
    old, new = invite(officer), invite(officer)
    assert find(old) is None
    assert find(new) is not None


def test_a_code_ends_with_its_time_and_with_its_officer(officer: Officer) -> None:
    code = invite(officer)
    with time_machine.travel(timezone.now() + LIFETIME + timedelta(minutes=1)):
        assert find(code) is None
    Officer.objects.filter(pk=officer.pk).update(is_active=False)
    assert find(code) is None


def test_only_a_digest_is_kept_and_many_codes_cost_what_one_does(db: None, django_assert_num_queries) -> None:
    many = [Officer.objects.create_user(login=f"officer-{n}", name="某人") for n in range(30)]
    with django_assert_num_queries(4):  # a savepoint's two, and the two that do it
        codes = invite_all(many)
    kept = b"".join(bytes(row.digest) for row in Invitation.objects.all())
    assert len(codes) == 30
    assert not any(code.encode() in kept for code in codes.values())
