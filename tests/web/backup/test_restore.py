"""A backup taken while people file comes back whole on another machine: empty cluster, empty folder, no keys.

The other machine is a PostgreSQL of its own and a data folder with nothing in it; all that reaches it is the archive
and a passphrase. There the record is proven, a document opens, a query code works, and work goes on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connections

from sunshine.foundation.files.models import Attachment
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.ledger.stores import store
from sunshine.web.backup import making
from sunshine.web.backup.archive import BackupError
from sunshine.web.launcher.postgres import OWNER, Postgres
from tests.support.cast import Case, Cast

PASSPHRASE = "a passphrase of some length"
PHOTO = b"\x89PNG\r\n\x1a\n" + b"a photograph of the wall " * 30_000
ASK = """
import django, json, sys
django.setup()
from django.test import Client
client, number, code, paper = Client(), *sys.argv[1:]
headers = {"X-Query-Code": code, "X-Factor": "5678", "host": "127.0.0.1"}
found = client.get(f"/api/v1/filings/{number}", headers=headers)
opened = client.get(f"/api/v1/filings/{number}/papers/{paper}", headers=headers)
filed = client.post("/api/v1/filings", json.dumps({"text": "路灯坏了", "place": "511421"}), "application/json",
                    headers={"host": "127.0.0.1"})
print(json.dumps({"status": found.status_code, "timeline": len(found.json()["timeline"]),
                  "paper": opened.content[:5].decode(), "filed": filed.json().get("number")}))
"""


@dataclass
class OtherMachine:
    """An empty PostgreSQL and an empty folder, reached by commands only."""

    server: Postgres
    folder: Path
    address: str = field(init=False)

    def __post_init__(self) -> None:
        self.address = self.server.url(OWNER)

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        known = {name: value for name, value in os.environ.items() if name != "SUNSHINE_KEYS"}
        known |= {
            "DATABASE_URL": self.server.urls()[0], "DATABASE_OWNER_URL": self.address, "SUNSHINE_DEMO": "1",
            "SUNSHINE_DATA": str(self.folder), "DJANGO_SETTINGS_MODULE": "sunshine.web.settings", **more,
        }  # fmt: skip
        return subprocess.run(
            [sys.executable, *command], env=known, capture_output=True, text=True, check=False, timeout=300
        )

    def sunshine(self, *command: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "sunshine.web.cli", *command)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[OtherMachine]:
    with Postgres(tmp_path / "cluster", throwaway=True) as server:
        yield OtherMachine(server, tmp_path / "data")
    server.remove()


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE + "\n")
    return path


def address(postgres: Postgres, database: str) -> str:
    return postgres.url(OWNER, database)


def answered(cast: Cast) -> tuple[Case, Any]:
    """A matter with an attachment, an opinion and its document, opened by the petitioner."""
    case = cast.bring_to("delivered", cast.file(files=(("墙.png", PHOTO),)))
    return case, case.handling.answer


def test_backup_taken_while_people_file_comes_back_whole(
    own_cast: Cast, postgres: Postgres, own_database: str, other: OtherMachine, tmp_path: Path, words: Path
):
    case, paper = answered(own_cast)
    archive, stop = tmp_path / "office.tar", Event()

    def file_on() -> int:
        filed = 0
        while not stop.is_set():
            own_cast.file(files=(("信.txt", b"a letter " * 1000),))
            filed += 1
        connections.close_all()
        return filed

    with connections["default"].cursor() as cursor:  # a worker is in the middle of a job
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = (SELECT min(id) FROM procrastinate_jobs)",
            [worker],
        )
        assert cursor.rowcount == 1

    with ThreadPoolExecutor(2) as people:
        filings = [people.submit(file_on) for _ in range(2)]
        made = making.make(archive, address(postgres, own_database), words=PASSPHRASE.encode())
        stop.set()
        assert sum(one.result() for one in filings) > 0
    assert made.files >= 2
    assert archive.stat().st_mode & 0o777 == 0o600

    restored = other.sunshine("restore", str(archive), "--passphrase-file", str(words))
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "whole" in restored.stdout
    assert (other.folder / "keys.json").stat().st_mode & 0o777 == 0o600

    code = words_at(case.filing.pk, 1)["code"]
    asked = other.run("-c", ASK, case.filing.number, code, str(paper))
    assert asked.returncode == 0, asked.stderr
    told = json.loads(asked.stdout.splitlines()[-1])
    assert told["status"] == 200, told
    assert told["timeline"] > 5
    assert told["paper"] == "%PDF-"
    assert told["filed"]  # and work goes on there

    attachment = Attachment.objects.get(subject=case.filing.pk)
    sealed = b"".join(store().get(attachment.pk))
    assert (other.folder / "files" / attachment.pk.hex[-2:] / attachment.pk.hex).read_bytes() == sealed

    again = other.sunshine("restore", str(archive), "--passphrase-file", str(words))
    assert again.returncode == 1
    assert "not empty" in again.stderr


def test_keys_in_a_file_of_their_own_are_not_in_the_archive(
    own_cast: Cast, postgres: Postgres, own_database: str, other: OtherMachine, tmp_path: Path
):
    own_cast.file()
    archive, apart = tmp_path / "office.tar", tmp_path / "keys-apart.json"
    making.make(archive, address(postgres, own_database), apart=apart)
    assert b"keys.sealed" not in archive.read_bytes()
    refused = other.sunshine("restore", str(archive))
    assert refused.returncode == 1
    assert "keys are missing" in refused.stderr
    restored = other.sunshine("restore", str(archive), "--keys-from", str(apart))
    assert restored.returncode == 0, restored.stderr


def test_nothing_is_written_when_keys_or_archive_are_wrong(
    own_cast: Cast, postgres: Postgres, own_database: str, other: OtherMachine, tmp_path: Path, words: Path
):
    own_cast.file()
    archive = tmp_path / "office.tar"
    making.make(archive, address(postgres, own_database), words=b"quite another passphrase")
    wrong = other.sunshine("restore", str(archive), "--passphrase-file", str(words))
    data = archive.read_bytes()
    archive.write_bytes(data[: len(data) * 2 // 3])
    broken = other.sunshine("restore", str(archive), "--passphrase-file", str(words))
    assert (wrong.returncode, broken.returncode) == (1, 1)
    assert "passphrase" in wrong.stderr
    assert not (other.folder / "files").exists()
    assert not (other.folder / "keys.json").exists()


def test_failed_backup_leaves_no_archive(own_cast: Cast, tmp_path: Path):
    archive = tmp_path / "office.tar"
    with pytest.raises(BackupError, match="reached"):
        making.make(archive, "postgresql:///nowhere?host=/nonexistent", words=PASSPHRASE.encode())
    assert list(tmp_path.iterdir()) == []


def test_backup_overwrites_nothing(own_cast: Cast, postgres: Postgres, own_database: str, tmp_path: Path):
    (tmp_path / "office.tar").write_text("the only good backup")
    with pytest.raises(BackupError, match="exists already"):
        making.make(tmp_path / "office.tar", address(postgres, own_database), words=PASSPHRASE.encode())
    assert (tmp_path / "office.tar").read_text() == "the only good backup"
