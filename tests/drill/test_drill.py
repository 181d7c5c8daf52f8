"""The drill's short form: real processes, kill -9 of each of the three, and everything acknowledged is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SECONDS = "6"


def drilled(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "drill", *arguments],
        cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes to kill in /proc")
def test_everything_acknowledged_outlives_the_killing_of_web_worker_and_database(migrated_cluster: Path):
    run = drilled("--short", "--seconds", SECONDS, "--template", migrated_cluster)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "exactly once" in run.stdout
    for blow in ("web killed", "worker killed", "database killed"):
        assert f"| {blow} |" in run.stdout
    assert "| restarts | database 1, web 1, worker" in run.stdout
