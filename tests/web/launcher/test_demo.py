"""What stands in the demo's way is named in one line, with what to do."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[3]


def _program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def _make_environment(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    for version in ("3", "3.11", "3.12", "3.13", "3.14"):
        _program(folder, f"python{version}", python)
    return subprocess.run(
        [CHECKOUT / "tools" / "environment", folder / "venv"],
        env={"PATH": f"{folder}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_port_in_use_names_the_next_one(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "sunshine.web.cli",
            "demo",
            "--port",
            str(port),
            "--data",
            str(tmp_path),
        ]
        ended = subprocess.run(
            command, capture_output=True, text=True, check=False, env={**os.environ, "DATABASE_URL": ""}
        )
    assert ended.returncode == 1
    assert f"make demo PORT={port + 1}" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_missing_venv_module_is_named_with_its_package(tmp_path: Path):
    ended = _make_environment(tmp_path, 'case "$2" in *ensurepip*) exit 1;; esac')
    assert ended.returncode == 1
    assert ended.stderr == "make: python3-venv is missing; run: sudo apt-get install python3-venv\n"


def test_old_python_is_named(tmp_path: Path):
    ended = _make_environment(tmp_path, 'case "$2" in *version_info*) exit 1;; esac')
    assert ended.returncode == 1
    assert ended.stderr.startswith("make: Python 3.11 or later is missing; run: sudo apt-get install")
