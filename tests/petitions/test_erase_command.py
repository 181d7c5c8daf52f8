"""``sunshine erase``: two officers, each with a token of their own, erase what an archive's decision lists."""

from __future__ import annotations

import io
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.offices import tokens
from tests.petitions.test_erasure import finished
from tests.support.cast import Cast


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    def run(who: str, numbers: str, *arguments: str) -> tuple[str, str]:
        monkeypatch.setenv("SUNSHINE_TOKEN", tokens.issue(cast.posts[who], "test") if who else "")
        monkeypatch.setattr("sys.stdin", io.StringIO(numbers))
        out, err = StringIO(), StringIO()
        call_command("erase", *arguments, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return run


ASK = ("ask", "--basis", "purpose", "--approval", "川档发〔2026〕3 号")


def test_two_officers_erase_a_list(cast: Cast, run) -> None:
    cases = [finished(cast), finished(cast)]
    numbers = "\n".join(case.filing.number for case in cases) + "\n"
    assert run("security_admin", numbers, *ASK)[0].count("asked") == 2
    assert Subject.objects.filter(key=None).count() == 0
    assert run("auditor", numbers, "confirm")[0].count("erased") == 2
    assert Subject.objects.filter(key=None).count() == 6


def test_the_same_officer_cannot_do_both(cast: Cast, run) -> None:
    number = finished(cast).filing.number
    run("security_admin", number, *ASK)
    with pytest.raises(CommandError, match="1 not done"):
        run("security_admin", number, "confirm")
    assert Subject.objects.filter(key=None).count() == 0


def test_nobody_acts_without_a_token(cast: Cast, run) -> None:
    with pytest.raises(CommandError, match="SUNSHINE_TOKEN"):
        run("", "SC511421-2026-000001", *ASK)
