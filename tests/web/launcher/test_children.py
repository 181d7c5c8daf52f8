"""Children stop when told, and leave nothing of their own behind."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from sunshine.web.launcher import children


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_deaf_child_and_its_own_children_are_ended(tmp_path: Path):
    note = tmp_path / "pid"
    child = children.start(["sh", "-c", f"trap '' TERM; sleep 60 & echo $! > {note}; wait; wait"])
    while not note.exists() or not note.read_text().strip():
        time.sleep(0.01)
    children.stop(child, seconds=0.2)
    assert child.poll() is not None
    time.sleep(0.1)
    assert not _lives(int(note.read_text()))


def test_child_that_already_ended_is_no_error():
    child = children.start(["true"], output=subprocess.DEVNULL)
    child.wait()
    children.stop(child)
    assert child.returncode == 0
