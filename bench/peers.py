"""Two other systems that can be installed and run: django-helpdesk and baisitong2, each in an environment of its own.

Both get what favours them: connections that stay open, no mail to send, two web processes where they can use them.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bench.driver import Ask, request, wait
from bench.ours import DIFFERENT, counting_postgres, statements
from bench.texts import COMMON, telling
from sunshine.web.launcher import children
from sunshine.web.launcher.postgres import DATABASE, SUPERUSER, Postgres

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parent / ".cache" / "bench"
PAGE = 20
DEEP = 0.8
TOO_MANY = 200_000  # appeals with which baisitong2 takes ten seconds and more for one more


@dataclass(frozen=True)
class Peer:
    """A running peer, whom its CPU is charged to, and what is asked of it."""

    name: str
    port: int
    pids: list[int]
    asks: list[Ask]
    postgres: Postgres | None = None

    def statements(self) -> int | None:
        """Row statements so far, where its database counts them."""
        return statements(self.postgres) if self.postgres else None


def environment(name: str, *packages: str) -> Path:
    """The Python of a virtual environment with these packages, made once."""
    folder = ENVIRONMENTS / name
    ready = folder / "ready"
    if not ready.exists():
        print(f"  installing {' '.join(packages)} …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip: list[str | Path] = [
            folder / "bin" / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        subprocess.run([*pip, *packages], check=True)
        ready.touch()
    return folder / "bin" / "python"


@contextmanager
def helpdesk(tickets: int, port: int) -> Iterator[Peer]:
    """django-helpdesk 2.6.1 on PostgreSQL, two gunicorn workers; everything is asked as a member of staff."""
    python = environment("helpdesk", "django-helpdesk==2.6.1", "psycopg[binary]==3.3.9", "gunicorn==23.0.0")
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-bench-"))
    try:
        with counting_postgres(folder) as postgres:
            told = {"PYTHONPATH": str(HERE / "helpdesk"), "DJANGO_SETTINGS_MODULE": "site_settings"}
            told |= {
                "BENCH_SOCKET": str(postgres.socket),
                "BENCH_DATABASE": DATABASE,
                "BENCH_USER": SUPERUSER,
            }
            made = subprocess.run(
                [python, HERE / "helpdesk" / "fill.py", str(tickets)],
                env=os.environ | told, check=True, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            known = json.loads(made.stdout.splitlines()[-1])
            print(f"  django-helpdesk holds {tickets}", file=sys.stderr)
            serve = [
                python.parent / "gunicorn",
                "--workers",
                "2",
                "--bind",
                f"127.0.0.1:{port}",
                "site_wsgi:application",
            ]
            web = children.start(
                [str(one) for one in serve], env=os.environ | told, output=subprocess.DEVNULL
            )
            try:
                wait(port, "/login/")
                assert postgres.server is not None
                pids = [web.pid, postgres.server.pid]
                yield Peer("django-helpdesk", port, pids, list(_helpdesk_asks(known, tickets)), postgres)
            finally:
                children.stop(web)
        postgres.remove()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _helpdesk_asks(known: dict[str, str], tickets: int) -> Iterator[Ask]:
    staff = {"Cookie": f"sessionid={known['session']}; csrftoken={known['csrf']}"}
    table = "/datatables_ticket_list/{query}?draw=1&length=20&start={start}&search%5Bvalue%5D={words}"

    def rows(query: str, start: int = 0, words: str = "") -> bytes:
        path = table.format(query=known[query], start=start, words=quote(words))
        return request("GET", path, staff)

    yield Ask("queue, filtered", [rows("open")])
    yield Ask("queue, deep page", [rows("all", int(tickets * DEEP))])
    yield Ask("case page", [request("GET", f"/tickets/{1 + n * tickets // 60}/", staff) for n in range(50)])
    yield Ask("search", [rows("all", words=word) for word in COMMON])
    yield Ask("my duties", [rows("mine")])
    yield Ask("filing", [_ticket(n, staff, known["csrf"]) for n in range(DIFFERENT)], (201,))


def _ticket(n: int, staff: dict[str, str], csrf: str) -> bytes:
    title, text = telling(random.Random(n))  # noqa: S311 – made-up petitions, not secrets
    said = {
        "queue": 1,
        "title": title,
        "description": text,
        "submitter_email": f"p{n}@example.com",
        "priority": 3,
        "status": 1,
    }
    headers = staff | {"Content-Type": "application/json", "X-CSRFToken": csrf}
    return request("POST", "/api/tickets/", headers, json.dumps(said).encode())


@contextmanager
def baisitong(appeals: int, port: int) -> Iterator[Peer]:
    """baisitong2 1.0.2 as shipped: one process, SQLite, no sign-in."""
    python = environment("baisitong", "baisitong2==1.0.2")
    folder = Path(tempfile.mkdtemp(prefix="baisitong-bench-"))
    told = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/appeals.db"}
    try:
        subprocess.run(
            [python, HERE / "baisitong" / "fill.py", str(appeals)], env=told, check=True, cwd=HERE.parent
        )
        print(f"  baisitong2 holds {appeals}", file=sys.stderr)
        serve = [str(python), "-m", "baisitong2", "--host", "127.0.0.1", "--port", str(port)]
        web = children.start(serve, env=told, output=subprocess.DEVNULL)
        try:
            wait(port, "/api/health")
            yield Peer("baisitong2", port, [web.pid], list(_baisitong_asks(appeals)))
        finally:
            children.stop(web)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _baisitong_asks(appeals: int) -> Iterator[Ask]:
    def rows(more: str = "", at: int = 1) -> bytes:
        return request("GET", f"/api/appeals?page_size={PAGE}&page={at}{more}")

    json_body = {"Content-Type": "application/json"}
    bodies = [
        {"content": telling(random.Random(n))[1], "resident_name": "李秀英", "contact": "13800005678"}  # noqa: S311
        for n in range(DIFFERENT)
    ]
    yield Ask("queue, filtered", [rows(f"&status=analyzed&source={quote('线上留言')}")])
    yield Ask("queue, deep page", [rows(at=int(appeals * DEEP) // PAGE)])
    yield Ask("case page", [request("GET", f"/api/appeals/{1 + n * appeals // 60}") for n in range(50)])
    yield Ask("search", [rows(f"&q={quote(word)}") for word in COMMON])
    if appeals <= TOO_MANY:
        yield Ask(
            "filing", [request("POST", "/api/appeals", json_body, json.dumps(one).encode()) for one in bodies]
        )
