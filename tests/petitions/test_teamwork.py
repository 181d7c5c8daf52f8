"""Work inside a unit: named to somebody, taken on by a substitute, handed over for good, and never left with nobody (条例 第五条)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from sunshine.foundation.duties.absences import absences, stands_in_for
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Bar, Step, Subject
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.models import Officer, Post, Role
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.perform import Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.foundation.procedure.verify import verify
from sunshine.petitions import leave
from sunshine.petitions.desk import work
from sunshine.petitions.desk_forms import AbsenceForm, HandOverForm
from tests.support.cast import Case, Cast


def hire(cast: Cast, name: str, unit: str = "rs-labour", role: Role = Role.HANDLER) -> Post:
    """One more colleague."""
    officer = Officer.objects.create_user(login=name, name=name, password=None)
    return Post.objects.create(officer=officer, unit=cast.units[unit], role=role, title=name)


def acting(post: Post) -> Actor:
    return acting_in(post, post.officer)


def assign(case: Case, to: Post | None, by: Actor) -> Any:
    given = Given({"post": str(to.pk)}) if to else Given()
    return perform(case.handling.pk, "assign", by, given)


def named(case: Case) -> dict[str, Any]:
    """Whom each open duty of a unit in this matter is named to."""
    rows = Duty.objects.filter(subject__root=case.petition, state="open", unit__isnull=False)
    return dict(rows.values_list("rule", "post"))


def test_work_named_to_somebody_stays_theirs_as_it_goes_on(cast: Cast) -> None:
    """The duties of the role follow the name, those opened later too; the head's countersigning does not."""
    case, li = cast.bring_to("signed"), hire(cast, "李娜")
    assign(case, li, cast.head)
    assert named(case) == {"notice": li.pk}
    cast.accept(case)
    assert named(case) == {"decide": li.pk}
    cast.propose(case)
    assert named(case) == {"decide": li.pk, "countersign": None}
    cast.confirm(case)
    assert named(case) == {"deliver": li.pk, "execute": li.pk}
    assert list(verify()) == []


def test_the_name_can_be_taken_away_again(cast: Cast) -> None:
    case = cast.bring_to("signed")
    assign(case, hire(cast, "李娜"), cast.handler)
    assign(case, None, cast.handler)
    assert named(case) == {"notice": None}
    assert Subject.objects.get(pk=case.handling.pk).post is None


def test_only_colleagues_of_the_unit_and_role_can_be_named_and_nobody_of_the_accused_side(cast: Cast) -> None:
    case = cast.bring_to("signed")
    li, gone, torn = (hire(cast, name) for name in ("李娜", "周平", "何军"))
    Post.objects.filter(pk=gone.pk).update(valid_to=timezone.localdate())
    Post.objects.create(officer=torn.officer, unit=cast.units["rs-shigao"], role=Role.HANDLER, title="兼职")
    Bar.objects.create(root_id=case.petition, unit=cast.units["rs-shigao"])
    snapshot = load(case.handling.pk, cast.handler, lock=False)
    asked = ask(procedure("handling").by_code["assign"], snapshot, cast.handler)
    offered = {value for value, _ in asked.form.fields["post"].choices}  # type: ignore[attr-defined]
    assert offered == {"", str(cast.posts["handler"].pk), str(li.pk)}
    refused = ask(asked.move, snapshot, cast.handler, {"post": str(cast.posts["housing"].pk)})
    assert not refused.is_valid()


@pytest.mark.parametrize("who", ["sorter", "city_handler", "housing", "leader", "window"])
def test_another_unit_names_nobody(cast: Cast, who: str) -> None:
    case = cast.bring_to("signed")
    with pytest.raises((Forbidden, Unseen)):
        assign(case, cast.posts["handler"], getattr(cast, who))


def test_my_own_come_first_then_nobodys_then_other_peoples(cast: Cast) -> None:
    first, second, third = (cast.bring_to("signed") for _ in range(3))
    li = hire(cast, "李娜")
    assign(first, li, cast.handler)
    assign(third, cast.posts["handler"], cast.handler)
    lines = work(cast.handler, {}).lines
    assert [line.petition for line in lines] == [third.petition, second.petition, first.petition]
    assert next(line.petition for line in work(acting(li), {}).lines) == first.petition
    assert [line.petition for line in work(cast.handler, {"whose": "mine"}).lines] == [third.petition]


# --- 代班 ------------------------------------------------------------------------------------------------------


def away(cast: Cast, who: Post, stand_in: Post, by: Actor, first: int = 0, last: int = 3) -> Step:
    today = timezone.localdate()
    data = {
        "post": str(who.pk), "substitute": str(stand_in.pk), "first_day": today + timedelta(days=first),
        "last_day": today + timedelta(days=last),
    }  # fmt: skip
    form = AbsenceForm(data, by=by)
    assert form.is_valid(), form.errors
    return leave.name_substitute(form, by, str(uuid4()))


def test_a_substitute_sees_the_work_as_their_own_and_every_step_says_for_whom(cast: Cast) -> None:
    case, li = cast.bring_to("signed"), hire(cast, "李娜")
    assign(case, cast.posts["handler"], cast.head)
    away(cast, cast.posts["handler"], li, cast.handler)
    assert stands_in_for(li.pk) == {cast.posts["handler"].pk}
    assert [line.mine for line in work(acting(li), {}).lines] == [True]
    step = perform(
        case.handling.pk, "contact", acting(li), Given({"method": "phone"}, {"words": "已联系"})
    ).step
    assert step.facts["for"] == str(cast.posts["handler"].pk)
    own = perform(
        case.handling.pk, "contact", cast.handler, Given({"method": "phone"}, {"words": "已联系"})
    ).step
    assert "for" not in own.facts


def test_before_and_after_the_days_nobody_stands_in(cast: Cast) -> None:
    li = hire(cast, "李娜")
    away(cast, cast.posts["handler"], li, cast.handler, first=1, last=5)
    assert stands_in_for(li.pk) == frozenset()


def test_coming_back_early_ends_it_at_once(cast: Cast) -> None:
    li = hire(cast, "李娜")
    step = away(cast, cast.posts["handler"], li, cast.handler)
    with pytest.raises(Refused, match="本人"):
        leave.end_absence(step.subject_id, acting(li), None)
    leave.end_absence(step.subject_id, cast.handler, None)
    assert stands_in_for(li.pk) == frozenset()
    assert list(verify()) == []


@pytest.mark.parametrize("who", ["sorter", "city_handler", "housing", "system_admin"])
def test_another_unit_sees_no_absence(cast: Cast, who: str) -> None:
    step = away(cast, cast.posts["handler"], hire(cast, "李娜"), cast.handler)
    if who == "sorter":  # a bureau reads its area, but ends nobody's absence
        with pytest.raises(Forbidden):
            perform(step.subject_id, "come_back", cast.sorter)
        return
    with pytest.raises(Unseen):
        perform(step.subject_id, "come_back", getattr(cast, who))


def test_nobody_but_the_head_names_a_substitute_for_somebody_else(cast: Cast) -> None:
    li = hire(cast, "李娜")
    today = timezone.localdate()
    data = {
        "post": str(cast.posts["handler"].pk),
        "substitute": str(li.pk),
        "first_day": today,
        "last_day": today,
    }
    assert not AbsenceForm(data, by=acting(li)).is_valid()
    assert AbsenceForm(data, by=cast.head).is_valid()


@pytest.mark.parametrize("stand_in", ["head", "handler"])
def test_the_substitute_has_the_same_role_and_is_somebody_else(cast: Cast, stand_in: str) -> None:
    today = timezone.localdate()
    data = {
        "post": str(cast.posts["handler"].pk), "substitute": str(cast.posts[stand_in].pk), "first_day": today,
        "last_day": today,
    }  # fmt: skip
    form = AbsenceForm(data, by=cast.head)
    assert not form.is_valid()
    assert "substitute" in form.errors


def test_absences_are_forgotten_when_they_are_over(cast: Cast) -> None:
    away(cast, cast.posts["handler"], hire(cast, "李娜"), cast.handler)
    assert len(absences()) == 1


# --- 移交 ------------------------------------------------------------------------------------------------------


def pass_on(by: Actor, who: Post, to: Post | None, key: str = "k") -> Any:
    form = HandOverForm({"post": str(who.pk), "to": str(to.pk) if to else "", "words": "调离"}, by=by)
    assert form.is_valid(), form.errors
    return leave.hand_over(form, by, key)


def test_all_named_work_passes_in_one_act_with_a_step_for_each_matter(cast: Cast) -> None:
    cases, li = [cast.bring_to(stage) for stage in ("signed", "accepted", "issued")], hire(cast, "李娜")
    for case in cases:
        assign(case, cast.posts["handler"], cast.head)
    done = cast.bring_to("rated")
    handover = pass_on(cast.head, cast.posts["handler"], li)
    assert [set(named(case).values()) for case in cases] == [{li.pk}] * 3
    step = Step.objects.get(subject=handover)
    assert sorted(step.facts["given"]["subjects"]) == sorted(str(case.handling.pk) for case in cases)
    moves = Step.objects.filter(move="assign", facts__given__post=str(li.pk))
    assert moves.count() == 3
    assert not Step.objects.filter(subject=done.handling.pk, move="assign").exists()
    assert list(verify()) == []


def test_the_same_request_again_passes_nothing_twice(cast: Cast) -> None:
    case, li = cast.bring_to("signed"), hire(cast, "李娜")
    assign(case, cast.posts["handler"], cast.head)
    first = pass_on(cast.head, cast.posts["handler"], li)
    before = Step.objects.count()
    assert pass_on(cast.head, cast.posts["handler"], li) == first
    assert Step.objects.count() == before


def test_what_the_successor_may_not_see_goes_back_to_the_unit(cast: Cast) -> None:
    case, li = cast.bring_to("signed"), hire(cast, "李娜")
    Post.objects.create(officer=li.officer, unit=cast.units["rs-shigao"], role=Role.HANDLER, title="兼职")
    Bar.objects.create(root_id=case.petition, unit=cast.units["rs-shigao"])
    assign(case, cast.posts["handler"], cast.head)
    step = Step.objects.get(subject=pass_on(cast.head, cast.posts["handler"], li))
    assert step.facts["given"]["returned"] == [str(case.handling.pk)]
    assert named(case) == {"notice": None}


def test_a_handler_hands_over_only_the_own_work(cast: Cast) -> None:
    li = hire(cast, "李娜")
    form = HandOverForm({"post": str(li.pk), "to": "", "words": "调离"}, by=cast.handler)
    assert not form.is_valid()
    assert "post" in form.errors


@pytest.mark.parametrize("end", ["post", "officer"])
def test_nothing_stays_with_a_closed_post(cast: Cast, end: str) -> None:
    """However it ended: the clock gives the work back to the unit, as a step."""
    case, other, li = cast.bring_to("signed"), cast.bring_to("issued"), hire(cast, "李娜")
    for one in (case, other):
        assign(one, li, cast.head)
    if end == "post":
        Post.objects.filter(pk=li.pk).update(valid_to=timezone.localdate())
    else:
        Officer.objects.filter(pk=li.officer_id).update(is_active=False)
    assert leave.release_ended() > 0
    assert {*named(case).values(), *named(other).values()} == {None}
    assert Step.objects.filter(move="release").count() == 2
    assert leave.release_ended() == 0
    assert list(verify()) == []


def test_work_named_to_the_living_is_left_alone(cast: Cast) -> None:
    case, li = cast.bring_to("signed"), hire(cast, "李娜")
    assign(case, li, cast.head)
    assert leave.release_ended() == 0
    assert named(case) == {"notice": li.pk}
