"""A clock that ran ahead and was put right does not silence the worker."""

from __future__ import annotations

from procrastinate import periodic
from procrastinate.contrib.django import app

from sunshine.foundation.ticking import Deferrer, keep_time

NOW, AHEAD, MINUTE = 1_800_000_030.0, 3 * 24 * 3600.0, 60.0
WAKE = "sunshine.foundation.procedure.jobs.wake_duties"


def wakings(deferrer: periodic.PeriodicDeferrer, at: float) -> list[int]:
    return [moment for task, moment in deferrer.get_previous_tasks(at) if task.task.name == WAKE]


def test_what_the_clock_asks_for_is_queued_again_once_it_is_right():
    deferrer = Deferrer(app.periodic_registry)
    wakings(deferrer, NOW)
    wakings(deferrer, NOW + AHEAD)
    assert len(wakings(deferrer, NOW + MINUTE)) == 1
    assert len(wakings(deferrer, NOW + 2 * MINUTE)) == 1


def test_each_minute_comes_once_while_the_clock_is_right():
    deferrer = Deferrer(app.periodic_registry)
    assert [len(wakings(deferrer, NOW + nth * MINUTE)) for nth in range(3)] == [1, 1, 1]
    assert wakings(deferrer, NOW + 2 * MINUTE) == []


def test_workers_use_it(monkeypatch):
    monkeypatch.setattr(periodic, "PeriodicDeferrer", periodic.PeriodicDeferrer)
    keep_time()
    assert periodic.PeriodicDeferrer is Deferrer
