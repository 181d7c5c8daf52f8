"""`sunshine demo`: everything on this machine, from nothing to a page in the browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from sunshine.web.launcher import children, embedded
from sunshine.web.launcher.postgres import Postgres
from sunshine.web.launcher.progress import step
from sunshine.web.launcher.serving import Serving

HOST = "127.0.0.1"  # the demo lets anyone in who can reach it, so nobody else may
WEB_PROCESSES = 2
SECONDS_TO_ANSWER = 60.0

OURSELVES = (sys.executable, "-m", "sunshine.web.cli")


class DemoError(Exception):
    """The demo cannot start or go on; the text says why and what to do."""


class Stopped(Exception):
    """Ctrl-C or SIGTERM asked us to stop."""


def run(port: int) -> None:
    """Start the demo on `port` and stay until Ctrl-C or SIGTERM, then stop all of it.

    Raises DemoError or PostgresError when something is in the way or a part of it dies.
    """
    os.environ["SUNSHINE_DEMO"] = "1"
    os.environ.setdefault("SUNSHINE_URL", f"http://{HOST}:{port}")  # printed on documents
    _refuse_used_port(port)
    with _signals(), ExitStack() as running:
        try:
            print("Sunshine 阳光信访, demo", flush=True)
            parts = _start(port, running)
            _announce(port)
            _watch(parts)
        except Stopped:
            _ignore_signals()
            print("\nStopping …", flush=True)
        except DemoError as error:
            _ignore_signals()
            print(f"\nsunshine: {error}\nStopping …", file=sys.stderr, flush=True)
            raise SystemExit(1) from None
    print("Stopped.", flush=True)


def _start(port: int, running: ExitStack) -> dict[str, subprocess.Popen[bytes]]:
    """Start the parts in order, each to be stopped by `running` in the opposite order."""
    parts: dict[str, subprocess.Popen[bytes]] = {}
    if not os.environ.get("DATABASE_URL"):
        parts["PostgreSQL"] = _start_postgres(running)
    with step("Preparing the database and the pages"):
        _finish("install", role="owner")
    print("  Loading the demo", flush=True)
    _finish("load_demo")
    with step("Starting the web server"):
        serving = Serving(HOST, port, processes=WEB_PROCESSES)
        serving.share_counts()
        parts["the web server"] = _start_part(running, serving.command)
        _wait_for_page(port, parts)
    # Without its database, which goes when we do, the worker would try for minutes to end in good order.
    parts["the worker"] = _start_part(running, [*OURSELVES, "worker"], signal.SIGKILL)
    return parts


def _start_postgres(running: ExitStack) -> subprocess.Popen[bytes]:
    with step("Starting PostgreSQL"):
        server = running.enter_context(Postgres(embedded.data_folder()))
    embedded.use(server)
    assert server.server is not None
    return server.server


def _start_part(
    running: ExitStack, command: list[str], deathsig: signal.Signals = signal.SIGTERM
) -> subprocess.Popen[bytes]:
    child = children.start(command, deathsig=deathsig)
    running.callback(children.stop, child)
    return child


def _finish(command: str, role: str = "application") -> None:
    """Run one of our own commands to its end in a process of its own, so that it has its own role."""
    child = children.start([*OURSELVES, command], env={**os.environ, "SUNSHINE_DB_ROLE": role})
    try:
        failed = child.wait() != 0
    finally:
        children.stop(child)
    if failed:
        raise DemoError(f"`sunshine {command}` failed; its message stands above.")


def _refuse_used_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise DemoError(
                f"Port {port} cannot be used ({error.strerror}). Try: make demo PORT={port + 1}"
            ) from None


def _wait_for_page(port: int, parts: dict[str, subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + SECONDS_TO_ANSWER
    while not _answers(port):
        _refuse_dead(parts)
        if time.monotonic() > until:
            raise DemoError(f"The web server did not answer within {SECONDS_TO_ANSWER:.0f} seconds.")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        urlopen(f"http://{HOST}:{port}/", timeout=30).close()
    except HTTPError:
        return True
    except (URLError, OSError):
        return False
    return True


def _refuse_dead(parts: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in parts.items():
        if child.poll() is not None:
            raise DemoError(
                f"{name} ended by itself (code {child.returncode}); everything else is stopped too."
            )


def _watch(parts: dict[str, subprocess.Popen[bytes]]) -> None:
    while True:
        _refuse_dead(parts)
        time.sleep(0.3)


def _announce(port: int) -> None:
    print(
        f"""
  Sunshine is running.

      Petitioners    http://{HOST}:{port}/
      Desk           http://{HOST}:{port}/sign-in/   (one click per person, no password)
      Data           {embedded.data_folder()}

  Ctrl-C stops it and keeps the data.
""",
        flush=True,
    )


@contextmanager
def _signals() -> Iterator[None]:
    """Turn Ctrl-C and SIGTERM into `Stopped`, wherever we are."""
    before = {
        sign: signal.signal(sign, _on_signal) for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def _on_signal(number: int, frame: FrameType | None) -> None:
    _ignore_signals()
    raise Stopped


def _ignore_signals() -> None:
    """Let a second, impatient Ctrl-C not cut the stopping short."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
