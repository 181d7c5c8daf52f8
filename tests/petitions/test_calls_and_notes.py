"""The telephone log, appointments and internal notes: what the petitioner sees of each, and what they close (条例 第二十三条)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.perform import Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.foundation.procedure.verify import verify
from sunshine.petitions.following import follow
from sunshine.petitions.queries import family
from tests.support.cast import Case, Cast

CALL = {"caller": "office", "outcome": "no_answer", "at": "2026-03-02T10:00", "words": "响了很久"}


def call(case: Case, by: Actor, **fields: str) -> Step:
    asked = ask(
        procedure("filing").by_code["log_call"], load(case.filing.pk, by, lock=False), by, CALL | fields
    )
    assert asked.is_valid(), asked.faults
    return perform(case.filing.pk, "log_call", by, asked.given()).step


def owe_a_call(case: Case, unit: object, rule: str) -> None:
    """As a message that could not be delivered does."""
    now = timezone.now()
    Duty.objects.create(
        subject_id=case.filing.pk, rule=rule, anchor_seq=1, holder="handler", unit=unit, opened_at=now,  # type: ignore[misc]
        due_at=now + timedelta(days=2),
    )  # fmt: skip


def test_the_petitioner_sees_that_there_was_a_call_and_not_what_was_noted(cast: Cast) -> None:
    case = cast.bring_to("signed")
    step = call(case, cast.handler, number="13911112222")
    [entry] = [one for one in follow(case.filing.pk).timeline(proven=True) if one.move == "log_call"]
    assert (str(entry.seen), str(entry.detail), entry.text) == (
        "有一次电话联系",
        "我们打给信访人，没有人接",
        "",
    )
    [inside] = [
        one for one in family(case.petition, cast.handler).timeline(officers=True) if one.move == "log_call"
    ]
    assert inside.text == "响了很久"
    assert "13911112222" not in str(step.facts)


@pytest.mark.parametrize(
    ("outcome", "open_after"), [("reached", 0), ("wrong_number", 0), ("in_writing", 0), ("no_answer", 1)]
)
@pytest.mark.past_the_engine
def test_a_call_owed_is_closed_when_somebody_answers_or_nobody_ever_will(
    cast: Cast, outcome: str, open_after: int
) -> None:
    case = cast.bring_to("signed")
    owe_a_call(case, cast.units["rs-labour"], "call_petitioner")
    call(case, cast.handler, outcome=outcome)
    assert Duty.objects.filter(rule="call_petitioner", state="open").count() == open_after


@pytest.mark.past_the_engine
def test_one_units_call_does_not_close_anothers_duty(cast: Cast) -> None:
    case = cast.bring_to("signed")
    owe_a_call(case, cast.units["rs-bureau"], "call_petitioner_bureau")
    call(case, cast.handler, outcome="reached")
    assert Duty.objects.filter(rule="call_petitioner_bureau", state="open").count() == 1
    call(case, cast.sorter, outcome="reached")
    assert Duty.objects.filter(rule="call_petitioner_bureau", state="open").count() == 0


def test_only_who_has_the_matter_calls(cast: Cast) -> None:
    case = cast.bring_to("signed")
    with pytest.raises(Refused, match="联系信访人"):
        perform(case.filing.pk, "log_call", cast.city_sorter, Given({"outcome": "reached"}))
    with pytest.raises(Unseen):
        perform(case.filing.pk, "log_call", cast.housing, Given({"outcome": "reached"}))


def test_a_call_still_to_come_is_not_logged(cast: Cast) -> None:
    case = cast.bring_to("signed")
    later = (timezone.localtime() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    asked = ask(procedure("filing").by_code["log_call"], load(case.filing.pk, cast.handler, lock=False), cast.handler,
                CALL | {"at": later})  # fmt: skip
    assert not asked.is_valid()
    assert list(asked.form.errors) == ["at"]


# --- appointments ----------------------------------------------------------------------------------------------


def contact(case: Case, by: Actor, next_on: str = "") -> None:
    facts = {"method": "phone"} | ({"next_on": next_on} if next_on else {})
    perform(case.handling.pk, "contact", by, Given(facts, {"words": "约好了"}))


def test_a_day_agreed_on_is_a_duty_of_that_day_and_keeping_it_closes_it(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    agreed = timezone.localdate() + timedelta(days=4)
    contact(case, cast.handler, agreed.isoformat())
    duty = Duty.objects.get(rule="appointment", state="open")
    assert (last_day(duty.due_at), duty.unit_id) == (agreed, cast.units["rs-labour"].pk)
    contact(case, cast.handler)
    assert not Duty.objects.filter(rule="appointment", state="open").exists()
    assert list(verify()) == []


# --- notes -----------------------------------------------------------------------------------------------------


def test_a_note_is_read_by_those_who_handle_the_matter_and_by_nobody_else(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    perform(case.handling.pk, "note", cast.head, Given(texts={"words": "注意核对考勤"}))
    texts = [one.text for one in family(case.petition, cast.sorter).timeline(officers=True)]
    assert "注意核对考勤" in texts
    shown = follow(case.filing.pk)
    assert not [
        one
        for one in (*shown.timeline(proven=True), *shown.lookups)
        if one.move == "note" or "考勤" in one.text
    ]


@pytest.mark.parametrize("who", ["leader", "city_sorter", "housing"])
def test_another_unit_notes_nothing(cast: Cast, who: str) -> None:
    case = cast.bring_to("accepted")
    with pytest.raises((Forbidden, Unseen)):
        perform(case.handling.pk, "note", getattr(cast, who), Given(texts={"words": "x"}))
