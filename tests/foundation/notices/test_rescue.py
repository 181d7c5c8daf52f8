"""A job whose worker died holding it is put back; one that is being worked on is left alone."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from sunshine.foundation.notices.jobs import STALLED_AFTER, rescue_stalled_jobs
from tests.support.cast import Cast

TAKE = """
WITH worker AS (
  INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second') RETURNING id
)
UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM worker)
WHERE task_name = 'sunshine.foundation.notices.jobs.send'
"""


@pytest.mark.parametrize(("silent_for", "status"), [(STALLED_AFTER + 60, "todo"), (1, "doing")])
def test_a_dead_workers_job_is_put_back(own_cast: Cast, silent_for: int, status: str) -> None:
    own_cast.file()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [silent_for])
    connector: Any = app.connector
    # In a thread of its own: the browser tests keep a loop running in this one.
    with app.replace_connector(connector.get_worker_connector()) as working, ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, _rescue(working)).result()
    job = ProcrastinateJob.objects.get(task_name="sunshine.foundation.notices.jobs.send")
    assert job.status == status


async def _rescue(working: Any) -> None:
    async with working.open_async():
        await rescue_stalled_jobs.func(timestamp=0)
