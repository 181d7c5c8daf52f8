"""The jobs that are left, and waiting until the worker has done them all."""

from __future__ import annotations

import time
from contextlib import suppress

import psycopg
from procrastinate.exceptions import AlreadyEnqueued

from sunshine.foundation.notices.jobs import rescue_stalled_jobs
from sunshine.web.launcher.postgres import DATABASE, SUPERUSER, Postgres

LEFT = "SELECT status, count(*) FROM procrastinate_jobs GROUP BY status"
NAMES = """SELECT task_name, status, attempts, scheduled_at FROM procrastinate_jobs
WHERE status IN ('todo', 'doing', 'failed') ORDER BY id LIMIT 5"""
WORKING = ("todo", "doing")
# A worker that was killed a moment ago gave its last sign of life long ago: the newest alone is the living one.
AGE = """UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'
WHERE id <> (SELECT max(id) FROM procrastinate_workers)"""


def drain(postgres: Postgres, patience: float) -> tuple[float, dict[str, int]]:
    """Wait for the worker; returns the seconds it took and the jobs that are left after them, by status."""
    begun = time.monotonic()
    left = _left(postgres)
    while any(left.get(status) for status in WORKING) and time.monotonic() - begun < patience:
        time.sleep(0.1)
        left = _left(postgres)
    return time.monotonic() - begun, left


def hurry(postgres: Postgres) -> None:
    """Have the jobs of dead workers taken up at once, not after the minute of silence that proves them dead."""
    with psycopg.connect(postgres.url(SUPERUSER, DATABASE)) as admin:
        admin.execute(AGE)
    with suppress(AlreadyEnqueued):
        rescue_stalled_jobs.defer(timestamp=0)


def named(postgres: Postgres) -> list[str]:
    """The first jobs that are left, for whoever looks into it."""
    with psycopg.connect(postgres.url(SUPERUSER, DATABASE)) as asked:
        return [" ".join(map(str, row)) for row in asked.execute(NAMES)]


def _left(postgres: Postgres) -> dict[str, int]:
    with psycopg.connect(postgres.url(SUPERUSER, DATABASE)) as asked:
        return {str(status): int(count) for status, count in asked.execute(LEFT)}
