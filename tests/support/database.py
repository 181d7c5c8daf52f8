"""Real PostgreSQL for the tests: migrated once per set of migrations, copied for each run.

`db` (pytest-django's) runs a test in a transaction that is rolled back, as the application's role.
`own_database` gives a test its own committed database, for threads, processes and tampering: the application
may not TRUNCATE, so pytest-django's `transactional_db` cannot clean up after itself here.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

import sunshine
from sunshine.web.launcher.grants import grant_application_role
from sunshine.web.launcher.postgres import DATABASE, OWNER, SUPERUSER, Postgres

CHECKOUT = Path(__file__).parents[2]
SOURCE = Path(sunshine.__file__).parent
CACHE = CHECKOUT / ".cache" / "database"
SHARED = "test"  # the database every rolled-back test of a run uses

_numbers = count(1)


def _migrations_key() -> str:
    """Name everything the migrated database depends on: migrations, their data, settings, pinned packages."""
    folders = [folder for name in ("migrations", "data") for folder in SOURCE.rglob(name)]
    files = [
        file for folder in folders for file in folder.rglob("*") if file.suffix != ".pyc" and file.is_file()
    ]
    files += [SOURCE / "web" / "settings.py", *(SOURCE / "web" / "launcher").glob("*.py")]
    files += [CHECKOUT / "requirements.lock", Path(__file__)]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """Let one test run at a time prepare databases; two may start at once."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _remove_leftovers(current: str) -> None:
    """Remove what killed runs and older migrations left."""
    for folder in CACHE.iterdir():
        if folder.is_dir() and folder.name != current:
            server = Postgres(folder)
            if not server.is_running_elsewhere():
                server.remove()


def _template(key: str) -> Postgres:
    """Return the stopped server whose cluster holds the migrated, granted database."""
    server = Postgres(CACHE / key, throwaway=True)
    ready = server.data / "ready"
    if not ready.exists():
        with server:
            _point_django_at(server, DATABASE, OWNER)
            call_command("migrate", verbosity=0)
            grant_application_role(connection)
            connections.close_all()
        ready.touch()
    return server


def _start_copy() -> Postgres:
    with _alone():
        key = f"template-{_migrations_key()}"
        _remove_leftovers(key)
        template = _template(key)
        server = Postgres(CACHE / f"run-{os.getpid()}", throwaway=True)
        subprocess.run(["cp", "-a", template.cluster, server.cluster], check=True)
        server.start()
    return server


def _point_django_at(server: Postgres, database: str, role: str | None = None) -> None:
    """Make every new connection of every thread go to `database`, by default as the application."""
    connections.close_all()
    address = server.url(role, database) if role else server.urls(database)[0]
    connections.settings["default"].update(dj_database_url.parse(address), OPTIONS={}, CONN_MAX_AGE=0)


def _clone(server: Postgres, name: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy")
    _as_superuser(server, statement.format(*map(sql.Identifier, (name, DATABASE, OWNER))))


def _drop(server: Postgres, name: str) -> None:
    _as_superuser(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _as_superuser(server: Postgres, statement: sql.Composed) -> None:
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as admin:
        admin.execute(statement)


@pytest.fixture(scope="session")
def postgres(django_db_blocker: Any) -> Iterator[Postgres]:
    """The run's own server, with the migrated database ready to clone."""
    with django_db_blocker.unblock():
        server = _start_copy()
        yield server
        connections.close_all()
        server.stop()
        server.remove()


@pytest.fixture(scope="session")
def migrated_cluster(django_db_blocker: Any) -> Path:
    """The stopped cluster with the migrated database, for whoever starts a server of their own on a copy of it."""
    with django_db_blocker.unblock(), _alone():
        return _template(f"template-{_migrations_key()}").cluster


@pytest.fixture(scope="session")
def django_db_setup(postgres: Postgres) -> None:
    """Replace pytest-django's own: the test database is a clone, used as the application's role."""
    _clone(postgres, SHARED)
    _point_django_at(postgres, SHARED)


@pytest.fixture
def own_database(
    request: pytest.FixtureRequest, postgres: Postgres, django_db_setup: None, django_db_blocker: Any
) -> Iterator[str]:
    """A fresh database of this test's own, for all its threads; what it commits is seen by all of them.

    Returns the database's name. Not together with `db`, whose transaction other connections cannot see.
    """
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        pytest.fail("own_database and db exclude each other")
    name = f"own_{next(_numbers)}"
    _clone(postgres, name)
    with django_db_blocker.unblock():
        _point_django_at(postgres, name)
        yield name
        _point_django_at(postgres, SHARED)
    _drop(postgres, name)


@pytest.fixture
def owner_connection(postgres: Postgres, own_database: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection to this test's own database as its owner, who can do what the application cannot."""
    with psycopg.connect(postgres.url(OWNER, own_database), autocommit=True) as connected:
        yield connected
