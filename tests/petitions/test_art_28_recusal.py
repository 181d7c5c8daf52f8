"""Recusal 回避 (条例 第二十八条): who has an interest in a matter neither reads it nor acts in it, and a colleague takes it over."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Bar, Step, Subject
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.notices.actions import body
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.models import Officer, Post, Role
from sunshine.foundation.procedure.engine import Forbidden, Refused, lawful
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.perform import Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.foundation.procedure.verify import verify
from sunshine.petitions.colleagues import colleagues
from sunshine.petitions.following import follow
from tests.support.cast import Case, Cast

WHY = "信访人是我的亲属。"


def hire(cast: Cast, name: str, unit: str = "rs-labour", role: Role = Role.HANDLER) -> Post:
    officer = Officer.objects.create_user(login=name, name=name, password=None)
    return Post.objects.create(officer=officer, unit=cast.units[unit], role=role, title=name)


def acting(post: Post) -> Actor:
    return acting_in(post, post.officer)


def declare(case: Case, by: Actor) -> Subject:
    perform(case.petition, "declare_interest", by, Given(texts={"reason": WHY}))
    return Subject.objects.filter(root=case.petition, kind="recusal").latest("id")


def asked_for(cast: Cast, case: Case, unit: str = "rs-labour", about: str = "officer") -> Subject:
    given = Given({"unit": str(cast.units[unit].pk), "about": about}, {"words": "承办人和对方是亲戚。"})
    perform(case.filing.pk, "ask_recusal", case.petitioner, given)
    return Subject.objects.filter(root=case.petition, kind="recusal").latest("id")


def decide(recusal: Subject, by: Actor, move: str = "grant_recusal", **said: Any) -> None:
    """Through the form, as page and API do."""
    snapshot = load(recusal.pk, by, lock=False)
    filled = ask(procedure("recusal").by_code[move], snapshot, by, said)
    assert filled.is_valid(), filled.form.errors
    perform(recusal.pk, move, by, filled.given())


def sees(someone: Actor, case: Case) -> bool:
    return visible(someone).filter(pk=case.petition).exists()


@pytest.fixture
def colleague(cast: Cast) -> Post:
    return hire(cast, "李娜")


@pytest.fixture
def case(cast: Cast, colleague: Post) -> Case:
    """Accepted by the labour bureau, named to its handler."""
    made = cast.bring_to("accepted")
    perform(made.handling.pk, "assign", cast.head, Given({"post": str(cast.posts["handler"].pk)}))
    return made


def grant(cast: Cast, case: Case, colleague: Post) -> None:
    recusal = declare(case, cast.handler)
    decide(recusal, cast.head, post=str(cast.posts["handler"].pk), to=str(colleague.pk), reason="属实。")


def test_whoever_withdrew_neither_sees_nor_does_anything(cast: Cast, case: Case, colleague: Post):
    assert sees(cast.handler, case)
    grant(cast, case, colleague)
    assert not sees(cast.handler, case)
    with pytest.raises(Unseen):
        perform(case.handling.pk, "contact", cast.handler, Given({"method": "phone"}, {"words": "话"}))
    client = Client()
    client.force_login(cast.posts["handler"].officer)
    assert client.get(reverse("petition", args=[case.petition])).status_code == 404
    for name in ("queue", "duties", "calendar", "find"):
        assert str(case.petition) not in client.get(reverse(name)).content.decode()
    assert list(verify()) == []


def test_in_whatever_post(cast: Cast, case: Case, colleague: Post):
    """It is the person who has the interest: another post of theirs, in the bureau too, sees no more."""
    officer = cast.posts["handler"].officer
    also = Post.objects.create(officer=officer, unit=cast.units["rs-bureau"], role=Role.SORTER, title="兼")
    assert sees(acting(also), case)
    grant(cast, case, colleague)
    assert not sees(acting(also), case)


def test_the_planner_refuses_by_itself(cast: Cast, case: Case, colleague: Post):
    """Also where nobody asked scope first."""
    grant(cast, case, colleague)
    snapshot = load(case.handling.pk, cast.head, lock=False)
    assert snapshot.recused == {cast.handler.officer}
    assert lawful(snapshot, cast.handler) == []


def test_the_work_is_the_colleagues_and_no_clock_changed(cast: Cast, case: Case, colleague: Post):
    due = Duty.objects.get(subject=case.handling.pk, rule="decide").due_at
    grant(cast, case, colleague)
    owed = Duty.objects.get(subject=case.handling.pk, rule="decide")
    assert (owed.post, owed.due_at) == (colleague, due)
    assert Subject.objects.get(pk=case.handling.pk).post == colleague
    given = Given(texts={"words": "新的承办人来电。"}, facts={"method": "phone"})
    assert perform(case.handling.pk, "contact", acting(colleague), given)


def test_nobody_names_the_work_to_them_again(cast: Cast, case: Case, colleague: Post):
    grant(cast, case, colleague)
    snapshot = load(case.handling.pk, cast.head, lock=False)
    able = [
        one.post for one in colleagues(cast.units["rs-labour"].pk, "handler") if one.may_work_on(snapshot)
    ]
    assert able == [colleague.pk]


def test_about_the_head_the_organ_above_decides(cast: Cast, case: Case):
    deputy, above = hire(cast, "副局长", role=Role.HEAD), hire(cast, "市局负责人", "ms-labour", Role.HEAD)
    recusal = declare(case, cast.head)
    assert recusal.unit == cast.units["ms-labour"]
    with pytest.raises(Forbidden):
        perform(recusal.pk, "refuse_recusal", cast.head, Given(texts={"reason": "不用"}))
    decide(recusal, acting(above), post=str(cast.posts["head"].pk), to=str(deputy.pk), reason="属实。")
    assert not sees(cast.head, case)
    assert sees(acting(deputy), case)
    cast.propose(case)
    assert perform(case.handling.pk, "confirm", acting(deputy))


def test_the_petitioner_asks_and_is_told_why(cast: Cast, case: Case, colleague: Post):
    recusal = asked_for(cast, case)
    said = {"post": str(cast.posts["handler"].pk), "to": str(colleague.pk), "reason": "属实。"}
    decide(recusal, cast.head, **said, words="经查属实，已换人。")
    entry = next(one for one in follow(case.filing.pk).timeline(proven=True) if one.move == "grant_recusal")
    assert (entry.text, str(entry.seen)) == ("经查属实，已换人。", "有工作人员回避，换了人办理")
    assert "已经作出决定" in body(Message.objects.filter(subject=case.filing.pk).latest("id"))
    assert Bar.objects.get(root=case.petition).officer == cast.posts["handler"].officer


def test_a_refusal_has_a_reason_and_changes_nothing(cast: Cast, case: Case):
    recusal = asked_for(cast, case)
    by = cast.head
    snapshot = load(recusal.pk, by, lock=False)
    assert not ask(
        procedure("recusal").by_code["refuse_recusal"], snapshot, by, {"reason": "不实"}
    ).is_valid()
    decide(recusal, by, "refuse_recusal", reason="不是亲属。", words="经查不是亲属。")
    assert sees(cast.handler, case)
    assert not Bar.objects.filter(root=case.petition).exists()
    assert not Duty.objects.filter(rule="decide_recusal", state="open").exists()


def test_only_while_somebody_can_take_over(cast: Cast):
    """Nobody else of that role: the head first has a post made, and the decision stays owed meanwhile."""
    case = cast.bring_to("signed")
    recusal = declare(case, cast.handler)
    snapshot = load(recusal.pk, cast.head, lock=False)
    handler = str(cast.posts["handler"].pk)
    said = {"post": handler, "to": handler, "reason": "属实。"}
    assert not ask(procedure("recusal").by_code["grant_recusal"], snapshot, cast.head, said).is_valid()


@pytest.mark.parametrize("who", ["housing", "stranger", "accused", "city_handler", "system_admin"])
def test_who_has_no_part_in_it_may_not(cast: Cast, case: Case, who: str):
    with pytest.raises((Unseen, Refused)):
        declare(case, getattr(cast, who))


def test_one_at_a_time_and_never_about_oneself(cast: Cast, case: Case, colleague: Post):
    declare(case, cast.handler)
    with pytest.raises(Refused):
        declare(case, cast.handler)
    asked_for(cast, case)
    with pytest.raises(Refused):
        asked_for(cast, case)
    own = Given(
        {"post": str(colleague.pk), "to": "", "officer": str(cast.head.officer), "role": "head"},
        {"reason": "属实"},
    )
    recusal = Subject.objects.filter(root=case.petition, kind="recusal").latest("id")
    with pytest.raises(Refused):
        perform(recusal.pk, "grant_recusal", cast.head, own)


def test_the_step_names_nobody(cast: Cast, case: Case, colleague: Post):
    """Who has what interest is sealed: steps hold codes, ids and dates, and the petitioner reads no reason meant for the office."""
    grant(cast, case, colleague)
    raised = Step.objects.get(subject__kind="recusal", move="raised")
    assert str(cast.handler.officer) not in str(raised.facts)
    shown = [one.text for one in follow(case.filing.pk).timeline(proven=True)]
    assert not any(WHY in text or "属实" in text for text in shown)
