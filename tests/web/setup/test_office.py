"""`sunshine init` writes one office with three separate administrators, and giving it again changes nothing but codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.offices import invitations
from sunshine.foundation.offices.models import Officer, Post, Unit
from sunshine.web.setup import SetupError, office
from tests.support.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db

ANSWERS = {
    "division": "511421", "bureau": "", "phone": "028-36201234", "address": "仁寿县文林街1号", "hours": "工作日 9:00—17:00",
    "system_admin": "wang.wei=王伟", "security_admin": "li.na=李娜", "auditor": "zhao.jun=赵军",
}  # fmt: skip


def founded() -> None:
    office.found(office.Wanted.read(ANSWERS))


def test_bureau_stands_under_its_government_and_each_row_has_its_record():
    founded()
    bureau = Unit.objects.get(kind="bureau")
    assert bureau.parent is not None
    assert (bureau.name, bureau.division_id, bureau.parent.kind) == ("仁寿县信访局", "511421", "government")
    rows = {row.pk for model in (Unit, Officer, Post) for row in model._default_manager.all()}
    assert rows <= set(Subject.objects.values_list("pk", flat=True))
    assert Step.objects.filter(subject=bureau.pk).count() == 1


def test_three_powers_are_three_people():
    founded()
    held = {post.officer.login: post.role for post in Post.objects.select_related("officer")}
    assert held == {"wang.wei": "system_admin", "li.na": "security_admin", "zhao.jun": "auditor"}
    with pytest.raises(SetupError, match="three people"):
        office.Wanted.read(ANSWERS | {"auditor": "li.na=李娜"})


def test_again_it_writes_nothing_and_gives_fresh_codes():
    founded()
    first = office.invite_administrators()
    steps = Step.objects.count()
    founded()
    second = office.invite_administrators()
    assert Step.objects.count() == steps
    assert set(first) == set(second) == {"wang.wei", "li.na", "zhao.jun"}
    assert invitations.find(first["li.na"]) is None
    assert invitations.find(second["li.na"]) is not None


def test_whoever_has_a_password_gets_no_new_code():
    founded()
    codes = office.invite_administrators()
    invitations.accept(codes["li.na"], PASSWORD)
    assert set(office.invite_administrators()) == {"wang.wei", "zhao.jun"}
    assert "has a password already" in office.introduction({})


@pytest.mark.parametrize(
    ("answer", "value"),
    [("division", ""), ("division", "999999"), ("division", "511421004"), ("auditor", ""), ("auditor", "赵军"),
     ("auditor", "zhao.jun="), ("auditor", "a b=赵军")],
)  # fmt: skip
def test_what_cannot_be_is_named(answer: str, value: str):
    with pytest.raises(SetupError, match=f"--{answer}"):
        office.Wanted.read(ANSWERS | {answer: value})
    assert not Unit.objects.exists()


def test_keys_are_made_once_and_never_beside_a_record(tmp_path: Path, monkeypatch, settings):
    monkeypatch.delenv("SUNSHINE_KEYS")
    settings.SUNSHINE_KEYS_FILE = tmp_path / "keys.json"
    assert office.make_keys()
    made = (tmp_path / "keys.json").read_bytes()
    assert not office.make_keys()
    assert (tmp_path / "keys.json").read_bytes() == made


@pytest.mark.past_the_engine
def test_lost_keys_are_not_replaced(cast: Cast, tmp_path: Path, monkeypatch, settings):
    cast.file()
    monkeypatch.delenv("SUNSHINE_KEYS")
    settings.SUNSHINE_KEYS_FILE = tmp_path / "keys.json"
    with pytest.raises(SetupError, match="keys are missing"):
        office.make_keys()
    assert not (tmp_path / "keys.json").exists()


def test_database_with_units_of_its_own_is_left_alone(cast: Cast):
    Post.objects.filter(role="system_admin").update(valid_to="2026-01-01", valid_from="2025-01-01")
    with pytest.raises(SetupError, match="units or officers already"):
        founded()
