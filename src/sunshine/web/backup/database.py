"""The database through PostgreSQL's own pg_dump and pg_restore, as streams."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import conninfo

from sunshine.web.backup.archive import BackupError
from sunshine.web.launcher.programs import candidates

# Who is signed in just now is nobody's record, and a restore must not bring old sessions back to life.
NOT_KEPT = ("django_session", "signin_session", "signin_cache")
ENVIRONMENT = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "options": "PGOPTIONS",
}  # fmt: skip


def is_empty(address: str) -> bool:
    """Whether the database has no table of ours or anybody's."""
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    with _connected(address) as connection:
        found = connection.execute(tables).fetchone()
    return found == (0,)


@contextmanager
def dump(address: str) -> Iterator[IO[bytes]]:
    """The database at one moment, as pg_dump's custom format. Raises BackupError when pg_dump fails."""
    options = ["--format=custom", "--no-owner", "--no-privileges"]
    options += [f"--exclude-table-data={table}" for table in NOT_KEPT]
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(
            [_program("pg_dump", address), *options], env=_environment(address), stdout=subprocess.PIPE, stderr=said
        )  # fmt: skip
        assert running.stdout is not None
        try:
            yield running.stdout
        finally:
            running.stdout.close()
            failed = running.wait() != 0
        if failed:
            raise BackupError(f"pg_dump failed:\n{_said(said)}")


def restore(address: str, pieces: Iterable[bytes]) -> None:
    """Put a dump into the empty database: all of it in one transaction, or nothing. Raises BackupError."""
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    name = conninfo.conninfo_to_dict(address)["dbname"]
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(
            [_program("pg_restore", address), *options, f"--dbname={name}"],
            env=_environment(address), stdin=subprocess.PIPE, stderr=said,
        )  # fmt: skip
        assert running.stdin is not None
        try:
            for piece in pieces:
                running.stdin.write(piece)
            running.stdin.close()
        except BrokenPipeError:
            pass  # it ended early and says why
        finally:
            failed = running.wait() != 0
        if failed:
            raise BackupError(f"pg_restore failed; the database is as empty as before:\n{_said(said)}")


@contextmanager
def _connected(address: str) -> Iterator[psycopg.Connection[Any]]:
    try:
        with psycopg.connect(address) as connection:
            yield connection
    except psycopg.OperationalError as error:
        raise BackupError(f"the database cannot be reached: {error}") from None


def _said(said: IO[bytes]) -> str:
    """The first lines of what a program complained of."""
    said.seek(0)
    return "\n".join(said.read(4000).decode(errors="replace").splitlines()[:6])


def _environment(address: str) -> dict[str, str]:
    """The address as libpq's variables: on a command line everybody could read the password."""
    parts = conninfo.conninfo_to_dict(address)
    return {
        **os.environ,
        **{ENVIRONMENT[name]: str(value) for name, value in parts.items() if name in ENVIRONMENT},
    }


def _program(name: str, address: str) -> Path:
    """The oldest installed program that is not older than the server: it must know all of what the server has.

    Of two of one version the system's is taken: the wheel's cannot speak TLS.
    """
    with _connected(address) as connection:
        server = connection.info.server_version // 10000
    found = {_major(folder / name): folder / name for folder in candidates() if (folder / name).exists()}
    fitting = [version for version in sorted(found) if version >= server]
    if not fitting:
        raise BackupError(f"no {name} of version {server} or later found; set SUNSHINE_PG_BIN to its folder")
    return found[fitting[0]]


def _major(program: Path) -> int:
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+)", version)
    return int(found[1]) if found else 0
