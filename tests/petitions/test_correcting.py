"""Corrections 更正: old and new both on record, the petitioner sees it, and days the law counts from need two persons (条例 第二十二条)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.queries import words_at, words_by_root
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.people.identity import blind_index
from sunshine.foundation.people.models import Party
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.perform import Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.foundation.procedure.verify import verify
from sunshine.petitions.following import follow
from sunshine.petitions.models import Delivery, Demand, Filing, Petition
from tests.support.cast import Case, Cast


def correct(case: Case, by: Actor, rows: dict[str, str] | None = None, **fields: str) -> Step:
    """Through the form, as the page does it."""
    snapshot = load(case.filing.pk, by, lock=False)
    data = (
        {"reason": "照信件核对"}
        | fields
        | {f"demand-{case.demands[0]}-{name}": v for name, v in (rows or {}).items()}
    )
    asked = ask(procedure("filing").by_code["correct"], snapshot, by, data)
    assert asked.is_valid(), asked.faults
    return perform(case.filing.pk, "correct", by, asked.given()).step


def test_codes_are_kept_old_and_new_and_the_rows_follow(cast: Cast) -> None:
    case = cast.file(channel="visit", actor=cast.window)
    step = correct(case, cast.window, channel="letter", purpose="advice", place="511400")
    assert step.facts["before"] == {"channel": "visit", "purpose": "demand", "place": "511421"}
    petition = Petition.objects.get(pk=case.petition)
    assert (petition.channel, petition.purpose, petition.place_id) == ("letter", "advice", "511400")
    assert Filing.objects.get(pk=case.filing.pk).channel == "letter"
    assert list(verify()) == []


def test_a_corrected_telephone_is_masked_found_and_proves_from_now_on(cast: Cast) -> None:
    case = cast.file(phone="13800005678")
    step = correct(case, cast.sorter, phone="13900001234")
    party = Party.objects.get(subject=case.filing.pk)
    assert party.phone_mask == "139****1234"
    assert bytes(party.phone_index or b"") == blind_index("phone", "13900001234")
    identity = load(case.filing.pk, cast.sorter, lock=False).matter.filings[case.filing.pk].identity
    assert (identity.name, identity.phone) == ("张三丰", "13900001234")
    assert "13900001234" not in str(step.facts)
    assert "13800005678" in words_at(case.filing.pk, 1)["party"]  # what was entered first stays on record


def test_a_name_can_be_added_where_there_was_none(cast: Cast) -> None:
    case = cast.file(name="", phone="")
    correct(case, cast.sorter, name="李四", phone="13900001234")
    party = Party.objects.get(subject=case.filing.pk)
    assert (party.name_mask, party.nth) == ("李*", 0)
    assert Filing.objects.get(pk=case.filing.pk).has_factor


def test_a_demand_typed_wrongly_is_set_right_everywhere_it_is_shown(cast: Cast) -> None:
    case = cast.bring_to("sorted", cast.file(demands="发工资"))
    step = correct(case, cast.sorter, {"demand": "补发六月工资", "category": "0401"})
    matter = load(case.petition, cast.sorter, lock=False).matter
    assert [(d.words, d.category) for d in matter.demands] == [("补发六月工资", "0401")]
    assert words_by_root([case.petition], "title") == {case.petition: "补发六月工资"}
    assert Demand.objects.get(petition=case.petition).category == "0401"
    assert step.facts["categories"] == {"1": ["0402", "0401"]}
    assert words_at(case.filing.pk, 1)["demand@1"] == "发工资"


def test_a_purpose_corrected_to_a_report_seals_the_matter(cast: Cast) -> None:
    case = cast.file()
    correct(case, cast.window, purpose="report")
    assert set(Subject.objects.filter(root=case.petition).values_list("sealed", flat=True)) == {True}
    correct(case, cast.window, purpose="advice")  # and no clerk opens it again that way
    assert Subject.objects.get(pk=case.petition).sealed


def test_nothing_changed_is_no_correction(cast: Cast) -> None:
    case = cast.file()
    with pytest.raises(Refused, match="没有要更正的"):
        correct(case, cast.window, phone="13800005678", channel="web")


def test_what_cannot_be_is_refused_in_the_form(cast: Cast) -> None:
    case = cast.file()
    asked = ask(procedure("filing").by_code["correct"], load(case.filing.pk, cast.window, lock=False), cast.window,
                {"reason": "抄错", "phone": "不知道", "place": "110000"})  # fmt: skip
    assert not asked.is_valid()
    assert set(asked.form.errors) == {"phone", "place"}


@pytest.mark.parametrize("who", ["handler", "city_sorter", "bureau_head", "stranger", "accused"])
def test_only_the_registering_bureau_corrects(cast: Cast, who: str) -> None:
    case = cast.bring_to("signed")
    with pytest.raises((Forbidden, Unseen)):
        perform(case.filing.pk, "correct", getattr(cast, who), Given({"channel": "letter"}, {"reason": "错"}))


def test_the_petitioner_sees_that_and_what_but_no_whole_number(cast: Cast) -> None:
    case = cast.file()
    correct(case, cast.window, phone="13900001234", channel="phone")
    [entry] = [one for one in follow(case.filing.pk).timeline(proven=True) if one.move == "correct"]
    assert str(entry.seen) == "更正了登记信息"
    said = {str(change.label): (change.old, change.new) for change in entry.changes}
    assert said == {"怎么来的": ("网上", "电话"), "电话": ("138****5678", "139****1234")}


# --- days the law counts from ----------------------------------------------------------------------------------


def day(offset: int) -> str:
    return (timezone.localdate() + timedelta(days=offset)).isoformat()


def test_a_day_of_registration_takes_two_and_the_term_follows(cast: Cast) -> None:
    case = cast.file()
    before = Duty.objects.get(subject=case.petition, rule="forward").due_at
    given = Given({"day": day(-5)}, {"reason": "邮戳"})
    perform(case.filing.pk, "correct_registered", cast.window, given)
    assert Filing.objects.get(pk=case.filing.pk).registered_at.date() == case.filing.registered_at.date()
    perform(case.filing.pk, "confirm", cast.bureau_head)
    filing = Filing.objects.get(pk=case.filing.pk)
    assert timezone.localdate(filing.registered_at).isoformat() == day(-5)
    assert timezone.localdate(Petition.objects.get(pk=case.petition).registered_at).isoformat() == day(-5)
    duty = Duty.objects.get(subject=case.petition, rule="forward")
    assert timedelta(days=1) < before - duty.due_at < timedelta(days=15)
    assert duty.wake_at is not None
    assert list(verify()) == []


@pytest.mark.past_the_engine
def test_the_replay_notices_a_moved_due_time(cast: Cast) -> None:
    case = cast.file()
    perform(case.filing.pk, "correct_registered", cast.window, Given({"day": day(-5)}, {"reason": "邮戳"}))
    perform(case.filing.pk, "confirm", cast.bureau_head)
    Duty.objects.filter(subject=case.petition).update(due_at=timezone.now() + timedelta(days=99))
    assert any("due_at" in problem.what for problem in verify())


def test_the_author_does_not_confirm_and_may_recall(cast: Cast) -> None:
    case = cast.file()
    perform(case.filing.pk, "correct_registered", cast.window, Given({"day": day(-5)}, {"reason": "邮戳"}))
    with pytest.raises((Refused, Forbidden)):
        perform(case.filing.pk, "confirm", cast.window)
    perform(case.filing.pk, "recall", cast.window)
    with pytest.raises(Refused, match="没有等待审签"):
        perform(case.filing.pk, "confirm", cast.bureau_head)


def test_a_day_of_delivery_moves_the_petitioners_rights(cast: Cast) -> None:
    case = cast.bring_to("delivered", cast.file())
    handling = case.handling
    type(handling).objects.filter(pk=handling.pk).update(answered_at=timezone.now() - timedelta(days=9))
    rights = Duty.objects.filter(subject=case.filing.pk, state="open", rule__in=("rate", "ask_review"))
    before = {duty.rule: last_day(duty.due_at) for duty in rights}
    given = Given({"filing": str(case.filing.pk), "day": day(-7)}, {"reason": "签收回执"})
    step = perform(handling.pk, "correct_delivery", cast.handler, given).step
    assert step.phase == "proposed"
    done = perform(handling.pk, "confirm", cast.head).step
    assert Delivery.objects.get(filing=case.filing.pk).day.isoformat() == day(-7)
    assert done.facts["before"] == {"day": day(0)}
    assert all(last_day(duty.due_at) < before[duty.rule] for duty in rights.all())
    [entry] = [one for one in follow(case.filing.pk).timeline(proven=True) if one.move == "correct_delivery"]
    assert [(change.old, change.new) for change in entry.changes] == [(day(0), day(-7))]
    assert entry.text == "签收回执"
    assert list(verify()) == []


def test_a_delivery_is_never_older_than_its_paper(cast: Cast) -> None:
    case = cast.bring_to("delivered")
    given: Any = Given({"filing": str(case.filing.pk), "day": day(-7)}, {"reason": "错"})
    perform(case.handling.pk, "correct_delivery", cast.handler, given)
    with pytest.raises(Refused, match="早于文书"):
        perform(case.handling.pk, "confirm", cast.head)


def test_without_a_delivery_there_is_no_day_to_correct(cast: Cast) -> None:
    case = cast.bring_to("issued")
    with pytest.raises(Refused, match="还没有送达记录"):
        perform(
            case.handling.pk,
            "correct_delivery",
            cast.handler,
            Given({"filing": str(case.filing.pk), "day": day(0)}),
        )
