"""Jobs by the clock, also after the clock was set back."""

from __future__ import annotations

from collections.abc import Iterable

from procrastinate import periodic


class Deferrer(periodic.PeriodicDeferrer):
    """Forgets what it queued by a clock that ran ahead.

    Procrastinate's own goes on from the last time it queued a job for, and would do nothing until the clock is there
    again: a clock set three days ahead and put right would have nobody reminded for three days.
    """

    def get_previous_tasks(self, at: float) -> Iterable[periodic.TaskAtTime]:
        """What is to be queued at this moment (Unix time)."""
        self.last_defers = {task: last for task, last in self.last_defers.items() if last <= at}
        return super().get_previous_tasks(at)


def keep_time() -> None:
    """Have every worker of this process use it; its options offer no place for another."""
    periodic.PeriodicDeferrer = Deferrer  # type: ignore[misc]
