"""An embedded PostgreSQL: real server binaries, a private folder, a unix socket, no network port."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import stat
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from sunshine.web.launcher import children
from sunshine.web.launcher.account import (
    database_account,
    fingerprint,
    usable_home,
    usable_programs,
)
from sunshine.web.launcher.programs import PostgresError, find_programs, major_version

SUPERUSER: Final = "postgres"
OWNER: Final = "sunshine_owner"
APPLICATION: Final = "sunshine_app"
DATABASE: Final = "sunshine"
SECONDS_TO_START: Final = 60.0

# A test cluster is thrown away after the run: what a power cut would lose is worth nothing.
THROWAWAY: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """One PostgreSQL server on one data folder, living at most as long as this process.

    `data` is our data folder; the cluster is its `pg<major version>`, or, when the account the server runs
    under cannot reach it, a staging folder named after it. `throwaway` gives up durability for speed.
    """

    def __init__(self, data: Path, *, throwaway: bool = False) -> None:
        self.data = data.resolve()
        self.throwaway = throwaway
        self.account = database_account()
        source = find_programs()
        self.programs = usable_programs(self.account, source)
        self.home = usable_home(self.account, self.data)
        self.cluster = self.home / f"pg{major_version(source)}"
        # A unix socket's path may have 107 bytes at most, and a data folder's may have more.
        self.socket = Path(f"/tmp/sunshine-{os.geteuid()}-{fingerprint(self.data)}")
        self.server: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def log(self) -> Path:
        """The server's own messages since the last start."""
        return self.home / "postgres.log"

    def urls(self, database: str = DATABASE) -> tuple[str, str]:
        """Return the addresses of `database` for the application's role and for the owner's role."""
        return self.url(APPLICATION, database), self.url(OWNER, database)

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the address of `database` for `role`."""
        return f"postgresql://{role}@{quote(str(self.socket), safe='')}/{database}"

    def start(self) -> None:
        """Start the server, making the cluster, the two roles and the database the first time.

        Raises PostgresError when another Sunshine uses the folder or the server does not come up.
        """
        self._take_lock()
        try:
            self._make_cluster()
            self._make_socket_folder()
            self._start_server()
            self._make_roles_and_database()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server cleanly (sessions are ended, everything committed is on disk)."""
        if self.server is not None:
            children.stop(self.server, signal.SIGINT, seconds=30)
            self.server = None
            shutil.rmtree(self.socket, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def remove(self) -> None:
        """Remove the stopped server's folders and everything in them."""
        for folder in {self.home, self.data}:
            shutil.rmtree(folder, ignore_errors=True)

    def is_running_elsewhere(self) -> bool:
        """Tell whether another process of ours holds this data folder."""
        try:
            self._take_lock()
        except PostgresError:
            return True
        self.stop()
        return False

    def _take_lock(self) -> None:
        lock = os.open(self.data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(lock, 20).decode().strip()
            os.close(lock)
            raise PostgresError(
                f"Another Sunshine (process {holder}) is already running on the data folder {self.data}. "
                "Stop it first, or choose another folder with DATA=…"
            ) from None
        os.truncate(lock, 0)
        os.write(lock, f"{os.getpid()}\n".encode())
        self._lock = lock

    def _make_cluster(self) -> None:
        if (self.cluster / "PG_VERSION").exists():
            return
        # Made aside and renamed, so that an interrupted first start leaves no half cluster behind.
        unfinished = self.cluster.with_suffix(".new")
        subprocess.run(["rm", "-rf", unfinished], check=True)
        self.account.own_folder(unfinished)
        options = ["-U", SUPERUSER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"]
        made = self.account.run(
            [self.programs / "initdb", "-D", unfinished, *options, *(["--no-sync"] if self.throwaway else [])]
        )
        if made.returncode != 0:
            raise PostgresError(f"PostgreSQL could not make its data folder {self.cluster}:\n{made.stdout}")
        unfinished.rename(self.cluster)

    def _make_socket_folder(self) -> None:
        self.socket.mkdir(mode=0o700, exist_ok=True)
        found = self.socket.lstat()
        # /tmp is everyone's: a folder somebody else put there first could catch our connections.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), self.account.uid):
            raise PostgresError(f"{self.socket} belongs to somebody else; remove it and start again.")
        self.account.own_folder(self.socket)

    def _start_server(self) -> None:
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self.socket}",
            "unix_socket_permissions=0700",
        ]
        settings += [
            "timezone=Asia/Shanghai",
            "log_timezone=Asia/Shanghai",
            *(THROWAWAY if self.throwaway else ()),
        ]
        command: list[str | Path] = [self.programs / "postgres", "-D", self.cluster]
        for setting in settings:
            command += ["-c", setting]
        until = time.monotonic() + SECONDS_TO_START
        while not self._try_to_start(command):
            if time.monotonic() > until:
                raise PostgresError(f"PostgreSQL did not start:\n{_tail(self.log)}")
            time.sleep(0.2)

    def _try_to_start(self, command: list[str | Path]) -> bool:
        """Start the server once; False when remains of a killed one (it takes a moment to go) are in the way."""
        if self._predecessor_lives():
            return False
        with self.log.open("wb") as log:
            self.server = children.start(command, deathsig=signal.SIGINT, account=self.account, output=log)
        until = time.monotonic() + SECONDS_TO_START
        while self.server.poll() is None and time.monotonic() < until:
            if self._answers():
                return True
            time.sleep(0.02)
        if "shared memory block" in self.log.read_text(errors="replace"):
            return False
        raise PostgresError(f"PostgreSQL did not start:\n{_tail(self.log)}")

    def _predecessor_lives(self) -> bool:
        """Tell whether the server named in postmaster.pid still runs; remove the file when it does not.

        PostgreSQL itself only asks whether the number is in use, and after a restart of a container the
        same small number often is, by something else.
        """
        note = self.cluster / "postmaster.pid"
        if not note.exists() or not Path("/proc/self").exists():
            return False
        try:
            if os.readlink(f"/proc/{note.read_text().split()[0]}/cwd") == str(self.cluster):
                return True
        except (OSError, IndexError):
            pass
        note.unlink(missing_ok=True)
        return False

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _make_roles_and_database(self) -> None:
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role in (OWNER, APPLICATION):
                if role not in roles:
                    connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


def _tail(log: Path, lines: int = 8) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(no log)"
