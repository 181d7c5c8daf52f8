"""The embedded server: private, single, and gone with whoever started it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sunshine.web.launcher.postgres import Postgres
from sunshine.web.launcher.programs import PostgresError, find_programs

START_AND_WAIT = """
import sys, time
from pathlib import Path
from sunshine.web.launcher.postgres import Postgres
server = Postgres(Path(sys.argv[1]), throwaway=True)
server.start()
print(server.server.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with Postgres(tmp_path_factory.mktemp("cluster"), throwaway=True) as running:
        yield running
    running.remove()


@pytest.fixture
def stopped(tmp_path: Path) -> Iterator[Postgres]:
    server = Postgres(tmp_path / ("深" * 60), throwaway=True)
    yield server
    server.stop()
    server.remove()


def _value(server: Postgres, query: str) -> object:
    with psycopg.connect(server.urls()[0]) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_application_and_owner_are_two_roles(server: Postgres):
    for url, role in zip(server.urls(), ("sunshine_app", "sunshine_owner"), strict=True):
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (role,)


def test_no_network_port_is_open(server: Postgres):
    assert _value(server, "SELECT current_setting('listen_addresses')") == ""


def test_text_is_utf8_and_pages_have_checksums(server: Postgres):
    assert _value(server, "SELECT datctype FROM pg_database WHERE datname = 'sunshine'") == "C.UTF-8"
    assert _value(server, "SELECT upper('é') || length('𠮷')") == "É1"
    assert _value(server, "SELECT current_setting('data_checksums')") == "on"


def test_socket_path_fits_a_long_data_folder(stopped: Postgres):
    assert len(str(stopped.socket / ".s.PGSQL.5432").encode()) <= 107


def test_second_start_on_one_folder_is_refused(server: Postgres):
    with pytest.raises(PostgresError, match=f"process {os.getpid()}"):
        Postgres(server.data).start()


def test_folder_chosen_for_the_programs_must_hold_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SUNSHINE_PG_BIN", str(tmp_path))
    with pytest.raises(PostgresError, match="SUNSHINE_PG_BIN"):
        find_programs()


def test_stale_note_naming_a_living_stranger_is_no_obstacle(stopped: Postgres):
    stopped.start()
    stopped.stop()
    (stopped.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{stopped.cluster}\n1\n5432\n")
    stopped.start()
    assert _value(stopped, "SELECT 1") == 1


def test_server_stops_when_its_parent_is_killed(stopped: Postgres):
    parent = subprocess.Popen([sys.executable, "-c", START_AND_WAIT, stopped.data], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    postmaster = Path(f"/proc/{int(parent.stdout.readline())}")
    parent.kill()
    parent.communicate()
    until = time.monotonic() + 10
    while (postmaster / "cwd").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not (postmaster / "cwd").exists()
    stopped.start()
    assert _value(stopped, "SELECT 1") == 1
