"""The web server's command, and what it needs around it."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from sunshine.web.launcher import embedded

PATIENCE = 30  # seconds a request may take to end when the server stops or takes up a new version
START = 15  # seconds a new process gets to answer before, at a SIGHUP, the one it takes over from is stopped
COUNTS = "PROMETHEUS_MULTIPROC_DIR"


@dataclass(frozen=True, slots=True)
class Serving:
    """Where the site listens, a port or a unix socket, and with how many processes and threads in each."""

    host: str = "127.0.0.1"
    port: int = 8000
    socket: Path | None = None
    processes: int = 1
    threads: int = 0  # 0: two a processor, at most eight
    certificate: Path | None = None  # with its key: TLS ends here, and no proxy is needed
    key: Path | None = None

    @property
    def command(self) -> list[str]:
        """What serves the site: SIGTERM lets running requests end, SIGHUP exchanges the processes one by one."""
        place = ["--uds", str(self.socket), "--uds-permissions", "660"] if self.socket else []
        place = place or ["--host", self.host, "--port", str(self.port)]
        if self.certificate:
            place += ["--ssl-certificate", str(self.certificate), "--ssl-keyfile", str(self.key)]
            place += ["--ssl-protocol-min", "tls1.2"]
        # A thread keeps its database connection, so few that live long are better than many.
        threads = self.threads or min(8, 2 * (os.cpu_count() or 1))
        tuning = ["--blocking-threads", str(threads), "--blocking-threads-idle-timeout", "600", "--no-ws"]
        ending = ["--workers-kill-timeout", str(PATIENCE), "--respawn-failed-workers"]
        ending += ["--respawn-interval", str(START)]
        return [
            sys.executable, "-m", "granian", "--interface", "wsgi", *place, "--workers", str(self.processes),
            *tuning, *ending, "--log-level", "warning", "sunshine.web.wsgi:application",
        ]  # fmt: skip

    def share_counts(self) -> None:
        """Give the processes an empty folder to count requests in together: any of them can then tell all figures."""
        name = self.socket.name if self.socket else str(self.port)
        folder = embedded.data_folder() / "counts" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        os.environ[COUNTS] = str(folder)
