"""Edited reference data: every process that listens asks again, and no answer from before an edit is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction

from sunshine.foundation import listening
from sunshine.foundation.listening import listen
from sunshine.foundation.memory import Remembered, edited, remembered


def until(true: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


def listeners() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
        return [pid for (pid,) in cursor.fetchall()]


@pytest.fixture
def asked() -> Remembered[int]:
    """A question that answers how often it was asked, remembered for an hour."""
    times = iter(range(1, 1000))
    return remembered(seconds=3600)(lambda: next(times))


@pytest.fixture
def heard(own_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(listening, "PAUSE", 0.05)
    stop = listen()
    assert until(lambda: len(listeners()) == 1)
    yield
    stop.set()
    assert until(lambda: not listeners())


def elsewhere(statement: str) -> None:
    """What another process commits: a connection of its own, and nothing forgotten here."""
    from psycopg import connect

    with connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute(statement.encode())


def test_an_edit_by_another_process_is_asked_for_again_at_once(heard: None, asked: Remembered[int]):
    assert (asked(), asked()) == (1, 1)
    elsewhere("NOTIFY sunshine_reference")
    assert until(lambda: asked() == 2)


def test_an_edit_is_heard_only_when_it_is_committed(heard: None, asked: Remembered[int]):
    with transaction.atomic():
        edited()
        known = asked()
        time.sleep(0.1)
        assert asked() == known
    assert until(lambda: asked() > known)


def test_an_edit_that_fails_is_heard_by_nobody(heard: None, asked: Remembered[int]):
    known = 0
    with transaction.atomic():
        edited()
        known = asked()
        transaction.set_rollback(True)
    time.sleep(0.1)
    assert asked() == known


def test_after_the_connection_broke_it_listens_again_and_asks_again(heard: None, asked: Remembered[int]):
    (before,), known = listeners(), asked()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [before])
    assert until(lambda: bool(set(listeners()) - {before}))
    assert until(lambda: asked() > known)


def test_an_answer_begun_before_the_edit_is_not_kept():
    edits = [True, False]
    question: Remembered[int]

    def ask() -> int:
        if edits.pop(0):
            question.forget()  # somebody edits while the answer is read
            return 1
        return 2

    question = Remembered(ask, 3600)
    assert [question(), question()] == [1, 2]
