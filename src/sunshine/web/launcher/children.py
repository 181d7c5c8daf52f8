"""Child processes that never outlive the process that started them."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TypeAlias

from sunshine.web.launcher.account import Account

PR_SET_PDEATHSIG = 1

Output: TypeAlias = IO[bytes] | int | None


def tied_to_parent(deathsig: signal.Signals) -> Callable[[], None]:
    """Return what a new child must run first, so that the kernel sends it `deathsig` when we die.

    Loading libc here and not in the child keeps the child clear of locks other threads may hold.
    """
    parent = os.getpid()
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def prepare() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, int(deathsig))
        if os.getppid() != parent:  # we died between fork and prctl: nobody would send the signal
            os._exit(1)

    return prepare


def start(
    command: Sequence[str | Path],
    *,
    deathsig: signal.Signals = signal.SIGTERM,
    account: Account | None = None,
    env: Mapping[str, str] | None = None,
    output: Output = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own; it gets `deathsig` when this process ends in any way.

    The session keeps a Ctrl-C at the terminal from reaching the child: its parent stops it, in order.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        cwd="/",
        env=None if env is None else dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        preexec_fn=tied_to_parent(deathsig),
        **(account.as_popen() if account else {}),
    )


def stop(
    child: subprocess.Popen[bytes], sign: signal.Signals = signal.SIGTERM, seconds: float = 10.0
) -> None:
    """Ask `child` to end; after `seconds` end it and whatever is left of its session by force."""
    if child.poll() is None:
        child.send_signal(sign)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
