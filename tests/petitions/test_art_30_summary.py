"""Whose identity is kept from handling units (条例 第三十条): they read a summary, and the words only once a second person opens
them; so does whoever handles what came in one letter with a report."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sunshine.foundation.files.models import Attachment
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Post, Role
from sunshine.foundation.offices.tokens import issue
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.perform import load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.foundation.search.index import index
from sunshine.petitions.bulk import forward_many
from sunshine.petitions.casepage import case as case_page
from sunshine.petitions.desk import queue
from sunshine.petitions.finding import find
from sunshine.petitions.following import follow
from sunshine.petitions.models import Handling, Petition
from sunshine.petitions.veiling import unwritten
from tests.foundation.papers.test_rendering import text_of
from tests.petitions.test_art_30_sealed import acting, entrust, hire
from tests.support.cast import Case, Cast

WORDS = "我叫张三丰，住在清水村三组，十二个人的工资到现在没有发。"
SUMMARY = "反映欠薪，要求补发。"
REPORTED, ASKED = "视高街道办事处主任虚报冒领过渡费", "请县住建局补发过渡费"


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.posts[who].officer)
    return client


def shown(cast: Cast, who: str, case: Case) -> str:
    """The page without what its forms offer to choose from."""
    page = browser(cast, who).get(reverse("petition", args=[case.petition])).content.decode()
    return re.sub(r"<select.*?</select>", "", page, flags=re.DOTALL)


def told_over_api(cast: Cast, who: str, case: Case) -> str:
    token = {"Authorization": f"Bearer {issue(cast.posts[who], 'test')}"}
    told = Client().get(f"/api/v1/petitions/{case.petition}", headers=token).json()
    return str({name: said for name, said in told.items() if name != "moves"})


@pytest.fixture
def case(cast: Cast) -> Case:
    """Filed with a file by somebody who wants to be known to the bureau alone; signed for by the labour bureau."""
    files = (("清水村工资表.txt", "工资".encode()),)
    made = cast.file(visibility="bureau", text=WORDS, title="张三丰要工资", files=files)
    return cast.bring_to("signed", made)


def ask_to_open(cast: Cast, case: Case, by: Actor | None = None) -> Any:
    actor = by or cast.handler
    snapshot = load(case.filing.pk, actor, lock=False)
    asked = ask(procedure("filing").by_code["open_words"], snapshot, actor, {"words": "要核对工资表。"})
    assert asked.is_valid(), asked.form.errors
    return perform(case.filing.pk, "open_words", actor, asked.given())


def test_the_handling_unit_reads_the_summary(cast: Cast, case: Case):
    for page in (shown(cast, "handler", case), shown(cast, "head", case)):
        assert SUMMARY in page
        assert "信访部门写的，代替信访人的原话" in page
        for kept in ("清水村", "张三丰", WORDS):
            assert kept not in page
    assert WORDS in shown(cast, "sorter", case)
    assert "清水村工资表" in shown(cast, "sorter", case)


def test_programs_read_no_more(cast: Cast, case: Case):
    told = told_over_api(cast, "handler", case)
    assert SUMMARY in told
    assert "清水村" not in told
    assert "清水村" in told_over_api(cast, "sorter", case)


def test_lists_and_search_give_nothing_away(cast: Cast, case: Case):
    index(case.petition)
    (line,) = queue(cast.handler, {}).lines
    assert line.title == SUMMARY
    assert not find(cast.handler, {"q": "清水村三组"}).lines
    assert find(cast.sorter, {"q": "清水村三组"}).lines


def test_files_stay_with_the_bureau(cast: Cast, case: Case):
    file = Attachment.objects.get(subject=case.filing.pk)
    for name in ("attachment", "file-preview", "original"):
        assert browser(cast, "handler").get(reverse(name, args=[file.pk])).status_code == 404
    assert browser(cast, "sorter").get(reverse("original", args=[file.pk])).status_code == 200


def test_what_is_added_later_stays_there_too(cast: Cast, case: Case):
    given = Given(texts={"words": "我儿子张小山也在工地。"})
    perform(case.filing.pk, "add_material", case.petitioner, given)
    perform(case.filing.pk, "urge", case.petitioner, Given(texts={"words": "请快一点。"}))
    page = shown(cast, "handler", case)
    assert "张小山" not in page
    assert "请快一点。" in page  # said to whoever handles it


def test_its_papers_are_worded_by_the_summary(cast: Cast, case: Case):
    cast.accept(case)
    said = text_of(pdf(Paper.objects.get(kind="notice")))
    assert SUMMARY in said.replace("\n", "")
    assert "清水村" not in said


def test_the_petitioner_reads_the_own_words(cast: Cast, case: Case):
    snapshot = load(case.filing.pk, case.petitioner, lock=False)
    assert snapshot.matter.text(case.filing.pk, 1, "text") == WORDS
    assert follow(case.filing.pk)


def test_nothing_is_passed_on_without_a_summary(cast: Cast):
    made = cast.bring_to("sorted", cast.file(visibility="bureau"))
    rows = {str(pk): Given({"unit": str(cast.units["rs-labour"].pk)}) for pk in made.demands}
    with pytest.raises(Refused, match="摘要"):
        perform(made.petition, "forward", cast.sorter, Given(rows=rows))
    snapshot = load(made.petition, cast.sorter, lock=False)
    key, unit = str(made.demands[0]), str(cast.units["rs-labour"].pk)
    move = procedure("petition").by_code["forward"]
    asked = ask(move, snapshot, cast.sorter, {"rows": {key: {"how": "forward", "unit": unit}}})
    assert not asked.is_valid()
    seen = snapshot.subject.stage_seq
    (outcome,) = forward_many(cast.sorter, [f"{made.petition}:{seen}"], unit, "key")
    assert "摘要" in str(outcome.refused)
    assert cast.forward(made)


def test_nobody_writes_one_where_nothing_is_kept(cast: Cast):
    made = cast.bring_to("sorted")
    snapshot = load(made.petition, cast.sorter, lock=False)
    asked = ask(procedure("petition").by_code["forward"], snapshot, cast.sorter)
    assert all("summary" not in row.form.fields for row in asked.rows)
    cast.forward(made)
    assert not Petition.objects.get(pk=made.petition).veiled


def test_a_second_person_opens_the_words_and_the_name(cast: Cast, case: Case):
    ask_to_open(cast, case)
    assert "清水村" not in shown(cast, "handler", case)
    perform(case.filing.pk, "confirm", cast.bureau_head)
    assert WORDS in shown(cast, "handler", case)
    assert "清水村工资表" in shown(cast, "handler", case)
    perform(case.filing.pk, "unmask", cast.handler, Given({"purpose": "contact"}))
    assert "张三丰" in shown(cast, "handler", case)
    entry = next(one for one in follow(case.filing.pk).timeline(proven=True) if one.move == "open_words")
    assert (str(entry.seen), entry.text) == ("信访部门同意办理单位看您的原文和姓名", "要核对工资表。")


def test_it_is_opened_to_that_unit_alone(cast: Cast, case: Case):
    ask_to_open(cast, case)
    perform(case.filing.pk, "confirm", cast.bureau_head)
    given = Given({"unit": str(cast.units["rs-housing"].pk), "by": "2099-01-01"}, {"words": "请查备案"})
    cast.accept(case)
    perform(case.handling.pk, "ask_assistance", cast.handler, given)
    assert "清水村" not in shown(cast, "housing", case)


def test_sent_back_it_stays_closed(cast: Cast, case: Case):
    ask_to_open(cast, case)
    perform(case.filing.pk, "send_back", cast.bureau_head, Given(texts={"reason": "摘要够了"}))
    assert "清水村" not in shown(cast, "handler", case)
    assert not case.filing.opened.exists()


@pytest.mark.parametrize("who", ["head", "sorter", "housing", "accused", "window"])
def test_who_may_not_ask_for_it(cast: Cast, case: Case, who: str):
    given = Given({"unit": str(cast.units["rs-labour"].pk)}, {"words": "话"})
    with pytest.raises((Refused, LookupError)):
        perform(case.filing.pk, "open_words", getattr(cast, who), given)


def test_nobody_opens_it_alone(cast: Cast, case: Case):
    """Neither the name without the words, nor by whoever asked, nor the unit's own head."""
    with pytest.raises(Refused):
        perform(case.filing.pk, "unmask", cast.handler, Given({"purpose": "contact"}))
    ask_to_open(cast, case)
    for actor in (cast.handler, cast.head):
        with pytest.raises(Forbidden):
            perform(case.filing.pk, "confirm", actor)


def test_a_correction_gives_nothing_away(cast: Cast, case: Case):
    given = Given(
        texts={"reason": "照信件"},
        rows={str(case.demands[0]): Given(texts={"demand": "张三丰要求发工资"})},
    )
    perform(case.filing.pk, "correct", cast.sorter, given)
    assert "张三丰" not in shown(cast, "handler", case)
    assert queue(cast.handler, {}).lines[0].title == SUMMARY


def test_what_is_joined_later_keeps_its_words(cast: Cast):
    """The first was open, the second is not: of the second the handling unit reads that it is kept."""
    first = cast.bring_to("signed", cast.file(text="工资没有发。"))
    again = cast.file(visibility="bureau", text=WORDS)
    given = Given({"into": str(first.petition), "checked": "phone"}, {"words": "同一件事"})
    perform(again.petition, "join", cast.sorter, given)
    page = shown(cast, "handler", first)
    assert "工资没有发。" in page
    assert unwritten() in page
    assert "清水村" not in page
    assert Petition.objects.get(pk=first.petition).veiled


@pytest.fixture
def letter(cast: Cast) -> Case:
    """One letter with a report and a demand, each at its own organ."""
    made = cast.file(purpose="report", accused="视高街道办事处", text=WORDS, demands=f"{REPORTED}\n{ASKED}")
    first, second = (str(pk) for pk in made.demands)
    classes = {first: "report", second: "demand"}
    rows = {
        pk: Given({"klass": klass, "branch": "31.6", "category": "0402"}) for pk, klass in classes.items()
    }
    perform(made.petition, "sort", cast.sorter, Given(rows=rows))
    to = {first: "rs-discipline", second: "rs-housing"}
    said = {first: {}, second: {"summary": "过渡费没有补发，要求补发。"}}
    rows = {pk: Given({"unit": str(cast.units[code].pk)}, said[pk]) for pk, code in to.items()}
    perform(made.petition, "forward", cast.sorter, Given(rows=rows))
    return made


def test_beside_a_report_each_reads_the_own_part(cast: Cast, letter: Case):
    handling = Handling.objects.get(petition=letter.petition, subject__unit=cast.units["rs-discipline"])
    perform(handling.pk, "sign", cast.inspector)
    perform(letter.filing.pk, "unmask", cast.inspector, Given({"purpose": "contact"}))
    hire(cast, "纪委负责人", Role.HEAD)
    entrust(letter, Post.objects.get(title="纪委负责人"), cast.posts["inspector"])
    page = shown(cast, "housing", letter)
    assert "过渡费没有补发，要求补发。" in page
    for kept in (REPORTED, ASKED, "清水村", "纪委", "虚报"):
        assert kept not in page
    assert REPORTED in shown(cast, "inspector", letter)
    assert WORDS in shown(cast, "inspector", letter)


def test_beside_a_report_programs_read_no_more(cast: Cast, letter: Case):
    told = told_over_api(cast, "housing", letter)
    assert "过渡费没有补发" in told
    for kept in (REPORTED, ASKED, "清水村", "纪委", "虚报"):
        assert kept not in told


def test_beside_a_report_heads_read_who_opened_the_own_part(cast: Cast, letter: Case):
    head = hire(cast, "住建负责人", Role.HEAD, "rs-housing")
    for who in ("inspector", "sorter", "housing"):
        shown(cast, who, letter)
    found = {line.officer for line in case_page(acting(head), letter.petition).openings}
    assert found == {"某sorter", "某housing"}


def test_beside_a_report_papers_are_ones_own(cast: Cast, letter: Case):
    handling = Handling.objects.get(petition=letter.petition, subject__unit=cast.units["rs-discipline"])
    perform(handling.pk, "sign", cast.inspector)
    told = {"person": "纪检", "phone": "028", "procedure": "执纪", "where": "县纪委监委", "reason": "话"}
    perform(handling.pk, "guide", cast.inspector, Given({"branch": "30"}, told))
    paper = Paper.objects.get(subject=handling.pk, kind="notice")
    assert browser(cast, "housing").get(reverse("paper", args=[paper.pk])).status_code == 404
    assert browser(cast, "inspector").get(reverse("paper", args=[paper.pk])).status_code == 200
    assert "执纪" not in shown(cast, "housing", letter)


def test_beside_a_report_nobody_opens_name_or_words(cast: Cast, letter: Case):
    with pytest.raises(Refused):
        perform(letter.filing.pk, "unmask", cast.housing, Given({"purpose": "contact"}))
    given = Given({"unit": str(cast.units["rs-housing"].pk)}, {"words": "话"})
    with pytest.raises(Refused):
        perform(letter.filing.pk, "open_words", cast.housing, given)


def test_beside_a_report_the_demand_goes_its_way(cast: Cast, letter: Case):
    """What its handler does not see is still there: the matter is not answered by the one part."""
    own = Handling.objects.get(petition=letter.petition, subject__unit=cast.units["rs-housing"])
    perform(own.pk, "sign", cast.housing)
    perform(own.pk, "accept", cast.housing, Given(texts={"person": "王强", "phone": "028"}))
    head = acting(hire(cast, "住建负责人", Role.HEAD, "rs-housing"))
    row = Given({"outcome": "explain"}, {"opinion": "说明", "basis": "条例"})
    given = Given(texts={"findings": "经查"}, rows={str(letter.demands[1]): row})
    perform(own.pk, "issue_opinion", cast.housing, given)
    assert "过渡费没有补发" in case_page(head, letter.petition).tellings[0].text
    perform(own.pk, "confirm", head)
    own.refresh_from_db()
    perform(
        letter.filing.pk, "deliver", letter.petitioner, Given({"paper": str(own.answer), "method": "online"})
    )
    assert letter.stage("petition") == "handling"
