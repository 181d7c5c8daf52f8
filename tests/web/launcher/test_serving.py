"""The site as whoever runs it starts it: stops in order, counts over all its processes, ends TLS when told to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sunshine.web.launcher.serving import COUNTS, Serving


def test_port_or_socket():
    assert "--uds" not in Serving(port=81).command
    command = Serving(socket=Path("/run/sunshine/web.sock"), processes=3).command
    assert command[command.index("--uds") + 1] == "/run/sunshine/web.sock"
    assert command[command.index("--workers") + 1] == "3"
    assert "--port" not in command


def test_tls_ends_here_only_with_a_certificate():
    assert "--ssl-certificate" not in Serving().command
    command = Serving(certificate=Path("/c.pem"), key=Path("/k.pem")).command
    assert command[command.index("--ssl-keyfile") + 1] == "/k.pem"


def test_counts_begin_anew_with_each_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SUNSHINE_DATA", str(tmp_path))
    monkeypatch.setenv(COUNTS, "")
    Serving(port=8001).share_counts()
    folder = Path(os.environ[COUNTS])
    (folder / "counter_1.db").write_bytes(b"of a process long gone")
    Serving(port=8001).share_counts()
    assert list(folder.iterdir()) == []
    Serving(port=8002).share_counts()
    assert Path(os.environ[COUNTS]) != folder
