"""Remember the answer of a cheap question about reference data for a short while, in this process.

Whoever edits such data calls ``edited()``: this process asks again at once, and every other one that listens (see
``listening``) as soon as the edit is committed. One that does not hear it asks again when the time is up.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection, transaction

CHANNEL = "sunshine_reference"  # of PostgreSQL's NOTIFY
T = TypeVar("T")
_all: list[Remembered[Any]] = []


class Remembered(Generic[T]):
    """A question whose answer is kept for a while; call it to get the answer."""

    _answer: T | None
    _stale_at: float

    def __init__(self, ask: Callable[[], T], seconds: float) -> None:
        self._ask, self._seconds, self._times_forgotten = ask, seconds, 0
        self.__doc__ = ask.__doc__
        _all.append(self)
        self.forget()

    def __call__(self) -> T:
        answer = self._answer  # read once: another thread may forget between two looks
        if answer is None or time.monotonic() >= self._stale_at:
            before = self._times_forgotten
            answer = self._ask()
            if before == self._times_forgotten:  # else it may be from before the edit
                self._answer, self._stale_at = answer, time.monotonic() + self._seconds
        return answer

    def forget(self) -> None:
        """Ask again at the next call."""
        self._times_forgotten += 1
        self._answer = None
        self._stale_at = 0.0


def forget_all() -> None:
    """Ask every question again in this process."""
    for one in _all:
        one.forget()


def edited() -> None:
    """Reference data was edited in this transaction: ask again here now, and everywhere once others can read the edit."""
    forget_all()
    transaction.on_commit(forget_all)
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")  # PostgreSQL passes it on at the commit


def remembered(seconds: float) -> Callable[[Callable[[], T]], Remembered[T]]:
    """Decorate a function without arguments so that its answer is kept for ``seconds``."""
    return lambda ask: Remembered(ask, seconds)
