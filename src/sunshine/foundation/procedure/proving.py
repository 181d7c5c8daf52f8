"""All rooms' proofs together: family by family in shares, several processes at one and the same moment."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import connection, connections
from django.utils.module_loading import module_has_submodule

from sunshine.foundation.ledger.proof import (
    EVERYTHING,
    FamilyCheck,
    Problem,
    Share,
    lost,
    one_moment,
    prove,
    shares,
)

LOST = "lost"
Task = Share | str  # a share of families, a room's own proof, or what belongs to no family


def problems() -> Iterator[Problem]:
    """What every room finds, in this process: families first, then each room's own proof."""
    yield from prove(EVERYTHING, _checks())
    for task in _rest():
        yield from _carry_out(task)


def _rooms() -> Iterator[ModuleType]:
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "verify"):
            yield import_module(f"{config.name}.verify")


def _checks() -> list[FamilyCheck]:
    """The rooms' checks of families, in the order of the rooms."""
    return [room.FAMILY for room in _rooms() if hasattr(room, "FAMILY")]


def _rest() -> list[Task]:
    return [LOST, *(room.__name__ for room in _rooms() if not hasattr(room, "FAMILY"))]


def _carry_out(task: Task) -> Iterator[Problem]:
    if task == LOST:
        yield from lost(_checks())
    elif isinstance(task, str):
        yield from import_module(task).verify()
    else:
        yield from prove(task, _checks())


class Hands:
    """Processes that prove side by side. They are there before the moment is chosen, since none may share a connection."""

    def __init__(self, processes: int) -> None:
        connections.close_all()
        # Nothing that is read points at itself, and looking for it would be a fifth of the work.
        self._pool = multiprocessing.get_context("fork").Pool(processes, gc.disable)

    def problems(self) -> Iterator[Problem]:
        """The same as ``problems``, at this session's moment; call it inside ``one_moment``."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        tasks: list[tuple[str, Task]] = [(snapshot, task) for task in (*shares(), *_rest())]
        for found in self._pool.imap(_work, tasks):
            yield from found

    def stop(self) -> None:
        self._pool.terminate()
        self._pool.join()


_moment = ExitStack()  # of a working process: its transaction at the one moment
_at = ""


def _work(given: tuple[str, Task]) -> list[Problem]:
    global _at
    snapshot, task = given
    if snapshot != _at:
        _moment.close()
        _at = snapshot
        _moment.enter_context(one_moment(snapshot))
    return list(_carry_out(task))


@contextmanager
def proving(processes: int) -> Iterator[Any]:
    """Something with ``problems()``: so many processes, or this one alone for one or inside another transaction."""
    if processes < 2 or connection.in_atomic_block:
        yield _Alone
        return
    hands = Hands(processes)
    try:
        yield hands
    finally:
        hands.stop()


class _Alone:
    problems = staticmethod(problems)
