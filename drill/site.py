"""A whole site of its own on a small disk: database, web processes and worker, each kept running by the supervisor."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.driver import wait
from drill import clock, provider
from drill.room import Room
from drill.supervisor import PAUSE, Database, Part, Program, Supervisor
from sunshine.web.launcher.postgres import SUPERUSER, Postgres
from sunshine.web.launcher.serving import Serving

CHECKOUT = Path(__file__).parents[1]
WEB_PROCESSES = 2
START = 60.0  # seconds
WAL = "256MB"  # so that the database's log has room on the small disk


@dataclass(frozen=True)
class Site:
    """A running site. Its processes' own output is in ``logs``."""

    port: int
    room: Room
    clock: Path
    logs: Path
    postgres: Postgres
    supervisor: Supervisor

    def part(self, name: str) -> Part:
        return next(one for one in self.supervisor.parts if one.name == name)


@contextmanager
def site(room: Room, port: int, texts: str, template: Path | None, pause: float = PAUSE) -> Iterator[Site]:
    """A site whose texts go to the address ``texts``. ``template`` is a cluster that is migrated already."""
    logs = room.base / "logs"
    logs.mkdir()
    clock.set_wrong(room.base / "clock", 0)
    postgres = Postgres(_made(room.path / "database"))
    with _environment(room, postgres, texts):
        _prepare(postgres, template, logs)
        supervisor = Supervisor([Database(postgres), _web(port, logs), _worker(logs)], pause)
        supervisor.start()
        try:
            wait(port, "/healthz", START)
            yield Site(port, room, room.base / "clock", logs, postgres, supervisor)
        finally:
            supervisor.stop()
            postgres.stop()
            postgres.remove()


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o711)
    return folder


def _web(port: int, logs: Path) -> Program:
    serving = Serving("127.0.0.1", port, processes=WEB_PROCESSES)
    command = [*serving.command[:-1], "drill.wsgi:application"]
    return Program("web", command, logs / "web.log", serving.share_counts)


def _worker(logs: Path) -> Program:
    return Program("worker", [sys.executable, "-m", "drill.clock", "worker"], logs / "worker.log")


def _prepare(postgres: Postgres, template: Path | None, logs: Path) -> None:
    if template:
        postgres.home.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", template, postgres.cluster], check=True)
    postgres.start()
    with psycopg.connect(postgres.url(SUPERUSER, "postgres"), autocommit=True) as admin:
        admin.execute(f"ALTER SYSTEM SET max_wal_size = '{WAL}'")
        admin.execute("SELECT pg_reload_conf()")
    if not template:
        _run("sunshine.web.cli", "install", logs=logs, role="owner")
    _run("drill.offices", logs=logs)


def _run(*command: str, logs: Path, role: str = "application") -> None:
    with (logs / "preparing.log").open("ab") as log:
        subprocess.run(
            [sys.executable, "-m", *command],
            check=True,
            env=os.environ | {"SUNSHINE_DB_ROLE": role},
            stdout=log,
            stderr=log,
        )


@contextmanager
def _environment(room: Room, postgres: Postgres, texts: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = postgres.urls()
    os.environ |= {
        "SUNSHINE_DATA": str(_made(room.path / "data")),
        "SUNSHINE_DEMO": "1",  # plain HTTP on this machine
        "SUNSHINE_QUIET": "",  # it may be run by night
        "SUNSHINE_MESSAGES": "sunshine.foundation.notices.gateway.HttpGateway",
        "SUNSHINE_SMS_URL": texts,
        "SUNSHINE_SMS_BODY": provider.BODY,
        "SECRET_KEY": "drill",
        "DJANGO_SETTINGS_MODULE": "sunshine.web.settings",
        "PYTHONPATH": str(CHECKOUT),
        clock.FILE: str(room.base / "clock"),
    }
    for name in ("SUNSHINE_KEYS", "SUNSHINE_FILES"):
        os.environ.pop(name, None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def keep(logs: Path, folder: Path) -> None:
    """Save what the processes said, for whoever looks into a fault."""
    shutil.copytree(logs, folder, dirs_exist_ok=True)
