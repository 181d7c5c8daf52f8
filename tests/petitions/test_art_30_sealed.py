"""Sealed reports 检举控告 (条例 第三十条): a list of who may know of one, each opening on record, the reader's name over the text,
nothing bound or exported."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Access, Reader, Step, Subject
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.models import Officer, Post, Role
from sunshine.foundation.procedure.engine import Forbidden, Refused, lawful
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.perform import Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.casefile import bind
from sunshine.petitions.casepage import case as case_page
from sunshine.petitions.desk import my_duties, work
from sunshine.petitions.desk_forms import HandOverForm
from sunshine.petitions.following import follow
from sunshine.petitions.leave import hand_over
from sunshine.petitions.models import CaseFile
from tests.support.cast import Case, Cast

ORGAN = "rs-discipline"


def hire(cast: Cast, name: str, role: Role = Role.HANDLER, unit: str = ORGAN) -> Post:
    officer = Officer.objects.create_user(login=name, name=name, password=None)
    return Post.objects.create(officer=officer, unit=cast.units[unit], role=role, title=name)


def acting(post: Post) -> Actor:
    return acting_in(post, post.officer)


def page_of(post: Post, case: Case) -> Any:
    client = Client()
    client.force_login(post.officer)
    return client.get(reverse("petition", args=[case.petition]))


@pytest.fixture
def head(cast: Cast) -> Post:
    return hire(cast, "纪委负责人", Role.HEAD)


@pytest.fixture
def colleague(cast: Cast) -> Post:
    return hire(cast, "同事")


@pytest.fixture
def case(cast: Cast, head: Post, colleague: Post) -> Case:
    """A report against the township, at the discipline organ, signed for by its inspector."""
    made = cast.file(purpose="report", accused="视高街道办事处")
    cast.sort(made, "report")
    cast.forward(made, ORGAN)
    cast.sign(made, cast.inspector)
    return made


def say(case: Case, move: str, by: Actor, **said: Any) -> Any:
    """Through the form, as page and API do."""
    snapshot = load(case.petition, by, lock=False)
    filled = ask(procedure("petition").by_code[move], snapshot, by, said)
    assert filled.is_valid(), filled.form.errors
    return perform(case.petition, move, by, filled.given())


def entrust(case: Case, by: Post, *posts: Post) -> None:
    say(case, "entrust", acting(by), posts=[str(post.pk) for post in posts])


def sees(someone: Actor, case: Case) -> bool:
    return visible(someone).filter(pk=case.petition).exists()


def test_until_anybody_is_named_the_posts_that_hold_it_see_it(
    cast: Cast, case: Case, head: Post, colleague: Post
):
    assert all(sees(one, case) for one in (cast.inspector, acting(colleague), acting(head), cast.sorter))


def test_then_only_those_named_and_their_head(cast: Cast, case: Case, head: Post, colleague: Post):
    entrust(case, head, cast.posts["inspector"])
    assert sees(cast.inspector, case)
    assert sees(acting(head), case)
    assert sees(cast.sorter, case)  # the bureau's own head names the bureau's people
    assert not sees(acting(colleague), case)
    assert page_of(colleague, case).status_code == 404
    with pytest.raises(Unseen):
        perform(case.handling.pk, "note", acting(colleague), Given(texts={"words": "话"}))
    client = Client()
    client.force_login(colleague.officer)
    for name in ("queue", "duties", "calendar", "find"):
        assert str(case.petition) not in client.get(reverse(name)).content.decode()


def test_the_duties_are_theirs_alone(cast: Cast, case: Case, head: Post, colleague: Post):
    assert my_duties(acting(colleague)).exists()
    entrust(case, head, cast.posts["inspector"])
    assert not my_duties(acting(colleague)).exists()
    assert not work(acting(colleague), {}).lines
    assert work(cast.inspector, {}).lines
    assert Duty.objects.filter(subject=case.handling.pk, rule="notice", state="open").exists()


def test_the_planner_refuses_by_itself(cast: Cast, case: Case, head: Post, colleague: Post):
    """Also where nobody asked scope first."""
    entrust(case, head, cast.posts["inspector"])
    snapshot = load(case.handling.pk, cast.inspector, lock=False)
    assert lawful(snapshot, acting(colleague)) == []
    assert lawful(snapshot, cast.inspector)


def test_named_and_taken_off_again(cast: Cast, case: Case, head: Post, colleague: Post):
    entrust(case, head, cast.posts["inspector"])
    entrust(case, head, colleague)
    assert sees(acting(colleague), case)
    row = Reader.objects.get(officer=colleague.officer)
    say(case, "exclude", acting(head), reader=str(row.pk), reason="不再参与办理。")
    assert not sees(acting(colleague), case)
    assert [step.move for step in Step.objects.filter(subject=case.petition).order_by("seq")][-3:] == [
        "entrust", "entrust", "exclude",
    ]  # fmt: skip
    shown = [one.text for one in follow(case.filing.pk).timeline(proven=True)]
    assert not any("不再参与" in text for text in shown)


def test_who_is_named_twice_stands_there_once(cast: Cast, case: Case, head: Post):
    entrust(case, head, cast.posts["inspector"], cast.posts["inspector"])
    assert Reader.objects.filter(root=case.petition).count() == 1


def test_somebody_must_be_able_to_do_what_is_owed(cast: Cast, case: Case, head: Post, colleague: Post):
    clerk = hire(cast, "接待", Role.WINDOW)
    with pytest.raises(Refused, match="承办"):
        entrust(case, head, clerk)
    entrust(case, head, cast.posts["inspector"], clerk)
    row = Reader.objects.get(officer=cast.posts["inspector"].officer)
    with pytest.raises(Refused):
        say(case, "exclude", acting(head), reader=str(row.pk), reason="调离")
    assert sees(cast.inspector, case)


@pytest.mark.parametrize("who", ["inspector", "sorter", "accused", "handler", "system_admin", "head"])
def test_who_may_not_name_anybody(cast: Cast, case: Case, who: str):
    people = [[str(cast.posts[who].officer.pk), "handler"]]
    given = Given({"posts": [str(cast.posts[who].pk)], "people": people})
    with pytest.raises((Unseen, Forbidden)):
        perform(case.petition, "entrust", getattr(cast, who), given)


def test_each_head_names_the_own_people(cast: Cast, case: Case, head: Post):
    other = str(cast.posts["sorter"].pk)
    snapshot = load(case.petition, acting(head), lock=False)
    filled = ask(procedure("petition").by_code["entrust"], snapshot, acting(head), {"posts": [other]})
    assert not filled.is_valid()
    entrust(case, cast.posts["bureau_head"], cast.posts["sorter"])
    assert not sees(cast.window, case)
    assert sees(cast.inspector, case)


def test_an_ordinary_matter_has_no_list(cast: Cast):
    made = cast.file()
    given = Given({"posts": [], "people": [[str(cast.sorter.officer), "sorter"]]})
    with pytest.raises(Refused):
        perform(made.petition, "entrust", cast.bureau_head, given)


def test_what_turns_out_to_be_no_report_is_closed_to_nobody(cast: Cast):
    made = cast.file(purpose="report", accused="视高街道办事处")
    entrust(made, cast.posts["bureau_head"], cast.posts["sorter"])
    assert not sees(cast.window, made)
    cast.sort(made)
    assert sees(cast.window, made)


def test_work_does_not_pass_to_whoever_may_not_know(cast: Cast, case: Case, head: Post, colleague: Post):
    entrust(case, head, cast.posts["inspector"])
    with_assign = Given({"post": str(cast.posts["inspector"].pk)})
    perform(case.handling.pk, "assign", acting(head), with_assign)
    snapshot = load(case.handling.pk, acting(head), lock=False)
    move = procedure("handling").by_code["assign"]
    assert not ask(move, snapshot, acting(head), {"post": str(colleague.pk)}).is_valid()
    leaving = {"post": str(cast.posts["inspector"].pk), "to": str(colleague.pk), "words": "调离"}
    form = HandOverForm(leaving, by=acting(head))
    assert form.is_valid(), form.errors
    hand_over(form, acting(head), None)
    assert Subject.objects.get(pk=case.handling.pk).post is None


def test_each_opening_is_a_step_and_the_head_reads_who(cast: Cast, case: Case, head: Post):
    assert page_of(cast.posts["inspector"], case).status_code == 200
    assert not Access.objects.filter(subject=case.petition).exists()
    opened = Step.objects.get(subject=case.petition, move="read_sealed")
    assert (opened.officer, opened.post) == (cast.posts["inspector"].officer, cast.posts["inspector"])
    shown = page_of(head, case).content.decode()
    assert "查阅记录（1 次）" in shown
    assert "某inspector" in shown
    assert "查阅记录" not in page_of(cast.posts["inspector"], case).content.decode()
    line = case_page(acting(head), case.petition).openings[-1]
    assert (line.officer, line.post, line.unit) == ("某inspector", "inspector", cast.inspector.unit)
    assert line.at <= timezone.now()
    lines = [*case_page(acting(head), case.petition).timeline, *follow(case.filing.pk).timeline(proven=True)]
    assert not any(line.move == "read_sealed" and line.name for line in lines)


def test_an_ordinary_opening_stays_a_line_of_the_log(cast: Cast):
    made = cast.file()
    assert page_of(cast.posts["sorter"], made).status_code == 200
    assert Access.objects.filter(subject=made.petition).count() == 1
    assert not Step.objects.filter(move="read_sealed").exists()


def test_the_readers_name_is_over_the_text(cast: Cast, case: Case):
    shown = page_of(cast.posts["inspector"], case).content.decode()
    mark = shown[shown.index('<svg class="watermark"') :]
    assert 'aria-hidden="true"' in mark[:80]
    assert "某inspector inspector" in mark
    assert case.filing.number in mark
    assert f"{timezone.localtime():%Y-%m-%d}" in mark
    assert "watermark" not in page_of(cast.posts["sorter"], cast.file()).content.decode()


def test_nothing_of_it_is_bound(cast: Cast, case: Case):
    with pytest.raises(Refused, match="检举控告不能生成"):
        perform(case.petition, "bind_case_file", cast.inspector)


def test_a_case_file_bound_before_is_opened_no_more(cast: Cast):
    made = cast.file()
    perform(made.petition, "bind_case_file", cast.sorter)
    file = CaseFile.objects.get()
    bind(file.pk)
    cast.sort(made, "report")
    client = Client()
    client.force_login(cast.posts["sorter"].officer)
    assert client.get(reverse("case-file", args=[file.pk])).status_code == 404
