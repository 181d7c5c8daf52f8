"""Number or code lost: the registered telephone, or a document at the window, gives a new one; the old one is dead."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.queries import words_at, words_of
from sunshine.foundation.ledger.sealing import unboxed
from sunshine.foundation.notices.models import Message
from sunshine.petitions import onetime, recovery
from sunshine.petitions.models import Recovery
from sunshine.petitions.querycode import current_code
from tests.support.cast import Case, Cast

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


def old(case: Case) -> str:
    return words_at(case.filing.pk, 1)["code"]


def new(case: Case) -> str:
    return current_code(words_of(case.petition), case.filing.pk)


def opens(case: Case, code: str) -> bool:
    data = {"number": case.filing.number, "code": code}
    return Client().post("/progress/", data).status_code == 302


def asked(client: Client, phone: str = PHONE, **more: Any) -> Any:
    return client.post("/progress/lost/", {"phone": phone}, **more)


def sent_code() -> str:
    """The code of the latest asking, as the job would send it."""
    found = Recovery.objects.latest("created_at")
    return str(json.loads(unboxed(bytes(found.box), b"recovery" + found.pk.bytes))[1])


def test_code_by_sms_shows_the_filings_and_renews_the_code(cast: Cast, client: Client, sms: list[Any]):
    case, other = cast.file(), cast.file(phone="13900001111")
    before = old(case)
    assert asked(client, " 138 0000 5678")["Location"] == "/progress/lost/code/"
    recovery.send(Recovery.objects.get().pk)
    [(address, text)] = sms
    assert (address, sent_code() in text) == (PHONE, True)
    assert case.filing.number not in text
    spaced = f"{sent_code()[:4]} {sent_code()[4:]}"
    assert client.post("/progress/lost/code/", {"code": spaced})["Location"] == "/progress/lost/filings/"
    page = client.get("/progress/lost/filings/").content.decode()
    assert (case.filing.number in page, other.filing.number in page) == (True, False)
    receipt = client.post(f"/progress/lost/{case.filing.pk}/", {"request_key": "k" * 20}, follow=True)
    after = new(case)
    assert after != before
    assert f"{after[:4]}-{after[4:8]}-{after[8:]}" in receipt.content.decode()
    assert (opens(case, before), opens(case, after)) == (False, True)
    step = Step.objects.get(move="renew_code")
    assert (step.actor, after in str(step.facts)) == (f"f:{case.filing.pk}", False)
    assert "查询码换了新的" in client.get(f"/progress/{case.filing.pk}/").content.decode()
    assert Message.objects.filter(subject=case.filing.pk, move="renew_code").exists()


def test_pressing_twice_renews_once(cast: Cast, client: Client, sms: list[Any]):
    case = cast.file()
    asked(client)
    client.post("/progress/lost/code/", {"code": sent_code()})
    for _ in range(2):
        client.post(f"/progress/lost/{case.filing.pk}/", {"request_key": "k" * 20})
    assert Step.objects.filter(move="renew_code").count() == 1


def test_unknown_telephone_gets_the_same_answer_and_no_message(cast: Cast, sms: list[Any]):
    cast.file()
    answers = []
    for phone in (PHONE, "13700009999"):
        client = Client()
        first = asked(client, phone)
        answers.append((first.status_code, first["Location"], client.get(first["Location"]).content))
    strip = [(status, to, page.split(b"csrf")[0]) for status, to, page in answers]
    assert strip[0] == strip[1]
    for found in Recovery.objects.all():
        recovery.send(found.pk)
    assert [address for address, _text in sms] == [PHONE]


def test_code_is_good_for_ten_minutes_three_tries_and_once(cast: Cast, sms: list[Any]):
    cast.file()
    client = Client()
    asked(client)
    code = sent_code()
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert client.post("/progress/lost/code/", {"code": code}).status_code == 422
    for _ in range(onetime.WRONG):
        assert client.post("/progress/lost/code/", {"code": "x"}).status_code == 422
    assert client.post("/progress/lost/code/", {"code": code}).status_code == 422
    asked(client)
    again = sent_code()
    assert client.post("/progress/lost/code/", {"code": again}).status_code == 302
    assert recovery.prove(Recovery.objects.latest("created_at").pk, again) is None


def test_one_telephone_gets_three_codes_an_hour(cast: Cast, sms: list[Any]):
    cast.file()
    for n in range(onetime.AN_HOUR + 2):
        assert asked(Client(), REMOTE_ADDR=f"203.0.113.{n}").status_code == 302
    assert Recovery.objects.count() == onetime.AN_HOUR


def test_one_network_asks_for_twenty_an_hour(cast: Cast, sms: list[Any]):
    statuses = [asked(Client(), f"1380000{n:04}").status_code for n in range(21)]
    assert statuses == [302] * 20 + [422]


def test_nothing_without_the_code(cast: Cast, client: Client, sms: list[Any]):
    case = cast.file()
    asked(client)
    assert client.get("/progress/lost/filings/")["Location"] == "/progress/lost/"
    assert client.post(f"/progress/lost/{case.filing.pk}/")["Location"] == "/progress/lost/"
    assert Client().get("/progress/lost/code/")["Location"] == "/progress/lost/"


def test_somebody_elses_filing_is_not_renewed(cast: Cast, client: Client, sms: list[Any]):
    cast.file()
    other = cast.file(phone="13900001111")
    asked(client)
    client.post("/progress/lost/code/", {"code": sent_code()})
    client.post(f"/progress/lost/{other.filing.pk}/")
    assert new(other) == old(other)


def test_what_the_old_code_opened_is_closed(cast: Cast, sms: list[Any]):
    case, finder, owner = cast.file(), Client(), Client()
    finder.post("/progress/", {"number": case.filing.number, "code": old(case)})
    assert finder.get(f"/progress/{case.filing.pk}/").status_code == 200
    recovery.renew(case.filing.pk, case.petitioner)
    assert finder.get(f"/progress/{case.filing.pk}/")["Location"] == "/progress/"
    assert finder.get(f"/receipt/{case.filing.pk}/").status_code == 302
    assert owner.get(f"/receipt/{case.filing.pk}/").status_code == 302


def test_holder_of_code_and_factor_changes_the_code(cast: Cast, client: Client):
    case = cast.file()
    client.post("/progress/", {"number": case.filing.number, "code": old(case)})
    assert client.post(f"/progress/{case.filing.pk}/renew/")["Location"] == "/progress/"
    client.post("/progress/", {"number": case.filing.number, "code": old(case), "factor": "5678"})
    assert client.post(f"/progress/{case.filing.pk}/renew/")["Location"] == f"/receipt/{case.filing.pk}/"
    assert not opens(case, old(case))


# --- at the window ----------------------------------------------------------------------------------------

ID = "511421199001011234"


def at_window(cast: Cast, who: str, case: Case, **typed: str) -> Any:
    client = Client()
    client.force_login(cast.posts[who].officer)
    data = {
        "number": case.filing.number,
        "checked": "id_card",
        "name": "张三丰",
        "id_number": ID,
        "words": "回执丢了",
    }
    return client.post("/desk/renew/", data | typed, follow=True)


def test_window_compares_the_document_and_prints_the_slip(cast: Cast):
    case = cast.file(id_number=ID)
    page = at_window(cast, "window", case).content.decode()
    after = new(case)
    assert f"{after[:4]}-{after[4:8]}-{after[8:]}" in page
    assert (opens(case, old(case)), opens(case, after)) == (False, True)
    step = Step.objects.get(move="renew_code")
    assert (step.officer, step.facts["given"]) == (cast.posts["window"].officer, {"checked": "id_card"})
    assert ID not in str(words_at(case.filing.pk, step.seq))


@pytest.mark.parametrize("wrong", [{"id_number": "511421199001011235"}, {"number": "SC511421-2026-999999"}])
def test_other_document_or_number_is_refused_and_what_was_typed_kept(cast: Cast, wrong: dict[str, str]):
    case = cast.file(id_number=ID)
    page = at_window(cast, "window", case, **wrong)
    assert page.status_code == 422
    assert "回执丢了" in page.content.decode()
    assert new(case) == old(case)


def test_without_a_registered_document_the_whole_name_must_agree(cast: Cast):
    case = cast.file()
    assert at_window(cast, "window", case, name="张四丰").status_code == 422
    assert at_window(cast, "window", case).status_code == 200


def test_anonymous_filing_has_nobody_to_compare_with(cast: Cast):
    case = cast.file(name="", phone="")
    page = at_window(cast, "window", case)
    assert "没法核对是不是本人" in page.content.decode()


@pytest.mark.parametrize("who", ["city_sorter", "province_sorter", "stranger"])
def test_only_the_registering_bureau_renews(cast: Cast, who: str):
    case = cast.file(id_number=ID)
    assert at_window(cast, who, case).status_code == 422
    assert new(case) == old(case)


@pytest.mark.parametrize("who", ["handler", "head", "leader", "system_admin", "security_admin", "auditor"])
def test_nobody_else_opens_the_page(cast: Cast, who: str):
    assert at_window(cast, who, cast.file()).status_code == 403
