"""The clock calls duties to mind at 50 and 80 %, writes lateness at 100 %, lets rights lapse, and does each once (条例 第四十条)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.duties.rules import rule
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.procedure import jobs
from sunshine.foundation.procedure.perform import perform
from tests.support.cast import Case, Cast


def duty_of(case: Case, code: str) -> Duty:
    return Duty.objects.get(subject__root=case.petition, rule=code, state="open")


def at(duty: Duty, fraction: float) -> datetime:
    return duty.opened_at + (duty.due_at - duty.opened_at) * fraction + timedelta(seconds=1)


def woken(case: Case) -> list[str]:
    moves = ("remind", "overdue", "lapse")
    return list(
        Step.objects.filter(subject__root=case.petition, move__in=moves)
        .order_by("at")
        .values_list("move", flat=True)
    )


def wake(now: datetime) -> None:
    while jobs.wake(now):
        pass


def test_reminded_twice_then_late(cast: Cast):
    case = cast.file()
    duty = duty_of(case, "forward")
    expected = {
        0.4: [],
        0.51: ["remind"],
        0.81: ["remind"] * 2,
        0.99: ["remind"] * 2,
        1.0: ["remind", "remind", "overdue"],
    }
    for fraction, moves in expected.items():
        wake(at(duty, fraction))
        assert woken(case) == moves
    wake(at(duty, 3))
    assert woken(case) == ["remind", "remind", "overdue"]
    late = duty_of(case, "forward")
    assert (late.state, late.wake_at, late.wakes) == ("open", None, 3)


def test_petitioner_sees_that_it_is_late_but_not_the_reminders(cast: Cast):
    case = cast.file()
    duty = duty_of(case, "forward")
    for fraction in (0.51, 1.0):
        wake(at(duty, fraction))
    audiences = dict(Step.objects.filter(move__in=("remind", "overdue")).values_list("move", "audience"))
    assert audiences == {"remind": "handlers", "overdue": "petitioner"}


def test_petitioners_rights_lapse_silently(cast: Cast):
    case = cast.bring_to("delivered")
    right = duty_of(case, "rate")
    wake(at(right, 0.9))
    assert woken(case) == []
    wake(right.due_at + timedelta(days=1))
    assert sorted(woken(case)) == ["lapse", "lapse", "remind"]  # the unit: of what it must carry out
    assert set(Duty.objects.filter(holder="petitioner").values_list("state", "wake_at")) == {("lapsed", None)}


def test_done_duty_is_left_in_peace(cast: Cast):
    case = cast.file()
    due = duty_of(case, "forward").due_at
    cast.sort(case)
    cast.forward(case)
    wake(due - timedelta(days=1))
    assert "overdue" not in woken(case)
    assert Duty.objects.get(rule="forward").state == "done"


def test_failing_duty_does_not_stop_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    bad, good = cast.file(), cast.file(text="另一件")
    duty = duty_of(bad, "forward")

    def failing(subject: object, *args: object, **kw: object) -> object:
        if subject == bad.petition:
            raise ValueError("one bad row")
        return perform(subject, *args, **kw)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "perform", failing)
    now = at(duty, 0.51)
    jobs.wake(now)
    assert (woken(bad), woken(good)) == ([], ["remind"])
    assert duty_of(bad, "forward").wake_at == now + jobs.SET_BACK
    monkeypatch.undo()
    wake(now + jobs.SET_BACK)
    assert woken(bad) == ["remind"]


def test_two_workers_never_do_one_twice(own_cast: Cast):
    cases = [own_cast.file(text=f"第{n}件") for n in range(12)]
    now, start = at(duty_of(cases[0], "forward"), 0.52), Barrier(2)

    def worker() -> None:
        start.wait()
        jobs.wake(now)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(worker) for _ in range(2)]:
            done.result()
    assert [woken(case) for case in cases] == [["remind"]] * 12
    assert set(Duty.objects.values_list("wakes", flat=True)) == {1}


@pytest.mark.parametrize("code", ["forward", "notice", "decide", "deliver", "rate"])
def test_last_waking_is_the_due_time(code: str):
    opened = timezone.now()
    due = opened + timedelta(days=10)
    wakes: Callable[..., list[datetime]] = rule(code).wakes
    assert wakes(opened, due)[-1] == due
    assert wakes(opened, due) == sorted(wakes(opened, due))
