"""Whoever owns the database and turns its triggers off can change the record, but not without being named."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.utils.timezone import localdate

from sunshine.foundation.ledger.chain import link_hash
from sunshine.foundation.ledger.models import Step
from tests.support.cast import Cast

Owner = Callable[..., None]


# What the owner does to a matter (%(petition)s, %(filing)s, %(handling)s), which subject is named, and why.
TAMPERINGS = (
    ("UPDATE ledger_step SET facts = facts || '{\"given\": {}}' WHERE subject_id = %(petition)s AND seq = 2",
     "petition", "step 2: was altered after it was written"),
    ("UPDATE ledger_step SET at = at - interval '1 day' WHERE subject_id = %(petition)s AND seq = 2",
     "petition", "step 2: was altered after it was written"),
    ("UPDATE ledger_step SET officer_id = NULL WHERE subject_id = %(petition)s AND seq = 2",
     "petition", "step 2: was altered after it was written"),
    ("UPDATE ledger_step SET audience = 'public' WHERE subject_id = %(filing)s AND seq = 1",
     "filing", "step 1: was altered after it was written"),
    ("UPDATE ledger_step SET hash = sha256(hash) WHERE subject_id = %(petition)s AND seq = 1",
     "petition", "step 1: was altered after it was written"),
    ("DELETE FROM ledger_step WHERE subject_id = %(petition)s AND seq = 2",
     "petition", "step 3: expected step 2; a step is missing"),
    ("DELETE FROM ledger_step WHERE subject_id = %(petition)s AND seq = 3",
     "petition", "step 2: the head kept beside the chain is another; the last steps are missing"),
    ("UPDATE ledger_content SET sealed = sealed || '\\x00' WHERE subject_id = %(filing)s AND name = 'text'",
     "filing", "step 1: text: the seal does not open"),
    ("DELETE FROM ledger_content WHERE subject_id = %(filing)s AND name = 'text'",
     "filing", "step 1: text: the words the step commits to are missing"),
    ("UPDATE ledger_content SET name = 'more' WHERE subject_id = %(filing)s AND name = 'text'",
     "filing", "step 1: more: no step commits to these words"),
    ("""UPDATE ledger_content a SET sealed = b.sealed FROM ledger_content b WHERE a.subject_id = %(filing)s
        AND b.subject_id = a.subject_id AND a.name = 'text' AND b.name = 'party'""",
     "filing", "step 1: text: the seal does not open"),
    ("UPDATE ledger_subject SET head = sha256(head) WHERE id = %(petition)s",
     "petition", "step 3: the head kept beside the chain is another"),
    ("UPDATE ledger_subject SET stage = 'answered' WHERE id = %(handling)s",
     "handling", "step 3: stage is answered, the steps lead to accepted"),
    ("UPDATE ledger_subject SET pending_seq = 1 WHERE id = %(handling)s",
     "handling", "step 3: waiting proposal is 1, the steps leave None"),
    ("UPDATE duties_duty SET due_at = due_at + interval '9 days' WHERE subject_id = %(handling)s AND state = 'open'",
     "handling", "(decide): due_at is"),
    ("UPDATE duties_duty SET state = 'done', wake_at = NULL WHERE subject_id = %(handling)s AND state = 'open'",
     "handling", "(decide): state is done, the steps say open"),
    ("UPDATE duties_duty SET rule = 'deliver' WHERE subject_id = %(handling)s AND state = 'open'",
     "handling", "(deliver): rule is deliver, the steps say decide"),
    ("UPDATE duties_duty SET wake_at = NULL WHERE subject_id = %(handling)s AND state = 'open'",
     "handling", "(decide): nobody will be reminded of it again"),
    ("DELETE FROM duties_duty WHERE subject_id = %(handling)s AND state = 'open'",
     "handling", "(decide): the duty this step opened is missing"),
    ("UPDATE petitions_filing SET number = 'SC511421-2020-000001' WHERE subject_id = %(filing)s",
     "filing", "step 1: its number is SC511421-2020-000001"),
    ("UPDATE ledger_subject SET key = NULL WHERE id = %(filing)s",
     "filing", "its key was destroyed, but no step erased it"),
)  # fmt: skip


@pytest.fixture
def owner(own_cast: Cast, owner_connection: psycopg.Connection[Any]) -> Owner:
    """The owner at work with the triggers of the ledger turned off."""
    for table in ("ledger_step", "ledger_content"):
        owner_connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")

    def work(query: Any, values: Any = None) -> None:
        owner_connection.execute(query, values)

    return work


def verify(processes: int = 2) -> list[str]:
    """What ``sunshine verify`` says of a broken record."""
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", processes=processes, stdout=StringIO(), stderr=said)
    assert ended.value.code == 1
    return said.getvalue().splitlines()


def test_each_tampering_is_named_once_and_nothing_else(own_cast: Cast, owner: Owner):
    expected = []
    for tampering, kind, why in TAMPERINGS:
        case = own_cast.bring_to("accepted")
        places = {"petition": case.petition, "filing": case.filing.pk, "handling": case.handling.pk}
        owner(tampering, places)
        expected.append((f"subject {places[kind]}", why))
    said = verify()
    assert len(said) == len(TAMPERINGS) + 1, said
    for subject, why in expected:
        assert [line for line in said if line.startswith(subject) and why in line], (subject, why, said)
    assert verify(processes=1) == said


DROP = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT conrelid::regclass AS place, conname FROM pg_constraint WHERE confrelid = 'ledger_subject'::regclass LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.place, one.conname);
  END LOOP;
END $$
"""


def test_rows_whose_subject_was_taken_away_are_named(own_cast: Cast, owner: Owner):
    case = own_cast.bring_to("forwarded")
    owner(DROP)
    owner("DELETE FROM ledger_subject WHERE id = %s", [case.filing.pk])
    assert f"subject {case.filing.pk} step 2: the subject of these steps is missing" in verify()


def test_untouched_record_is_whole(own_cast: Cast):
    own_cast.bring_to("rated")
    said = StringIO()
    call_command("verify", stdout=said)
    assert said.getvalue().splitlines()[-1] == "whole"


def test_step_forged_with_a_good_chain_is_still_unlawful(own_cast: Cast, owner: Owner):
    """The owner can compute hashes too; a move the table does not allow there betrays the step all the same."""
    handling = own_cast.bring_to("accepted").handling.pk
    steps = list(Step.objects.filter(subject=handling).order_by("seq"))
    steps[1].move = "issue_opinion"
    for before, step in zip([None, *steps], steps, strict=False):
        step.prev = before.hash if before else step.prev
        step.hash = link_hash(vars(step))
        values = [step.move, step.prev, step.hash, step.pk]
        owner("UPDATE ledger_step SET move = %s, prev = %s, hash = %s WHERE id = %s", values)
    owner("UPDATE ledger_subject SET head = %s WHERE id = %s", [steps[-1].hash, handling])
    assert f"subject {handling} step 2: issue_opinion is not lawful from stage received" in verify()


def test_gaps_in_numbers_are_named(own_cast: Cast, owner: Owner):
    year = localdate().year
    own_cast.bring_to("accepted")
    owner("UPDATE ledger_counter SET value = value + 1")
    said = verify()
    assert f"ledger: 仁寿县信访局 counted 2 filing numbers in {year}; number 2 is missing" in said
    assert (
        f"ledger: 仁寿县人力资源和社会保障局 counted 2 paper numbers in {year}; number 2 is missing" in said
    )


def test_number_never_counted_is_named(own_cast: Cast, owner: Owner):
    own_cast.file()
    owner("DELETE FROM ledger_counter")
    assert f"ledger: SC511421 has filing number 1 of {localdate().year}; the counter stands at 0" in verify()
