"""Withdrawing 撤回 (条例 第十八条、第四十六条): the petitioner alone, by a code from the telephone, after a week; never an answer."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from sunshine.channels.held import PROVEN
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.sealing import unboxed
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices.actors import SYSTEM, Actor
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.jobs import wake
from sunshine.foundation.procedure.perform import Unseen, perform
from sunshine.foundation.procedure.verify import verify
from sunshine.petitions import onetime
from sunshine.petitions.casepage import case as case_page
from sunshine.petitions.desk import queue, work
from sunshine.petitions.exporting import export
from sunshine.petitions.following import follow
from sunshine.petitions.models import Callback, Handling, Recovery
from tests.access.conftest import OFFICERS
from tests.support.cast import Case, Cast
from tests.support.reviews import delivered

PHONE = "13800005678"


class Letterbox:
    """Stands in for the SMS gateway."""

    sent: list[tuple[str, str]] = []

    def send(self, message_id: UUID, address: str, text: str) -> str:
        self.sent.append((address, text))
        return "letterbox"


@pytest.fixture
def sms(settings: Any) -> list[tuple[str, str]]:
    settings.SUNSHINE_DEMO = False
    settings.SUNSHINE_MESSAGES = f"{__name__}.Letterbox"
    Letterbox.sent.clear()
    return Letterbox.sent


def browser(case: Case, level: str = PROVEN) -> Client:
    client = Client()
    session = client.session
    session["filings"] = {str(case.filing.pk): level}
    session.save()
    return client


def address(case: Case, code: bool = False) -> str:
    return f"/progress/{case.filing.pk}/withdraw/" + ("code/" if code else "")


def sent_code() -> str:
    found = Recovery.objects.latest("created_at")
    return str(json.loads(unboxed(bytes(found.box), onetime.PLACE + found.pk.bytes))[1])


def withdraw(case: Case, reason: str = "solved", words: str = "") -> Client:
    """Asked and confirmed on the petitioner's own pages."""
    client = browser(case)
    assert client.post(address(case), {"reason": reason, "words": words})["Location"] == address(
        case, code=True
    )
    assert client.post(address(case, code=True), {"code": sent_code()}).status_code == 302
    return client


def a_week_later() -> Any:
    return time_machine.travel(timezone.now() + timedelta(days=12), tick=False)


def rules(case: Case) -> set[str]:
    return set(Duty.objects.filter(subject__root=case.petition, state="open").values_list("rule", flat=True))


def test_a_code_goes_to_the_registered_telephone_and_nothing_begins_without_it(cast: Cast, sms: list[Any]):
    case = cast.bring_to("accepted")
    client = browser(case)
    assert client.get(address(case)).status_code == 200
    client.post(address(case), {"reason": "pressure", "words": "村干部上门说了三次。"})
    found = Recovery.objects.get()
    assert "村干部" not in bytes(found.box).decode("latin-1")  # what was said waits sealed
    from sunshine.petitions import withdrawal

    withdrawal.send(found.pk)
    [(to, text)] = sms
    assert (to, sent_code() in text, case.filing.number in text) == (PHONE, True, False)
    assert "withdraw_cooling" not in rules(case)
    assert client.post(address(case, code=True), {"code": "00000000"}).status_code == 422
    assert "withdraw_cooling" not in rules(case)
    assert client.post(address(case, code=True), {"code": sent_code()}).status_code == 302
    assert "withdraw_cooling" in rules(case)


def test_a_code_for_one_filing_withdraws_no_other_and_finds_no_numbers(cast: Cast, sms: list[Any]):
    case, other = cast.bring_to("accepted"), cast.bring_to("accepted", cast.file())
    client = browser(case)
    client.post(address(case), {"reason": "solved"})
    pk, code = Recovery.objects.get().pk, sent_code()
    from sunshine.petitions import recovery, withdrawal

    assert recovery.prove(pk, code) is None
    client.post(address(case), {"reason": "solved"})
    assert withdrawal.confirm(other.filing.pk, Recovery.objects.latest("created_at").pk, sent_code()) is None
    assert "withdraw_cooling" not in rules(case) | rules(other)


def test_for_a_week_all_goes_on_and_one_tap_takes_it_back(cast: Cast):
    case = cast.bring_to("accepted")
    client = withdraw(case)
    assert {"decide", "withdraw_cooling"} <= rules(case)
    page = client.get(f"/progress/{case.filing.pk}/").content.decode()
    assert "您申请了撤回，还没有生效" in page
    assert client.post(f"/progress/{case.filing.pk}/keep_on/", {}).status_code == 302
    assert rules(case) == {"decide"}
    with a_week_later():
        wake(timezone.now())
    assert (case.stage("petition"), case.stage("handling")) == ("handling", "accepted")
    assert list(verify()) == []


def test_after_a_week_it_rests_with_nothing_owed_and_everybody_is_told(cast: Cast):
    case = cast.bring_to("proposed")
    client = withdraw(case)
    with a_week_later():
        wake(timezone.now())
        page = client.get(f"/progress/{case.filing.pk}/").content.decode()
    assert {case.stage(kind) for kind in ("petition", "filing", "handling")} == {"withdrawn"}
    assert rules(case) == set()
    assert Subject.objects.get(pk=case.handling.pk).pending_seq is None
    assert Step.objects.get(subject=case.handling.pk, move="withdrawn").facts["falls"]
    assert "您撤回了这件事项" in page
    assert Message.objects.filter(subject=case.filing.pk, move="withdraw").exists()
    timeline = [str(entry.name or entry.seen) for entry in case_page(cast.handler, case.petition).timeline]
    assert "撤回生效" in timeline
    with pytest.raises(Refused):
        perform(case.handling.pk, "confirm", cast.head)
    assert list(verify()) == []


def test_nothing_is_called_to_mind_that_the_withdrawal_ended_in_the_same_minute(cast: Cast):
    case = cast.file()
    withdraw(case)
    with a_week_later():
        assert wake(timezone.now()) == 2  # the week is over, and the bureau would be reminded
    assert not Step.objects.filter(subject=case.petition, move="remind").exists()


def test_it_never_counts_as_an_answer(cast: Cast):
    """Not in what the petitioner follows, not in the queue's stages, not in the exported list."""
    case = cast.bring_to("issued")
    withdraw(case)
    with a_week_later():
        wake(timezone.now())
        followed = follow(case.filing.pk)
        lines = "".join(export(cast.sorter, {}))
        answered = queue(cast.sorter, {"stage": "answered"}).lines
        [line] = queue(cast.sorter, {"stage": "withdrawn"}).lines
    assert (followed.withdrawn, followed.progress < 5, list(followed.unopened)) == (True, True, [])
    assert followed.rate_until is None
    assert answered == []
    assert line.petition == case.petition
    assert ("已撤回" in lines, "已答复" in lines) == (True, False)


def test_what_was_answered_within_the_week_cannot_be_withdrawn(cast: Cast):
    case = cast.bring_to("issued")
    withdraw(case)
    cast.open_opinion(case)
    assert "withdraw_cooling" not in rules(case)
    assert case.stage("petition") == "answered"
    with pytest.raises(Refused, match="已经书面答复"):
        perform(case.filing.pk, "ask_withdrawal", case.petitioner, Given({"reason": "solved"}))


def test_what_is_being_reviewed_is_decided_first_and_can_be_withdrawn_when_it_is_handled_anew(cast: Cast):
    matter = delivered(cast)
    case = matter.case
    matter.ask()
    with pytest.raises(Refused, match="还没有结果"):
        perform(case.filing.pk, "ask_withdrawal", case.petitioner, Given({"reason": "solved"}))
    matter.propose("revoke")
    matter.confirm()
    with pytest.raises(Refused, match="还没有结果"):
        perform(case.filing.pk, "ask_withdrawal", case.petitioner, Given({"reason": "solved"}))
    matter.open()
    withdraw(case)
    with a_week_later():
        wake(timezone.now())
    assert (case.stage("petition"), case.stage("filing")) == ("withdrawn", "withdrawn")
    handlings = Handling.objects.filter(petition=case.petition).order_by("pk")
    assert [one.subject.stage for one in handlings] == ["answered", "withdrawn"]
    assert rules(case) == {"rate"}
    assert list(verify()) == []


def test_pressure_has_the_bureau_above_call_and_nobody_below_learns_of_it(cast: Cast):
    case = cast.bring_to("accepted")
    withdraw(case, "pressure", "村干部上门说了三次。")
    duty = Duty.objects.get(rule="call_pressed")
    assert duty.unit == cast.units["ms-bureau"]
    [line] = work(cast.city_sorter, {}).lines
    assert line.petition == case.petition
    for who in (cast.handler, cast.head, cast.sorter, cast.window, cast.bureau_head, cast.leader):
        shown = case_page(who, case.petition)
        told = [(entry.move, entry.text) for entry in shown.timeline]
        assert not [move for move, _text in told if move in {"ask_withdrawal", "owe"}]
        assert not [text for _move, text in told if "村干部" in text]
        assert {one.rule for one in shown.duties} == {"decide"}
        assert "callback" not in {one.kind for one in shown.read.members}
    above = case_page(cast.city_sorter, case.petition)
    assert "村干部上门说了三次。" in [entry.text for entry in above.timeline]
    assert "call_pressed" in {one.rule for one in above.duties}


def test_the_call_is_recorded_and_decides_nothing(cast: Cast):
    case = cast.bring_to("accepted")
    withdraw(case, "pressure")
    call = Callback.objects.get()
    perform(call.pk, "try_call_back", cast.city_sorter)
    assert "call_pressed" in rules(case)
    said = Given({"outcome": "reached", "said": "pressed"}, {"words": "说是村里逼的。"})
    perform(call.pk, "log_call_back", cast.city_sorter, said)
    call.refresh_from_db()
    assert (call.why, call.outcome, call.said, rules(case)) == (
        "pressure", "reached", "pressed", {"decide", "withdraw_cooling"},
    )  # fmt: skip
    assert "说是村里逼的。" not in [entry.text for entry in case_page(cast.handler, case.petition).timeline]
    assert list(verify()) == []


@pytest.mark.parametrize("who", OFFICERS)
def test_no_officer_begins_ends_or_hurries_it(cast: Cast, who: str):
    case = cast.bring_to("accepted")
    actor: Actor = getattr(cast, who)
    told = Given({"reason": "solved", "checked": "id_card"}, {"name": "张三丰"})
    with pytest.raises((Refused, Unseen)):
        perform(case.filing.pk, "ask_withdrawal", actor, told)
    withdraw(case)
    [duty] = Duty.objects.filter(rule="withdraw_cooling")
    for move in ("withdraw", "keep_on"):
        with pytest.raises((Refused, Unseen)):
            perform(case.filing.pk, move, actor, Given({"duty": str(duty.pk), "rule": duty.rule}))
    client = Client()
    client.force_login(cast.posts[who].officer)
    assert client.get(address(case))["Location"] == "/progress/"
    assert client.post(f"/desk/subjects/{case.filing.pk}/ask_withdrawal/", {"reason": "solved"}).status_code in {
        403, 404,
    }  # fmt: skip


def test_without_a_telephone_in_person_at_the_window_with_document_and_code(cast: Cast):
    case = cast.file(phone="", name="张三丰", id_number="51142119800101123X")
    from sunshine.foundation.ledger.queries import words_at

    code = words_at(case.filing.pk, 1)["code"]
    client = Client()
    client.force_login(cast.posts["window"].officer)
    told = {
        "number": case.filing.number, "code": code, "checked": "id_card", "name": "张三丰", "reason": "unwilling",
    }  # fmt: skip
    wrong = client.post("/desk/withdraw/", told | {"id_number": "51142119800101999X"})
    assert (wrong.status_code, "对不上" in wrong.content.decode()) == (422, True)
    guessed = told | {"code": "2" * 12, "id_number": "51142119800101123X"}
    assert client.post("/desk/withdraw/", guessed).status_code == 422
    assert rules(case) == {"forward"}
    assert (
        client.post("/desk/withdraw/", told | {"id_number": "51142119800101123X"})["Location"]
        == "/desk/withdraw/"
    )
    assert rules(case) == {"forward", "withdraw_cooling"}
    with a_week_later():
        wake(timezone.now())
    assert case.stage("petition") == "withdrawn"


def test_with_a_telephone_the_window_cannot(cast: Cast):
    case = cast.file()
    told = Given({"reason": "solved", "checked": "id_card"}, {"name": "张三丰", "id_number": ""})
    with pytest.raises(Refused, match="窗口不能代办"):
        perform(case.filing.pk, "ask_withdrawal", cast.window, told)


def test_the_code_alone_is_not_enough_to_ask(cast: Cast):
    case = cast.bring_to("accepted")
    client = browser(case, "code")
    assert client.get(address(case))["Location"] == f"/progress/{case.filing.pk}/"
    assert client.post(f"/progress/{case.filing.pk}/ask_withdrawal/", {"reason": "solved"}).status_code == 404


def test_whoever_saw_the_receipt_reads_nothing_of_it(cast: Cast):
    """The code stands on a receipt that a clerk printed: what is said of withdrawing takes the last four too."""
    case = cast.bring_to("accepted")
    withdraw(case, "pressure", "村干部上门说了三次。")
    for level, seen in (("code", False), (PROVEN, True)):
        page = browser(case, level).get(f"/progress/{case.filing.pk}/").content.decode()
        assert ("您申请撤回，7天后生效" in page, "村干部" in page) == (seen, False)


def test_the_clock_alone_carries_it_out(cast: Cast):
    case = cast.bring_to("accepted")
    with pytest.raises(Refused, match="没有正在进行的撤回"):
        perform(case.filing.pk, "withdraw", SYSTEM)
