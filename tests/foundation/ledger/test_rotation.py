"""The master key is rotated while filings go on; afterwards everything opens without the old one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from sunshine.foundation.files.models import Attachment
from sunshine.foundation.files.store import read
from sunshine.foundation.ledger import vault
from sunshine.foundation.ledger.keyring import dump, generate, keyring, parse, replace
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.queries import words_of
from sunshine.foundation.ledger.sealing import Unreadable, new_key, rewrap, unwrap
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from tests.support.cast import Cast


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A keyring of this test's own, in a file as a real site has it."""
    path = tmp_path / "keys.json"
    monkeypatch.delenv("SUNSHINE_KEYS")
    monkeypatch.setattr(settings, "SUNSHINE_KEYS_FILE", path)
    generate(path)
    keyring.forget()
    yield path
    keyring.forget()


def keys(*arguments: str) -> str:
    said = StringIO()
    call_command("keys", *arguments, stdout=said)
    return said.getvalue()


def _until(true: Callable[[], bool]) -> None:
    while not true():
        time.sleep(0.05)


def test_keys_are_rotated_while_filings_go_on(ring: Path, own_cast: Cast) -> None:
    """Four threads file and open while the key is switched and everything wrapped anew; then the old key goes."""
    cases = [own_cast.bring_to("accepted", own_cast.file(files=(("a.txt", b"words"),))) for _ in range(3)]
    papers = [pdf(paper) for paper in Paper.objects.all()]
    stop, faults, filed = threading.Event(), [], []

    def work() -> None:
        try:
            while not stop.is_set():
                case = own_cast.file(files=(("b.txt", b"more words"),))
                own_cast.sort(case)
                assert words_of(case.petition)
                filed.append(case)
        except Exception as error:
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    _until(lambda: len(filed) >= 4 or bool(faults))
    assert "k2" in keys("new")
    assert "all are under k2" in keys("rotate")
    after = len(filed)
    _until(lambda: len(filed) >= after + 4 or bool(faults))
    stop.set()
    for thread in threads:
        thread.join()

    assert faults == []
    assert vault.usage().keys() == {"k2"}
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert "k1 is out" in keys("retire", "k1")
    assert keyring().sealing.keys() == {"k2"}
    for case in (*cases, *filed):
        assert words_of(case.petition)
    assert {read(file) for file in Attachment.objects.all()} == {b"words", b"more words"}
    assert [pdf(paper) for paper in Paper.objects.all()] == papers
    call_command("verify", stdout=StringIO())


def test_a_rotation_killed_in_the_middle_is_simply_begun_again(
    ring: Path, own_cast: Cast, monkeypatch: Any
) -> None:
    for _ in range(5):
        own_cast.file()
    keys("new")
    monkeypatch.setattr(vault, "BATCH", 2)
    vault.use_key(ring, "k2")
    next(done for done in vault.rotate() if done)
    assert vault.usage()["k1"] == Subject.objects.count() - 2
    keys("rotate")
    assert vault.usage() == {"k2": Subject.objects.count()}


def test_a_key_in_use_is_not_retired(ring: Path, cast: Cast) -> None:
    cast.file()
    with pytest.raises(CommandError, match="current key"):
        keys("retire", "k1")
    keys("new")
    vault.use_key(ring, "k2")
    with pytest.raises(CommandError, match="before the switch"):
        keys("retire", "k1")
    later = timezone.now() + timedelta(minutes=11)
    with time_machine.travel(later), pytest.raises(CommandError, match="2 data keys are still wrapped by k1"):
        keys("retire", "k1")
    assert keyring().sealing.keys() == {"k1", "k2"}


def test_an_erasure_during_a_rotation_is_not_undone(ring: Path, own_cast: Cast, monkeypatch: Any) -> None:
    """The key is destroyed after the rotation has read it and before it writes: it must stay destroyed."""
    case = own_cast.file()
    keys("new")
    vault.use_key(ring, "k2")

    def erased_meanwhile(pk: Any, wrapped: bytes) -> bytes:
        Subject.objects.filter(pk=case.filing.pk).update(key=None)
        return rewrap(pk, wrapped)

    monkeypatch.setattr("sunshine.foundation.ledger.vault.rewrap", erased_meanwhile)
    list(vault.rotate())
    assert Subject.objects.get(pk=case.filing.pk).key is None
    assert vault.usage() == {"k2": 1}


def test_the_list_says_what_each_key_wraps(ring: Path, cast: Cast) -> None:
    cast.file()
    keys("new")
    first, second = keys().splitlines()
    assert first.split()[0] == "k1"
    assert first.endswith("wraps         2  current")
    assert second.split()[0] == "k2"
    assert "wraps         0" in second


def test_a_running_process_notices_the_new_keyring(ring: Path) -> None:
    assert new_key(pk := Subject().pk)[1].startswith(b"k1\0")
    vault.add_key(ring)
    vault.use_key(ring, "k2")
    assert new_key(pk)[1].startswith(b"k2\0")


def test_keys_in_the_environment_are_nobodys_to_change(cast: Cast) -> None:
    with pytest.raises(CommandError, match="SUNSHINE_KEYS"):
        keys("new")


def test_replacing_the_keyring_is_all_or_nothing(ring: Path) -> None:
    """A process is killed again and again while it rewrites the keyring: a reader never meets half of one."""
    code = (
        "import sys; from pathlib import Path; from sunshine.foundation.ledger.keyring import *\n"
        "path = Path(sys.argv[1]); ring = parse(path.read_text()); print('ready', flush=True)\n"
        "while True: replace(path, ring)"
    )
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", code, str(ring)], stdout=subprocess.PIPE, env={**os.environ}
        )
        assert writer.stdout
        writer.stdout.readline()
        for _ in range(200):
            assert parse(ring.read_text()).current == "k1"
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert parse(ring.read_text()).current == "k1"
        assert ring.stat().st_mode & 0o077 == 0


def test_an_older_keyring_without_dates_is_read(ring: Path) -> None:
    raw = json.loads(dump(keyring()))
    ring.write_text(json.dumps({name: raw[name] for name in ("current", "sealing", "index")}))
    assert keyring().created == {}
    replace(ring, keyring())
    assert keyring().current == "k1"


def test_a_key_not_in_the_ring_opens_nothing(ring: Path) -> None:
    pk = Subject().pk
    _, wrapped = new_key(pk)
    ring.unlink()
    generate(ring)
    with pytest.raises(Unreadable):
        unwrap(pk, wrapped)
