"""The jobs that are left, and waiting until the worker has done them all."""

from __future__ import annotations

import time
from contextlib import suppress

import psycopg
from procrastinate.exceptions import AlreadyEnqueued

from sunshine.web.launcher.postgres import DATABASE, SUPERUSER, Postgres

LEFT = "SELECT status, count(*) FROM procrastinate_jobs GROUP BY status"
NAMES = """SELECT task_name, status, attempts, scheduled_at FROM procrastinate_jobs
WHERE status IN ('todo', 'doing', 'failed') ORDER BY id LIMIT 5"""
WORKING = ("todo", "doing")
LOOK = 0.25  # seconds between two looks
ORPHANS = """SELECT count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - interval '1 minute')"""
TICK = """SELECT min(defer_timestamp) FROM procrastinate_periodic_defers
WHERE task_name LIKE '%%wake_duties' AND defer_timestamp BETWEEN %s AND %s"""
# A worker that was killed a moment ago gave its last sign of life long ago: the newest alone is the living one.
AGE = """UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'
WHERE id <> (SELECT max(id) FROM procrastinate_workers)"""


def drain(postgres: Postgres, patience: float, *, hurried: bool = False) -> tuple[float, dict[str, int]]:
    """Wait for the worker; returns the seconds it took and the jobs that are left after them, by status.

    A dead worker's jobs are taken up after the minute of silence that proves it dead; when hurried, at once.
    """
    begun = time.monotonic()
    left = _left(postgres)
    while any(left.get(status) for status in WORKING) and time.monotonic() - begun < patience:
        if hurried:
            _hurry(postgres)
        time.sleep(LOOK)
        left = _left(postgres)
    return time.monotonic() - begun, left


def ticked(postgres: Postgres, since: float, before: float, patience: float) -> float | None:
    """Wait until what is to be done every minute was queued for a minute in between (Unix time); returns which."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with suppress(psycopg.OperationalError), psycopg.connect(postgres.url(SUPERUSER, DATABASE)) as asked:
            found = asked.execute(TICK, [since, before]).fetchone()
            if found and found[0] is not None:
                return float(found[0])
        time.sleep(LOOK)
    return None


def _hurry(postgres: Postgres) -> None:
    from sunshine.foundation.notices.jobs import rescue_stalled_jobs

    with psycopg.connect(postgres.url(SUPERUSER, DATABASE)) as admin:
        admin.execute(AGE)
        orphans = admin.execute(ORPHANS).fetchone()
    if orphans and orphans[0]:
        with suppress(AlreadyEnqueued):
            rescue_stalled_jobs.defer(timestamp=0)


def named(postgres: Postgres) -> list[str]:
    """The first jobs that are left, for whoever looks into it."""
    with psycopg.connect(postgres.url(SUPERUSER, DATABASE)) as asked:
        return [" ".join(map(str, row)) for row in asked.execute(NAMES)]


def _left(postgres: Postgres) -> dict[str, int]:
    with psycopg.connect(postgres.url(SUPERUSER, DATABASE)) as asked:
        return {str(status): int(count) for status, count in asked.execute(LEFT)}
