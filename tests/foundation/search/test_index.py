"""The index follows the steps by jobs, holds no word, forgets what was erased, and can be made anew at any time."""

from __future__ import annotations

import itertools

import pytest
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from sunshine.foundation.ledger.erasure import erase_subjects
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.search import index
from sunshine.foundation.search.models import Entry
from sunshine.foundation.search.tokens import VERSION, tokens
from tests.support.cast import Case, Cast


def queued(case: Case) -> int:
    jobs = ProcrastinateJob.objects.filter(task_name=index.JOB)
    return sum(job.args == {"root": str(case.petition)} for job in jobs)


def test_each_step_that_says_something_or_hands_on_queues_one_job(cast: Cast) -> None:
    case = cast.file()
    assert queued(case) == 1
    cast.sort(case)
    assert queued(case) == 1  # classes only: nothing to find by
    cast.forward(case)
    assert queued(case) == 2
    cast.sign(case)
    assert queued(case) == 2


def test_words_of_later_steps_are_found_too(cast: Cast) -> None:
    case = cast.bring_to("issued")
    index.index(case.petition)
    entry = Entry.objects.get(pk=case.petition)
    assert set(tokens("word", ["补发", "完工"])) <= set(entry.tokens)
    assert set(tokens("unit", [str(cast.units["rs-labour"].pk)])) <= set(entry.tokens)


def test_neither_the_query_code_nor_the_person_is_a_word(cast: Cast) -> None:
    case = cast.file(text="工资没有发", name="欧阳明月", phone="13812345678")
    index.index(case.petition)
    entry = Entry.objects.get(pk=case.petition)
    assert not set(tokens("word", ["欧阳", "明月", "13812345678"])) & set(entry.tokens)
    assert set(tokens("person", ["name:欧阳明月", "phone:13812345678"])) <= set(entry.tokens)


def test_the_row_holds_numbers_only(cast: Cast) -> None:
    case = cast.file()
    index.index(case.petition)
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_entry::text FROM search_entry")
        row = cursor.fetchone()[0]
    assert not set(row) & set("木工工资发张三丰")


@pytest.mark.past_the_engine
def test_what_was_erased_leaves_nothing_to_find(cast: Cast) -> None:
    case = cast.file()
    index.index(case.petition)
    Subject.objects.filter(root=case.petition).update(key=None)
    index.index(case.petition)
    entry = Entry.objects.get(pk=case.petition)
    assert not set(tokens("word", ["木工", "工资"])) & set(entry.tokens)
    assert not set(tokens("person", ["name:张三丰"])) & set(entry.tokens)
    erase_subjects([case.petition, case.filing.pk])
    assert not Entry.objects.exists()


def test_a_kind_nobody_declared_is_not_indexed(cast: Cast) -> None:
    case = cast.file()
    index.index(case.filing.pk)
    assert not Entry.objects.exists()


def test_reindexing_stopped_halfway_goes_on_where_it_was(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(index, "BATCH", 2)
    for _ in range(5):
        cast.file()
    assert list(itertools.islice(index.reindex(), 1)) == [2]
    assert Entry.objects.count() == 2
    assert list(index.reindex()) == [2, 3]
    call_command("reindex")
    assert "nothing to do" in capsys.readouterr().out
    call_command("reindex", "--all")
    assert "5 indexed" in capsys.readouterr().out
    assert Entry.objects.filter(version=VERSION).count() == 5
