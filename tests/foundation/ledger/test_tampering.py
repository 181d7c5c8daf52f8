"""Whoever owns the database and turns its triggers off can change the record, but not without being named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import call_command

from sunshine.foundation.ledger.models import Step, Subject
from tests.support.cast import Case, Cast

Owner = Callable[..., None]


@pytest.fixture
def case(own_cast: Cast) -> Case:
    own_cast.file(text="另一件事。")
    return own_cast.bring_to("accepted")


@pytest.fixture
def owner(case: Case, owner_connection: psycopg.Connection[Any]) -> Iterator[Owner]:
    """The owner at work with the triggers of the ledger turned off."""
    for table in ("ledger_step", "ledger_content"):
        owner_connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield lambda query, *values: owner_connection.execute(query, values) and None


def verify() -> str:
    """What ``sunshine verify`` says of a broken record."""
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", stdout=StringIO(), stderr=said)
    assert ended.value.code == 1
    return said.getvalue()


def test_untouched_record_is_whole(case: Case):
    said = StringIO()
    call_command("verify", stdout=said)
    assert said.getvalue().splitlines()[-1] == "whole"


@pytest.mark.parametrize(
    "change",
    [
        "facts = facts || '{\"given\": {\"purpose\": \"advice\"}}'",
        "at = at - interval '1 day'",
        "actor = 'someone'",
        "officer_id = NULL",
        "audience = 'public'",
    ],
)
def test_altered_step_is_named(case: Case, owner: Owner, change: str):
    owner(f"UPDATE ledger_step SET {change} WHERE subject_id = %s AND seq = 2", case.petition)
    assert f"subject {case.petition} step 2: was altered after it was written" in verify()


def test_removed_step_is_named(case: Case, owner: Owner):
    owner("DELETE FROM ledger_step WHERE subject_id = %s AND seq = 2", case.petition)
    assert f"subject {case.petition} step 3: expected step 2; a step is missing" in verify()


def test_removed_last_step_is_named(case: Case, owner: Owner):
    owner("DELETE FROM ledger_step WHERE subject_id = %s AND seq = 3", case.petition)
    assert f"subject {case.petition} step 2: the head kept beside the chain is another" in verify()


def test_step_altered_with_its_hash_breaks_the_next(case: Case, owner: Owner):
    owner("UPDATE ledger_step SET hash = sha256(hash) WHERE subject_id = %s AND seq = 1", case.petition)
    assert f"subject {case.petition} step 1: was altered" in verify()


def test_altered_words_are_named(case: Case, owner: Owner):
    owner(
        "UPDATE ledger_content SET sealed = sealed || '\\x00' WHERE subject_id = %s AND name = 'text'", case.filing.pk
    )
    assert f"subject {case.filing.pk} step 1: text: the seal does not open" in verify()


def test_removed_words_are_named(case: Case, owner: Owner):
    owner("DELETE FROM ledger_content WHERE subject_id = %s AND name = 'text'", case.filing.pk)
    assert f"subject {case.filing.pk} step 1: text: the words the step commits to are missing" in verify()


def test_swapped_words_do_not_open(case: Case, owner: Owner):
    owner(
        """UPDATE ledger_content a SET sealed = b.sealed FROM ledger_content b
           WHERE a.subject_id = %s AND b.subject_id = a.subject_id
             AND (a.name, b.name) IN (('text', 'party'), ('party', 'text'))""",
        case.filing.pk,
    )
    assert f"subject {case.filing.pk} step 1: party: the seal does not open" in verify().replace("text:", "party:")


def test_altered_head_is_named(case: Case, owner: Owner):
    owner("UPDATE ledger_subject SET head = sha256(head) WHERE id = %s", case.petition)
    assert f"subject {case.petition} step 3: the head kept beside the chain is another" in verify()


def test_altered_stage_is_named(case: Case, owner: Owner):
    owner("UPDATE ledger_subject SET stage = 'answered' WHERE id = %s", case.handling.pk)
    assert f"subject {case.handling.pk} step 3: stage is answered, the steps lead to accepted" in verify()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("due_at = due_at + interval '10 days'", "due_at is"),
        ("state = 'done', wake_at = NULL", "state is done, the steps say open"),
        ("rule = 'deliver'", "rule is deliver, the steps say decide"),
        ("wake_at = NULL", "nobody will be reminded of it again"),
    ],
)
def test_altered_duty_is_named(case: Case, owner: Owner, change: str, said: str):
    owner(f"UPDATE duties_duty SET {change} WHERE subject_id = %s AND rule = 'decide'", case.handling.pk)
    found = verify()
    assert f"subject {case.handling.pk} step 3: duty" in found
    assert said in found


def test_removed_duty_is_named(case: Case, owner: Owner):
    owner("DELETE FROM duties_duty WHERE subject_id = %s AND rule = 'decide'", case.handling.pk)
    assert f"subject {case.handling.pk} step 3: duty" in verify()


def test_step_forged_with_a_good_chain_is_still_unlawful(case: Case, owner: Owner):
    """The owner can compute hashes too; a stage the table does not allow betrays the step all the same."""
    steps = list(Step.objects.filter(subject=case.handling.pk).order_by("seq"))
    from sunshine.foundation.ledger.chain import link_hash

    steps[1].move = "issue_opinion"
    for before, step in zip([None, *steps], steps, strict=False):
        step.prev = before.hash if before else step.prev
        step.hash = link_hash(step)
        owner(
            "UPDATE ledger_step SET move = %s, prev = %s, hash = %s WHERE id = %s", step.move, step.prev, step.hash, step.pk
        )
    owner("UPDATE ledger_subject SET head = %s WHERE id = %s", steps[-1].hash, case.handling.pk)
    assert f"subject {case.handling.pk} step 2: issue_opinion is not lawful from stage received" in verify()


def test_gap_in_filing_numbers_is_named(case: Case, owner: Owner):
    owner("UPDATE ledger_counter SET value = value + 1 WHERE series = 'filing'")
    assert "counted 3 filing numbers in 2026; number 3 is missing" in verify()


def test_gap_in_document_numbers_is_named(case: Case, owner: Owner):
    owner("UPDATE ledger_counter SET value = value + 1 WHERE series = 'notice'")
    assert "number 2 is missing" in verify()


def test_number_never_counted_is_named(case: Case, owner: Owner):
    owner("UPDATE ledger_counter SET value = 1 WHERE series = 'filing'")
    assert "has filing number 2 of 2026; the counter stands at 1" in verify()


def test_changed_number_is_named(case: Case, owner: Owner):
    owner("UPDATE petitions_filing SET number = 'SC511421-2026-000009' WHERE subject_id = %s", case.filing.pk)
    assert f"subject {case.filing.pk} step 1: its number is SC511421-2026-000009" in verify()


def test_only_the_first_fault_of_a_subject_is_printed(case: Case, owner: Owner):
    owner("UPDATE ledger_step SET actor = 'someone' WHERE subject_id = %s", case.filing.pk)
    owner("DELETE FROM ledger_content WHERE subject_id = %s", case.filing.pk)
    assert verify().count(str(case.filing.pk)) == 1


def test_erasure_is_no_fault(case: Case, owner: Owner):
    Subject.objects.filter(pk=case.filing.pk).update(key=None)
    call_command("verify", stdout=StringIO())
