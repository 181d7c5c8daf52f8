"""The system account PostgreSQL runs under, and the folders that account can use."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STAGING_ROOTS = (Path("/var/lib"), Path("/var/tmp"))


@dataclass(frozen=True, slots=True)
class Account:
    """A system account a child process runs as."""

    name: str
    uid: int
    gid: int

    def as_popen(self) -> dict[str, Any]:
        """Return the keyword arguments that make `subprocess` run a child as this account."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": ()}

    def run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Run `command` to its end as this account, from a folder everyone can enter."""
        return subprocess.run(
            [str(part) for part in command],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **self.as_popen(),
        )

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this account may pass through `folder` and all the folders above it."""
        return self.run(["test", "-x", folder]).returncode == 0

    def own_folder(self, folder: Path) -> None:
        """Make `folder`, private to this account."""
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def database_account() -> Account:
    """Return who PostgreSQL runs as: ourselves, or (it refuses root) `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return _account(pwd.getpwuid(os.geteuid()))
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return _account(names.get("postgres") or names["nobody"])


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def fingerprint(*parts: object) -> str:
    """Return ten hexadecimal digits that name `parts` in a folder name."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:10]


def usable_home(account: Account, data: Path) -> Path:
    """Return the folder for database files: `data`, or a staging folder when `account` cannot reach it.

    A checkout in a private home is closed to the account root steps down to. Its parents' modes are
    somebody else's business, so the files go where that account may be: /var/lib, which no cleaner empties.
    """
    data.mkdir(parents=True, exist_ok=True)
    if account.can_enter(data):
        return data
    home = _staging_root() / f"sunshine-{fingerprint(data)}"
    home.mkdir(exist_ok=True)
    home.chmod(0o755)
    return home


def _staging_root() -> Path:
    return next(root for root in STAGING_ROOTS if os.access(root, os.W_OK | os.X_OK))


def usable_programs(account: Account, programs: Path) -> Path:
    """Return a folder with the PostgreSQL of folder `programs` that `account` can run, copied if need be."""
    if account.can_enter(programs / "postgres"):
        return programs
    wheel = programs.parents[1]
    server = (programs / "postgres").stat()
    copy = _staging_root() / f"sunshine-programs-{fingerprint(programs, server.st_size, server.st_mtime_ns)}"
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(programs.parent, unfinished / wheel.name / programs.parent.name, symlinks=True)
        libraries = wheel.with_name(
            f"{wheel.name}.libs"
        )  # the wheel's programs look for them beside the package
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        subprocess.run(
            ["chmod", "-R", "a+rX", unfinished], check=True
        )  # a strict umask closed the source too
        try:
            unfinished.rename(copy)
        except OSError:  # another start made the same copy first
            shutil.rmtree(unfinished)
    return copy / wheel.name / programs.parent.name / programs.name
