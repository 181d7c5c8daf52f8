"""Messages to petitioners: queued with the step, sent by a job, every attempt on record, the code never kept (条例 第二十三条)."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

import pytest

from sunshine.foundation.ledger.queries import words_named
from sunshine.foundation.notices.actions import body, send
from sunshine.foundation.notices.adapters import Undelivered
from sunshine.foundation.notices.models import Attempt, Message
from tests.support.cast import Cast


class Provider:
    """A provider that fails as often as told, and remembers what it was handed."""

    failures: ClassVar[int] = 0
    taken: ClassVar[list[tuple[UUID, str, str]]] = []

    def send(self, message_id: UUID, phone: str, text: str) -> str:
        Provider.taken.append((message_id, phone, text))
        if len(Provider.taken) <= Provider.failures:
            raise ConnectionError
        return "taken"


@pytest.fixture
def provider(settings: Any) -> type[Provider]:
    settings.SUNSHINE_MESSAGES = f"{__name__}.Provider"
    Provider.failures, Provider.taken = 0, []
    return Provider


def test_the_receipt_message_tells_number_and_code(cast: Cast, provider: type[Provider]) -> None:
    case = cast.file()
    message = Message.objects.get(subject=case.filing.pk)
    send(message.pk)
    code = words_named([case.filing.pk], "code")[case.filing.pk]
    ((sent_id, phone, text),) = provider.taken
    assert (sent_id, phone) == (message.pk, "13800005678")
    assert case.filing.number in text
    assert code in text


def test_what_is_kept_shows_everything_but_the_code(cast: Cast, provider: type[Provider]) -> None:
    case = cast.file()
    message = Message.objects.get(subject=case.filing.pk)
    send(message.pk)
    message.refresh_from_db()
    code = words_named([case.filing.pk], "code")[case.filing.pk]
    assert case.filing.number in body(message)
    assert code not in body(message)
    assert case.filing.number.encode() not in bytes(message.body or b"")


def test_without_a_phone_it_waits_on_the_progress_page(cast: Cast, provider: type[Provider]) -> None:
    case = cast.file(phone="", name="")
    message = Message.objects.get(subject=case.filing.pk)
    send(message.pk)
    message.refresh_from_db()
    assert (message.state, provider.taken) == ("site", [])


def test_failures_are_on_record_and_the_id_stays(cast: Cast, provider: type[Provider]) -> None:
    provider.failures = 2
    message = Message.objects.get(subject=cast.file().filing.pk)
    for _ in range(2):
        with pytest.raises(Undelivered):
            send(message.pk)
    send(message.pk)
    send(message.pk)  # a job that runs once more after success sends nothing
    assert list(Attempt.objects.order_by("id").values_list("ok", flat=True)) == [False, False, True]
    assert {sent_id for sent_id, *_ in provider.taken} == {message.pk}
    assert Message.objects.get(pk=message.pk).state == "sent"
