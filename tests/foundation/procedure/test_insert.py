"""All new rows of an act go in one statement, and read back as they were given."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.models import ProcrastinateJob
from uuid_utils.compat import uuid7

from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.ledger.models import Content, Counter, Subject
from sunshine.foundation.notices.models import Message
from sunshine.foundation.procedure.insert import Values, insert
from tests.support.cast import Cast

ODD = "\\x00 100% 'quoted' \"twice\" \\\\ 𠮷䶮 བོད་ཡིག ꆈꌠ \u2028 {n} %s"
AT = datetime(2026, 11, 22, 23, 59, 59, 123456, tzinfo=SHANGHAI)


def message(subject: UUID, **values: Any) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "subject_id": subject,
        "seq": 1,
        "move": "register",
        "context": {},
        "created_at": AT,
        **values,
    }


def test_odd_texts_bytes_times_and_nothing_read_back_as_given(cast: Cast) -> None:
    subject = cast.file().filing.pk
    row = message(subject, context={"odd": ODD, "none": None, "n": 2**60}, body=bytes(range(256)))
    insert({Message: [row, message(subject)]})
    first, second = Message.objects.filter(pk=row["id"]).get(), Message.objects.exclude(pk=row["id"]).last()
    assert second is not None
    assert first.context == row["context"]
    assert bytes(first.body or b"") == row["body"]
    assert first.created_at == AT.astimezone(UTC)
    assert (second.body, second.state) == (None, "queued")


@pytest.mark.past_the_engine
def test_many_tables_are_one_statement(cast: Cast) -> None:
    subject = cast.file().filing.pk
    content = {"subject_id": subject, "seq": 99, "name": "note", "sealed": b"\\x"}
    counter = {"unit_id": Subject.objects.get(pk=subject).unit_id, "series": "s", "year": 2026, "value": 1}
    with CaptureQueriesContext(connection) as spent:
        insert({Message: [message(subject)], Content: [content], ProcrastinateJob: [], Counter: [counter]})
    assert len(spent) == 1
    assert bytes(Content.objects.get(subject=subject, seq=99).sealed) == b"\\x"
    assert Counter.objects.filter(series="s").count() == 1


def test_a_row_that_points_nowhere_undoes_them_all(cast: Cast) -> None:
    subject = cast.file().filing.pk
    before = Message.objects.count()
    with pytest.raises(IntegrityError):
        _insert_and_check([message(subject), message(uuid7())])
    assert Message.objects.count() == before


def _insert_and_check(rows: list[Values]) -> None:
    with transaction.atomic():
        insert({Message: rows})
        connection.check_constraints()


def test_a_job_is_queued_as_the_queue_itself_would(cast: Cast) -> None:
    told = Message.objects.get(subject=cast.file().filing.pk)
    ours = ProcrastinateJob.objects.get(args={"message": str(told.pk)})
    theirs = jobs.configure_task("sunshine.foundation.notices.jobs.send").defer(message=str(told.pk))
    own, library = (ProcrastinateJob.objects.values().get(pk=pk) for pk in (ours.pk, theirs))
    assert own | {"id": 0} == library | {"id": 0}
