"""Remember the answer of a cheap question about reference data for a short while, in this process."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_all: list[Remembered[Any]] = []


class Remembered(Generic[T]):
    """A question whose answer is kept for a while; call it to get the answer."""

    _answer: T | None
    _stale_at: float

    def __init__(self, ask: Callable[[], T], seconds: float) -> None:
        self._ask, self._seconds = ask, seconds
        self.__doc__ = ask.__doc__
        _all.append(self)
        self.forget()

    def __call__(self) -> T:
        answer = self._answer  # read once: another thread may forget between two looks
        if answer is None or time.monotonic() >= self._stale_at:
            answer = self._answer = self._ask()
            self._stale_at = time.monotonic() + self._seconds
        return answer

    def forget(self) -> None:
        """Ask again at the next call; called by whatever edits the data behind the answer."""
        self._answer = None
        self._stale_at = 0.0


def forget_all() -> None:
    """Ask every question again in this process: reference data was edited."""
    for one in _all:
        one.forget()


def remembered(seconds: float) -> Callable[[Callable[[], T]], Remembered[T]]:
    """Decorate a function without arguments so that its answer is kept for ``seconds``."""
    return lambda ask: Remembered(ask, seconds)
