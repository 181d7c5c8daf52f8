"""条例 第十九条: who says again what is being handled is registered, joined to it, told its number and its deadline; undoable."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.proof import EVERYTHING, prove
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.ledger.verify import FAMILY as CHAIN
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.perform import Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.foundation.procedure.verify import FAMILY as STEPS
from sunshine.petitions.following import follow, receipt
from sunshine.petitions.models import Filing
from tests.petitions.settled import owed
from tests.support.cast import Case, Cast

AGAIN: dict[str, Any] = {"text": "还是木工工资的事，六月完工，工资一直没有发。"}


def join(cast: Cast, again: Case, first: Case, by: Actor | None = None) -> None:
    actor = by or cast.sorter
    said = {"number": first.filing.number, "checked": "phone", "words": "同一工地、同一笔工资。"}
    asked = ask(procedure("petition").by_code["join"], load(again.petition, actor, lock=False), actor, said)
    assert asked.is_valid(), asked.form.errors
    perform(again.petition, "join", actor, asked.given())


def part(cast: Cast, again: Case) -> None:
    perform(again.filing.pk, "part", cast.sorter, Given({}, {"words": "是另一个工地。"}))


def fresh(case: Case) -> Case:
    return Case(Filing.objects.get(pk=case.filing.pk))


def stage(pk: Any) -> str:
    return Subject.objects.get(pk=pk).stage


def broken() -> list[str]:
    return [str(one) for one in prove(EVERYTHING, [CHAIN, STEPS])]


def test_a_joined_filing_keeps_its_number_and_code_and_nobody_owes_it_twice(cast: Cast) -> None:
    first, again = cast.bring_to("accepted"), cast.file(**AGAIN)
    cover, number = again.petition, again.filing.number
    due = Duty.objects.get(subject=first.handling.pk, rule="decide").due_at
    join(cast, again, first)
    joined = fresh(again)
    assert (joined.petition, joined.filing.number, joined.filing.home_id) == (first.petition, number, cover)
    assert stage(cover) == "joined"
    assert not Duty.objects.filter(subject__root=cover, state="open").exists()
    assert Duty.objects.get(subject=first.handling.pk, rule="decide").due_at == due, "no clock begins anew"
    assert (joined.filing.first_here, joined.filing.first_anywhere) == (False, False)
    assert broken() == []


def test_the_petitioner_is_told_the_number_and_the_deadline(cast: Cast) -> None:
    first, again = cast.bring_to("accepted"), cast.file(**AGAIN)
    join(cast, again, first)
    told = Message.objects.filter(subject=again.filing.pk).latest("created_at").context
    decide = Duty.objects.get(subject=first.handling.pk, rule="decide").due_at
    assert (told["number"], told["into"]) == (again.filing.number, first.filing.number)
    assert told["due"] <= timezone.localdate(decide).isoformat()
    shown = follow(again.filing.pk)
    assert [line.words for line in shown.demands] == [line.words for line in follow(first.filing.pk).demands]
    assert shown.holders[0].unit == cast.units["rs-labour"].pk
    told_why = next(entry for entry in shown.timeline(proven=True) if entry.move == "joined")
    assert ("并在一起" in str(told_why.seen), told_why.text) == (True, "同一工地、同一笔工资。")
    assert receipt(again.filing.pk)["demands"] == ["还是木工工资的事，六月完工，工资一直没有发"]


def test_each_filer_is_served_rates_and_may_ask_for_a_review(cast: Cast) -> None:
    """One opinion, one delivery a filing; the matter is answered when both have it (条例 第三十五条)."""
    first, again = cast.bring_to("accepted"), cast.file(**AGAIN)
    join(cast, again, first)
    for step in (cast.propose, cast.confirm, cast.open_opinion):
        step(first)
    assert first.stage("petition") == "handling"
    cast.open_opinion(fresh(again))
    assert stage(first.petition) == "answered"
    cast.rate(first)
    cast.rate(fresh(again), bureau=3, unit=3)
    rights = Duty.objects.filter(rule="ask_review", state="open").values_list("subject", flat=True)
    assert set(rights) == {first.filing.pk, again.filing.pk}
    assert broken() == []


def test_neither_reads_what_the_other_did(cast: Cast) -> None:
    first, again = cast.bring_to("accepted"), cast.file(**AGAIN)
    join(cast, again, first)
    perform(first.filing.pk, "add_material", first.petitioner, Given(texts={"words": "收条"}))
    perform(again.filing.pk, "unmask", cast.sorter, Given({"purpose": "repeat"}))
    moves = {entry.move for entry in follow(again.filing.pk).family.timeline(officers=False)}
    assert "add_material" not in moves
    assert "unmask" in moves
    assert "unmask" not in {entry.move for entry in follow(first.filing.pk).family.timeline(officers=False)}
    assert [entry.move for entry in follow(first.filing.pk).lookups] == []


def test_parting_gives_the_filing_back_with_the_days_it_had(cast: Cast) -> None:
    first, again = cast.bring_to("accepted"), cast.file(**AGAIN)
    cover = again.petition
    cast.sort(again)
    due = Duty.objects.get(subject=cover, rule="forward").due_at
    join(cast, again, first)
    perform(again.filing.pk, "urge", again.petitioner, Given())
    part(cast, again)
    assert fresh(again).petition == cover
    assert stage(cover) == "sorted"
    assert Duty.objects.get(subject=cover, rule="forward", state="open").due_at == due
    assert owed(fresh(again)) == {("forward", "rs-bureau")}
    assert Filing.objects.get(pk=again.filing.pk).home_id is None
    assert broken() == []
    cast.forward(fresh(again))
    assert fresh(again).stage("handling") == "received"


def test_what_one_family_did_to_the_other_stays_proven(cast: Cast) -> None:
    """A correction moved the cover's clock, an answer was issued while joined: the record of both still holds."""
    first, again = cast.bring_to("accepted"), cast.file(**AGAIN)
    perform(
        again.filing.pk, "correct_registered", cast.sorter,
        Given({"day": timezone.localdate().isoformat()}, {"reason": "抄错"}),
    )  # fmt: skip
    perform(again.filing.pk, "confirm", cast.bureau_head)
    join(cast, again, first)
    for step in (cast.propose, cast.confirm, cast.open_opinion):
        step(first)
    part(cast, again)
    assert stage(first.petition) == "answered", "whoever is left has the answer"
    assert owed(fresh(again)) == {("forward", "rs-bureau")}
    assert broken() == []


def test_a_filing_that_has_its_answer_is_not_taken_out_again(cast: Cast) -> None:
    first, again = cast.bring_to("accepted"), cast.file(**AGAIN)
    join(cast, again, first)
    for step in (cast.propose, cast.confirm):
        step(first)
    cast.open_opinion(fresh(again))
    with pytest.raises(Refused, match="别的环节"):
        part(cast, again)


def test_the_first_filer_withdraws_and_the_other_goes_on(cast: Cast) -> None:
    first, again = cast.bring_to("accepted"), cast.file(**AGAIN)
    join(cast, again, first)
    perform(first.filing.pk, "ask_withdrawal", first.petitioner, Given({"reason": "solved"}))
    duty = Duty.objects.get(rule="withdraw_cooling")
    from sunshine.foundation.offices.actors import SYSTEM

    perform(first.filing.pk, "withdraw", SYSTEM, Given({"duty": str(duty.pk), "rule": duty.rule}))
    assert first.stage("petition") == "handling"
    with pytest.raises(Refused, match="只剩这一件"):
        part(cast, again)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ({"name": "李四", "phone": "13900001111"}, "没有同一个人"),
        ({"name": "", "phone": ""}, "没有同一个人"),
        ({"accused": "仁寿县住房和城乡建设局"}, "反映的单位不一样"),
        ({"purpose": "report"}, "反映的单位不一样"),
    ],
)
def test_what_is_not_the_same_is_not_joined(cast: Cast, second: dict[str, str], why: str) -> None:
    first, again = cast.bring_to("accepted"), cast.file(**AGAIN | second)
    with pytest.raises(Refused, match=why):
        join(cast, again, first)
    assert fresh(again).petition == again.petition


def test_a_co_signer_and_whoever_is_represented_are_the_same_person(cast: Cast) -> None:
    first = cast.bring_to("sorted", cast.file(others="李四 13900001111"))
    again = cast.file(
        filer="agent", name="王律师", phone="13700001111", behalf_name="李四", behalf_phone="13900001111"
    )
    join(cast, again, first)
    assert fresh(again).petition == first.petition


def test_only_into_what_came_before_and_is_not_answered(cast: Cast) -> None:
    answered, first, again = cast.bring_to("issued"), cast.file(), cast.file(**AGAIN)
    with pytest.raises(Refused, match="先登记的"):
        join(cast, first, again)
    with pytest.raises(Refused, match="先登记的"):
        join(cast, first, first)
    with pytest.raises(Refused, match="书面答复"):
        join(cast, again, answered)


def test_only_the_bureau_that_has_it_joins_and_only_to_what_it_sees(cast: Cast) -> None:
    first, again = cast.bring_to("accepted"), cast.file(**AGAIN)
    given = Given({"into": str(first.petition), "checked": "phone"}, {"words": "同一件事"})
    for who in ("window", "bureau_head", "handler", "city_sorter", "leader"):
        with pytest.raises((Forbidden, Unseen)):
            perform(again.petition, "join", getattr(cast, who), given)
    elsewhere = cast.file(place="511681")
    asked = ask(
        procedure("petition").by_code["join"], load(again.petition, cast.sorter, lock=False), cast.sorter,
        {"number": elsewhere.filing.number, "checked": "phone", "words": "x"},
    )  # fmt: skip
    assert "number" in asked.form.errors
    hidden = Given({"into": str(elsewhere.petition), "checked": "phone"}, {"words": "x"})
    with pytest.raises(Refused, match="看不到"):
        perform(again.petition, "join", cast.sorter, hidden)


def test_a_higher_bureau_joins_what_the_county_handles(cast: Cast) -> None:
    """The same matter raised higher while pending is registered there all the same, and linked to the live case."""
    first, again = cast.bring_to("accepted"), cast.file(place="511400", **AGAIN)
    join(cast, again, first, cast.city_sorter)
    joined = fresh(again).filing
    assert joined.petition_id == first.petition
    assert (joined.first_here, joined.first_anywhere) == (True, False), (
        "first at this organ, not first anywhere"
    )


def test_first_here_and_first_anywhere_are_kept_apart(cast: Cast) -> None:
    case = cast.file()
    assert (case.filing.first_here, case.filing.first_anywhere) == (None, None)
    perform(case.filing.pk, "say_first", cast.window, Given({"here": "yes", "anywhere": "no"}))
    assert (fresh(case).filing.first_here, fresh(case).filing.first_anywhere) == (True, False)
    step = Step.objects.get(subject=case.filing.pk, move="say_first")
    assert words_at(case.filing.pk, step.seq) == {}
