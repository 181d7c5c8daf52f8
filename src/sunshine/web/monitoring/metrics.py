"""Figures for Prometheus: what the web processes did, and how the record stands. Labels are few and name nobody."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from sunshine.foundation.memory import remembered

FOLDER = (
    "PROMETHEUS_MULTIPROC_DIR"  # where the web processes keep their counts together; `sunshine serve` sets it
)
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

_requests = Counter("sunshine_requests", "Requests answered.", ["method", "route", "status"])
_took = Histogram(
    "sunshine_request_seconds", "Time to answer a request, in seconds.", ["route"], buckets=SECONDS
)
_database = Counter(
    "sunshine_request_database_seconds", "Of that, time the database took, in seconds.", ["route"]
)

# The newest sign of life of a worker; what waits and is due; what failed for good; the clocks; the filings.
_FIGURES = """
SELECT (SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'),
       (SELECT extract(epoch FROM now() - min(event.at))
          FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
         WHERE job.status = 'todo' AND coalesce(job.scheduled_at, now()) <= now()),
       (SELECT count(*) FROM duties_duty WHERE state = 'open' AND holder <> 'petitioner'),
       (SELECT count(*) FROM duties_duty WHERE state = 'open' AND holder <> 'petitioner' AND due_at <= now()),
       (SELECT coalesce(sum(value), 0) FROM ledger_counter WHERE series = 'filing')
"""
_NAMES = (
    ("sunshine_worker_silent_seconds", "Seconds since a worker last gave a sign of life."),
    ("sunshine_jobs_waiting", "Jobs that are due and wait for a worker."),
    ("sunshine_jobs_failed", "Jobs that failed after all their tries."),
    ("sunshine_jobs_oldest_seconds", "Seconds the longest waiting job has waited."),
    ("sunshine_duties_open", "Open duties of units."),
    ("sunshine_duties_overdue", "Of those, past their time."),
    ("sunshine_filings", "Filings registered since the beginning."),
)


def note(method: str, route: str, status: int, seconds: float, database: float) -> None:
    """Count one request."""
    _requests.labels(method, route, status).inc()
    _took.labels(route).observe(seconds)
    _database.labels(route).inc(database)


@remembered(seconds=15)
def figures() -> tuple[float | None, ...]:
    """How the record stands, in the order of the names; asked of the database every 15 seconds at most."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES)
        return tuple(cursor.fetchone())


class Record(Collector):
    """The figures that are the same whichever process is asked."""

    def collect(self) -> Iterator[Metric]:
        """One gauge for each figure there is; no worker or no waiting job has none."""
        for (name, help), value in zip(_NAMES, figures(), strict=True):
            if value is not None:
                yield GaugeMetricFamily(name, help, value=float(value))

    def describe(self) -> Iterable[Metric]:
        """Nothing in advance, so that registering asks no database."""
        return ()


def exposition() -> bytes:
    """All figures in Prometheus's text form."""
    shown = CollectorRegistry()
    shown.register(Record())
    return generate_latest(_counts()) + generate_latest(shown)


def _counts() -> Any:
    """The counts of all web processes together, or of this one where it is alone."""
    if FOLDER not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together
