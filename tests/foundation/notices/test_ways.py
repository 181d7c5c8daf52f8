"""The ways out: any provider's HTTP, e-mail, quiet hours, and the call that is owed when nothing reached anybody."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail

from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.notices import jobs
from sunshine.foundation.notices.actions import Later, send
from sunshine.foundation.notices.adapters import Undelivered
from sunshine.foundation.notices.gateway import HttpGateway
from sunshine.foundation.notices.models import Attempt, Message
from sunshine.foundation.notices.quiet import quiet_until
from tests.support.cast import Cast

HOSTILE = '您好"},{"phone": "{phone}" & x=1 {id}'


class Provider(BaseHTTPRequestHandler):
    """A provider that remembers what it was sent and answers as told."""

    answer: tuple[int, str] = (200, '{"code": "OK"}')
    got: list[tuple[str, dict[str, str], str]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        Provider.got.append((self.path, dict(self.headers), body))
        self.send_response(Provider.answer[0])
        self.end_headers()
        self.wfile.write(Provider.answer[1].encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def provider(settings: Any) -> Iterator[type[Provider]]:
    server = HTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Provider.answer, Provider.got = (200, '{"code": "OK", "result": {"status": 0}}'), []
    settings.SUNSHINE_MESSAGES = "sunshine.foundation.notices.gateway.HttpGateway"
    settings.SUNSHINE_QUIET = ""
    settings.SUNSHINE_SMS = {
        "url": f"http://127.0.0.1:{server.server_port}/send", "method": "POST", "timeout": "2",
        "body": '{"to": ["{phone}"], "content": "{text}", "n": 1}', "success": "code=OK",
        "headers": '{"Authorization": "Bearer secret"}',
    }  # fmt: skip
    yield Provider
    server.shutdown()
    server.server_close()


def test_a_text_arrives_whole_whatever_is_in_it(provider: type[Provider]):
    one = uuid4()
    assert HttpGateway().send(one, "13800005678", HOSTILE) == "HTTP 200"
    ((_path, headers, body),) = provider.got
    assert json.loads(body) == {"to": ["13800005678"], "content": HOSTILE, "n": 1}
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Idempotency-Key"] == str(one)


def test_a_form_is_sent_where_the_body_is_one(provider: type[Provider], settings: Any):
    settings.SUNSHINE_SMS["body"] = "mobile={phone}&msg={text}&fixed=a%26b"
    HttpGateway().send(uuid4(), "138", "甲&乙=丙")
    assert provider.got[0][2] == "mobile=138&msg=%E7%94%B2%26%E4%B9%99%3D%E4%B8%99&fixed=a%26b"


@pytest.mark.parametrize(
    ("status", "answer", "wanted"),
    [(500, "{}", ""), (200, '{"code": "NO"}', "code=OK"), (200, "not json", "code=OK"), (200, "[]", "a.b=1")],
)
def test_only_what_the_provider_says_it_took_was_taken(
    provider: type[Provider], settings: Any, status: int, answer: str, wanted: str
):
    provider.answer, settings.SUNSHINE_SMS["success"] = (status, answer), wanted
    with pytest.raises(Undelivered):
        HttpGateway().send(uuid4(), "138", "您好")


def test_a_nested_success_is_found(provider: type[Provider], settings: Any):
    settings.SUNSHINE_SMS["success"] = "result.status=0"
    assert HttpGateway().send(uuid4(), "138", "您好") == "HTTP 200"


def test_a_provider_that_is_away_is_no_crash(provider: type[Provider], settings: Any):
    settings.SUNSHINE_SMS["url"] = "http://127.0.0.1:9/"
    with pytest.raises(Undelivered):
        HttpGateway().send(uuid4(), "138", "您好")


def test_mail_goes_out_beside_the_text_and_one_way_is_enough(
    cast: Cast, provider: type[Provider], settings: Any
):
    settings.EMAIL_HOST = "mail.example"
    provider.answer = (503, "")
    case = cast.file(email="zhang@example.cn")
    message = Message.objects.get(subject=case.filing.pk)
    send(message.pk)
    message.refresh_from_db()
    (letter,) = mail.outbox
    assert letter.to == ["zhang@example.cn"]
    assert case.filing.number in letter.body
    assert case.filing.number not in letter.subject
    assert str(message.pk) in letter.extra_headers["Message-ID"]
    assert message.state == "sent"
    assert set(Attempt.objects.values_list("way", "ok")) == {("sms", False), ("email", True)}


def test_attempts_hold_neither_the_number_nor_the_words(cast: Cast, provider: type[Provider]):
    provider.answer = (400, '{"error": "13800005678"}')
    message = Message.objects.get(subject=cast.file().filing.pk)
    with pytest.raises(Undelivered):
        send(message.pk)
    assert list(Attempt.objects.values_list("detail", flat=True)) == ["HTTP 400"]


def job(message: Message, attempts: int) -> None:
    context: Any = SimpleNamespace(job=SimpleNamespace(attempts=attempts))
    jobs.send.func(context, str(message.pk))


def test_after_the_last_try_a_call_is_owed_once(cast: Cast, provider: type[Provider]):
    provider.answer = (503, "")
    case = cast.bring_to("accepted")
    messages = list(Message.objects.filter(subject=case.filing.pk))
    assert len(messages) > 1
    for message in messages:
        with pytest.raises(Undelivered):
            job(message, jobs.MOST - 1)
        assert not Duty.objects.filter(rule="call_petitioner").exists() or message is not messages[0]
        for _ in range(2):
            job(message, jobs.MOST)
    duty = Duty.objects.get(rule="call_petitioner", state="open")
    assert duty.unit == cast.units["rs-labour"]
    assert Step.objects.filter(move="unreached").count() == len(messages)
    assert set(Message.objects.filter(subject=case.filing.pk).values_list("state", flat=True)) == {"failed"}
    sent = len(provider.got)
    send(messages[0].pk)
    assert len(provider.got) == sent  # given up is settled


def test_before_forwarding_the_bureau_calls(cast: Cast, provider: type[Provider]):
    provider.answer = (503, "")
    message = Message.objects.get(subject=cast.file().filing.pk)
    job(message, jobs.MOST)
    assert Duty.objects.get(rule="call_petitioner_bureau").unit == cast.units["rs-bureau"]


NIGHT, DAY = datetime(2026, 3, 2, 23, 30, tzinfo=SHANGHAI), datetime(2026, 3, 2, 15, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (NIGHT, datetime(2026, 3, 3, 8, tzinfo=SHANGHAI)),
        (datetime(2026, 3, 3, 7, 59, tzinfo=SHANGHAI), datetime(2026, 3, 3, 8, tzinfo=SHANGHAI)),
        (datetime(2026, 3, 3, 8, tzinfo=SHANGHAI), None),
        (datetime(2026, 3, 2, 20, 59, tzinfo=SHANGHAI), None),
        (datetime(2026, 3, 2, 21, tzinfo=SHANGHAI), datetime(2026, 3, 3, 8, tzinfo=SHANGHAI)),
    ],
)
def test_the_night_is_counted_in_local_time(now: datetime, until: datetime | None):
    assert quiet_until(now) == until


def test_quiet_hours_may_lie_within_a_day_or_not_be(settings: Any):
    settings.SUNSHINE_QUIET = "12:00-14:00"
    assert quiet_until(DAY) is None
    assert quiet_until(DAY - timedelta(hours=2)) == datetime(2026, 3, 2, 14, tzinfo=SHANGHAI)
    settings.SUNSHINE_QUIET = ""
    assert quiet_until(NIGHT) is None


def test_at_night_an_officers_act_waits_and_the_petitioners_own_is_told_at_once(
    cast: Cast, provider: type[Provider], settings: Any
):
    settings.SUNSHINE_QUIET = "00:00-23:59:59"
    case = cast.bring_to("forwarded")
    own, by_officer = Message.objects.filter(subject=case.filing.pk).order_by("id")
    send(own.pk)
    with pytest.raises(Later) as later:
        send(by_officer.pk)
    by_officer.refresh_from_db()
    assert by_officer.state == "queued"
    assert by_officer.not_before == later.value.until
    with time_machine.travel(later.value.until + timedelta(seconds=1)):
        settings.SUNSHINE_QUIET = "21:00-08:00" if later.value.until.hour == 8 else ""
        send(by_officer.pk)
    assert len(provider.got) == 2


def test_the_job_waits_for_the_morning_without_counting_it_a_failure():
    until = datetime(2026, 3, 3, 8, tzinfo=SHANGHAI)
    strategy: Any = jobs.send.retry_strategy
    decision = strategy.get_retry_decision(exception=Later(until), job=SimpleNamespace(attempts=3))
    assert decision is not None
    assert decision.retry_at == until
