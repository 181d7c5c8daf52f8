"""A disk of limited size for everything the site keeps, which can be filled to the last byte and emptied again."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

SIZE = 2 * 1024**3  # bytes; sparse, so that the machine's own disk holds only what is used
BLOCK = 4096


@dataclass(frozen=True)
class Room:
    """``path`` is where the data lies; ``way`` says what kind of disk it is, for the record."""

    base: Path
    path: Path
    way: str
    limited: bool

    @property
    def ballast(self) -> Path:
        return self.path / "ballast"

    def fill(self) -> None:
        """Take all the room there is, also what others have just given back."""
        opened = os.open(self.ballast, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            step = SIZE
            while step >= BLOCK:
                step = _take(opened, step)
        finally:
            os.close(opened)

    def empty(self) -> None:
        """Give it back."""
        self.ballast.unlink(missing_ok=True)


def _take(opened: int, step: int) -> int:
    """Take so much more; returns how much to take next."""
    try:
        os.posix_fallocate(opened, os.fstat(opened).st_size, step)
    except OSError:
        return step // 2
    return step


@contextmanager
def room(*, limited: bool) -> Iterator[Room]:
    """A disk of its own where this machine lets us mount one, else a folder; gone afterwards."""
    base = Path(tempfile.mkdtemp(prefix="sunshine-drill-"))
    base.chmod(0o711)  # the database's account has to pass through
    path = base / "disk"
    path.mkdir(mode=0o711)
    mounted = _mounted(base, path) if limited else ""
    try:
        yield Room(base, path, mounted or "a plain folder", bool(mounted))
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", path], check=False)
        shutil.rmtree(base, ignore_errors=True)


def _mounted(base: Path, path: Path) -> str:
    """What was mounted, if anything could be."""
    if os.geteuid() != 0:
        return ""
    image = base / "image"
    with image.open("wb") as file:
        file.truncate(SIZE)
    ways: dict[str, list[list[str | Path]]] = {
        "ext4 on a loop file": [
            ["mkfs.ext4", "-q", "-m", "0", image],
            ["mount", "-o", "loop", image, path],
        ],
        "tmpfs": [["mount", "-t", "tmpfs", "-o", f"size={SIZE // 4},mode=0711", "tmpfs", path]],
    }
    for way, commands in ways.items():
        with suppress(OSError, subprocess.CalledProcessError):
            for command in commands:
                subprocess.run(command, check=True, capture_output=True)
            path.chmod(0o711)
            return f"{way}, {SIZE // (4 if way == 'tmpfs' else 1) // 2**20} MB"
    return ""
