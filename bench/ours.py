"""Sunshine itself, as an office runs it: two web processes and a PostgreSQL that loses nothing, on a simulated province."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from bench.accounting import cpu_ms
from bench.driver import Ask, Told, request, wait
from bench.texts import COMMON, telling
from sunshine.web.launcher import children
from sunshine.web.launcher.postgres import APPLICATION, DATABASE, SUPERUSER, Postgres
from sunshine.web.launcher.serving import Serving

PROCESSES = 2
SUNSHINE = (sys.executable, "-m", "sunshine.web.cli")
LIVED = 25_000  # lives that are planned one by one; more petitions are their copies
DEEP = 0.8  # of the way down a list
DIFFERENT = 400  # requests of a kind that clients take in turn
PLACES = [
    f"51{n:02}00" for n in (1, *range(3, 12), *range(13, 21), 32, 33, 34)
]  # the province's 21 prefectures


@dataclass(frozen=True)
class Site:
    """A running site with its petitions. ``pids`` are whom its CPU is charged to."""

    port: int
    pids: list[int]
    postgres: Postgres
    petitions: int

    def statements(self) -> int:
        """Row statements the database has carried out so far."""
        return statements(self.postgres)


STATEMENTS = """SELECT coalesce(sum(calls), 0) FROM bench.pg_stat_statements
WHERE toplevel AND query NOT LIKE '%FOR KEY SHARE OF x'"""  # those are foreign keys, checked by the database itself


def statements(postgres: Postgres) -> int:
    """Row statements since this was last asked."""
    with psycopg.connect(postgres.url(SUPERUSER, DATABASE)) as asked:
        found = asked.execute(STATEMENTS).fetchone()
        asked.execute("SELECT bench.pg_stat_statements_reset()")
    return int(found[0]) if found else 0


@contextmanager
def counting_postgres(folder: Path) -> Iterator[Postgres]:
    """A PostgreSQL that keeps everything on disk before it answers, and counts statements."""
    server = Postgres(folder)
    with server, psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'")
        admin.execute("ALTER SYSTEM SET pg_stat_statements.track_utility = off")
        admin.execute("ALTER SYSTEM SET shared_buffers = '1GB'")
        admin.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
    with server:
        with psycopg.connect(server.url(SUPERUSER, DATABASE), autocommit=True) as admin:
            admin.execute("CREATE SCHEMA bench")  # apart from what the application is granted
            admin.execute("CREATE EXTENSION pg_stat_statements SCHEMA bench")
        yield server


@contextmanager
def site(petitions: int, port: int) -> Iterator[Site]:
    """A site with this many simulated petitions, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="sunshine-bench-"))
    try:
        with counting_postgres(folder) as postgres, _environment(folder, postgres):
            _run("install", role="owner")
            _run("load_demo", "--petitions", "0")
            fill(postgres, petitions)
            with psycopg.connect(postgres.url(SUPERUSER, DATABASE), autocommit=True) as admin:
                admin.execute("VACUUM ANALYZE")
            serving = Serving("127.0.0.1", port, processes=PROCESSES)
            serving.share_counts()
            web = children.start(serving.command)
            try:
                wait(port, "/readyz")
                assert postgres.server is not None
                yield Site(port, [web.pid, postgres.server.pid], postgres, petitions)
            finally:
                children.stop(web)
        postgres.remove()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fill(postgres: Postgres, petitions: int) -> None:
    """Simulated lives; beyond ``LIVED`` each of them several times, without the database looking up every reference."""
    if petitions <= LIVED:
        _run("simulate", "--petitions", str(petitions), "--days", "365", "--seed", "1")
        return
    times = -(-petitions // LIVED)
    begun = time.monotonic()
    with psycopg.connect(postgres.url(SUPERUSER, DATABASE), autocommit=True) as admin:
        trusted = sql.SQL("ALTER ROLE {} {} session_replication_role")
        admin.execute(trusted.format(sql.Identifier(APPLICATION), sql.SQL("SET")) + sql.SQL(" = replica"))
        command = [sys.executable, "-m", "bench.multiply", str(petitions // times), str(times)]
        with _without_indexes(admin):
            subprocess.run(command, check=True, stdout=sys.stderr)
        admin.execute(trusted.format(sql.Identifier(APPLICATION), sql.SQL("RESET")))
    print(f"  {petitions // times} lives, {times} times: {time.monotonic() - begun:.0f} s", file=sys.stderr)


INDEXES = """SELECT c.oid::regclass::text, pg_get_indexdef(c.oid) FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisunique"""


@contextmanager
def _without_indexes(admin: psycopg.Connection[Any]) -> Iterator[None]:
    """Indexes that only make reading faster are made anew at the end, which costs a tenth of growing them row by row."""
    known = admin.execute(INDEXES).fetchall()
    for name, _ in known:
        admin.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    admin.execute("SET maintenance_work_mem = '1GB'")
    for _, definition in known:
        admin.execute(definition)


@contextmanager
def _environment(folder: Path, postgres: Postgres) -> Iterator[None]:
    before = dict(os.environ)
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = postgres.urls()
    os.environ |= {
        "SUNSHINE_DATA": str(folder),
        "SUNSHINE_DEMO": "1",
        "SECRET_KEY": "bench",
        "DJANGO_SETTINGS_MODULE": "sunshine.web.settings",
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _run(*command: str, role: str = "application") -> None:
    begun = time.monotonic()
    subprocess.run(
        [*SUNSHINE, *command], check=True, env=os.environ | {"SUNSHINE_DB_ROLE": role}, stdout=sys.stderr
    )
    print(f"  sunshine {' '.join(command)}: {time.monotonic() - begun:.0f} s", file=sys.stderr)


def asks(site: Site) -> Iterator[Ask]:
    """What is asked of the site, as people and programs ask it."""
    import django

    django.setup()
    known = Known.read()
    desk = {"Cookie": f"{known.cookie}={known.session}"}
    yield Ask("queue, filtered", [request("GET", "/desk/petitions/?stage=handling&channel=web", desk)])
    yield Ask("queue, deep page", [request("GET", f"/desk/petitions/?after={known.deep}", desk)])
    yield Ask("case page", [request("GET", path, desk) for path in known.cases])
    yield Ask("search", [request("GET", f"/desk/find/?q={quote(word)}", desk) for word in COMMON])
    yield Ask("my duties", [request("GET", "/desk/", {"Cookie": f"{known.cookie}={known.handler}"})])
    # Last, so that tidying up after thousands of filings is not charged to whatever page would come next.
    yield Ask("filing", [_filing(n) for n in range(DIFFERENT)], (201,))


def worker_pass(site: Site, seconds: float) -> Told:
    """What the clock costs a duty that it calls to mind: reminders and overdue notices of the days to come."""
    from django.db import connections
    from django.utils import timezone

    from sunshine.foundation.procedure.jobs import wake

    assert site.postgres.server is not None
    server, to_come = [site.postgres.server.pid], timezone.now() + timedelta(days=20)
    wake(to_come)  # whatever is done only once
    site.statements()
    before, begun, own, taken = cpu_ms(server), time.monotonic(), time.process_time(), 0
    times: list[float] = []
    while time.monotonic() < begun + seconds and (woken := _timed(wake, to_come, times)):
        taken += woken
    spent, lasted = cpu_ms(server) - before + (time.process_time() - own) * 1000, time.monotonic() - begun
    connections.close_all()
    times.sort()
    found = site.statements() / taken
    return Told(
        taken, taken / lasted, spent / taken, times[len(times) // 2], times[-1], statements=round(found, 1)
    )


def _timed(wake: Callable[[datetime], int], now: datetime, times: list[float]) -> int:
    """Wake a batch, and note the milliseconds a duty of it took."""
    begun = time.monotonic()
    woken = wake(now)
    times += [(time.monotonic() - begun) * 1000 / woken] if woken else []
    return woken


def _filing(n: int) -> bytes:
    dice = random.Random(n)  # noqa: S311 – made-up petitions, not secrets
    title, text = telling(dice)
    said = {
        "text": text, "name": "李秀英", "phone": f"138{dice.randrange(10**8):08}", "place": dice.choice(PLACES),
        "demands": [title, "请书面答复"], "visibility": "handlers",
    }  # fmt: skip
    headers = {"Content-Type": "application/json"}
    return request("POST", "/api/v1/filings", headers, json.dumps(said).encode())


@dataclass(frozen=True)
class Known:
    """Who asks: sessions of a province's sorter and of a handler with duties, and what there is to open."""

    cookie: str
    session: str
    handler: str
    cases: list[str]
    deep: str

    @classmethod
    def read(cls) -> Known:
        from django.conf import settings

        from sunshine.foundation.ledger.models import Subject
        from sunshine.petitions.procedure.joining import JOINED

        # What was joined 并案 is shown where it went.
        open_ones = Subject.objects.filter(kind="petition", sealed=False).exclude(stage=JOINED)
        roots = open_ones.order_by("-id").values_list("pk", flat=True)
        count = roots.count()
        dice = random.Random(7)  # noqa: S311 – which pages are opened is no secret
        some = [roots[dice.randrange(count)] for _ in range(50)]
        return cls(
            settings.SESSION_COOKIE_NAME,
            _signed_in("sc-sorter"),
            _signed_in("rs-hrss"),
            [f"/desk/petitions/{pk}/" for pk in some],
            urlsafe_b64encode(json.dumps([str(roots[int(count * DEEP)])]).encode()).decode().rstrip("="),
        )


def _signed_in(login: str) -> str:
    from django.conf import settings
    from django.test import Client

    from sunshine.foundation.offices.models import Officer

    client: Any = Client()
    client.force_login(Officer.objects.get(login=login), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)
