"""Administrators and auditors on the accused's side are told of no duty, post or number that only the report explains (条例 第三十条)."""

from __future__ import annotations

from typing import Any

import pytest

from sunshine.foundation.administration.kinds import all_kinds
from sunshine.foundation.administration.posts import nothing_named
from sunshine.foundation.administration.queries import taken, unheld
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.models import Officer, Post, Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform
from sunshine.petitions.erasing import ask_erasure
from sunshine.petitions.models import Filing
from tests.support.cast import Case, Cast

GIVEN = Given({"basis": "law"}, {"approval": "某文号"})


@pytest.fixture
def case(cast: Cast) -> Case:
    """A report against the government of the county, with its discipline organ, named to its inspector."""
    made = cast.file(purpose="report", accused="仁寿县人民政府")
    cast.sort(made, "report", cast.city_sorter)
    handling = cast.forward(made, "rs-discipline", cast.city_sorter)
    perform(handling.pk, "assign", cast.inspector, Given({"post": str(cast.posts["inspector"].pk)}))
    return made


def keeper(cast: Cast, role: Role, unit: str = "rs-gov") -> Actor:
    officer = Officer.objects.create_user(login=f"{unit}.{role}", name="某人", password=None)
    return acting_in(
        Post.objects.create(officer=officer, unit=cast.units[unit], role=role, title="管理员"), officer
    )


def named(cast: Cast, actor: Actor) -> Any:
    """Why this administrator may not end the inspector's post."""
    kind = next(kind for kind in all_kinds() if kind.code == "post")
    return nothing_named(taken(kind, cast.posts["inspector"], actor), actor)


def test_posts_named_work_about_the_own_side_is_not_counted(cast: Cast, case: Case):
    assert named(cast, cast.system_admin)
    assert named(cast, keeper(cast, Role.SYSTEM_ADMIN)) is None


def test_an_organ_without_anybody_is_not_shown_to_owe_it(cast: Cast, case: Case):
    Post.objects.filter(pk=cast.posts["inspector"].pk).update(role=Role.WINDOW)
    discipline = cast.units["rs-discipline"].pk
    assert discipline in {one.unit for one in unheld(cast.system_admin)}
    assert discipline not in {one.unit for one in unheld(keeper(cast, Role.SYSTEM_ADMIN))}


def test_its_number_is_unknown_there(cast: Cast, case: Case):
    number, own = Filing.objects.get(pk=case.filing.pk).number, keeper(cast, Role.SECURITY_ADMIN)
    with pytest.raises(Refused) as known:
        ask_erasure(number, GIVEN, cast.security_admin)  # there is a clock still running
    with pytest.raises(Refused) as unknown:
        ask_erasure(number, GIVEN, own)
    with pytest.raises(Refused) as never:
        ask_erasure("SC511421-2026-999999", GIVEN, own)
    assert known.value.words != unknown.value.words == never.value.words
