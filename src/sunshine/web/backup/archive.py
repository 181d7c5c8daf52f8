"""The archive: a tar that is written and read as a stream, every member under its SM3.

``about.json`` comes first, then the members, each few thousand of them followed by their sums, and ``end.json``
last: an archive that broke off has no end. Neither writing nor reading holds more than one piece in memory.
"""

from __future__ import annotations

import io
import json
import tarfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

FORMAT = 1
ABOUT, END, SUMS = "about.json", "end.json", "sums/"
PIECE = 8 * 1024 * 1024  # bytes of a stream of unknown length put into one member
SUMMED_TOGETHER = 5000  # members
READ = 1 << 18


class BackupError(Exception):
    """The archive cannot be made, read or put back; the text says why and what to do."""


@dataclass(slots=True)
class Writer:
    """Writes members one after the other."""

    tar: tarfile.TarFile
    members: int = 0
    size: int = 0
    _waiting: list[str] = field(default_factory=list)
    _sums: Any = field(default_factory=lambda: Hash(SM3()))

    def add(self, name: str, size: int, pieces: Iterable[bytes]) -> None:
        """One member of so many bytes. Raises BackupError when the pieces are of another length."""
        source = _Source(pieces)
        self.tar.addfile(_info(name, size), source)
        _forget(self.tar)
        if source.given != size or source.read(1):
            raise BackupError(f"{name} changed its length while it was read; start again")
        self._waiting.append(f"{source.digest.finalize().hex()}  {name}\n")
        self.members, self.size = self.members + 1, self.size + size
        if len(self._waiting) == SUMMED_TOGETHER:
            self._write_sums()

    def add_stream(self, name: str, source: IO[bytes]) -> None:
        """A stream of unknown length, in members ``name/000001`` and on."""
        nth = 0
        while piece := _read_full(source, PIECE):
            nth += 1
            self.add(f"{name}/{nth:06}", len(piece), [piece])

    def end(self) -> None:
        """Close with what a reader must have met by then."""
        self._write_sums()
        told = {"members": self.members, "bytes": self.size, "sums": self._sums.finalize().hex()}
        _plain(self.tar, END, json.dumps(told).encode())

    def _write_sums(self) -> None:
        if self._waiting:
            lines = "".join(self._waiting).encode()
            self._sums.update(lines)
            _plain(self.tar, f"{SUMS}{self.members:09}", lines)
            self._waiting = []


class _Source(io.RawIOBase):
    """Pieces as the file that tarfile copies from, summed on the way."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._rest, self.given, self.digest = iter(pieces), b"", 0, Hash(SM3())

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes, fewer only at the end."""
        while len(self._rest) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._rest += piece
        found, self._rest = self._rest[:size], self._rest[size:]
        self.given += len(found)
        self.digest.update(found)
        return found


def _read_full(source: IO[bytes], size: int) -> bytes:
    found = bytearray()
    while len(found) < size and (piece := source.read(size - len(found))):
        found += piece
    return bytes(found)


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(time.time())
    return info


def _plain(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    tar.addfile(_info(name, len(data)), io.BytesIO(data))
    _forget(tar)


def _forget(tar: tarfile.TarFile) -> None:
    """Let go of the members so far: tarfile remembers every one, and there may be millions."""
    tar.members = []  # type: ignore[attr-defined]


@contextmanager
def begin(file: IO[bytes], about: dict[str, Any]) -> Iterator[Writer]:
    """Write an archive into an open file; it gets its end only when nothing was raised meanwhile."""
    with tarfile.open(fileobj=file, mode="w|", format=tarfile.GNU_FORMAT, bufsize=READ) as tar:
        try:
            _plain(tar, ABOUT, json.dumps({"format": FORMAT, **about}, ensure_ascii=False).encode())
            writer = Writer(tar)
            yield writer
            writer.end()
        finally:
            tar.close()  # an exception alone would leave the stream to be closed after its file


# --- reading ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Member:
    """One member while the reader stands at it."""

    name: str
    size: int
    file: IO[bytes]

    def pieces(self) -> Iterator[bytes]:
        """Its bytes. Raises BackupError where they break off."""
        try:
            while piece := self.file.read(READ):
                yield piece
        except (tarfile.TarError, OSError) as error:
            raise BackupError(f"the archive breaks off in {self.name}: {error}") from error

    def whole(self) -> bytes:
        """All of its bytes, where they are few."""
        return b"".join(self.pieces())


def read(path: Path) -> Iterator[Member]:
    """Every member but the sums, in order, each to be read before the next. Raises BackupError."""
    try:
        with tarfile.open(path, "r|", bufsize=READ) as tar:
            while info := tar.next():
                _forget(tar)
                found = tar.extractfile(info)
                if found is None:
                    raise BackupError(f"{path} holds something that is no file: {info.name}")
                yield Member(info.name, info.size, found)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BackupError(f"{path} is not an archive that can be read to its end: {error}") from error


def about(path: Path) -> dict[str, Any]:
    """What the archive says of itself. Raises BackupError."""
    for first in read(path):
        if first.name == ABOUT:
            told: dict[str, Any] = json.loads(first.whole())
            if told.get("format") == FORMAT:
                return told
        break
    raise BackupError(f"{path} is not a backup that this version can read")


def check(path: Path) -> str:
    """Read the whole archive and compare every sum; returns the sum of sums. Raises BackupError at the first fault."""
    waiting: dict[str, str] = {}
    met, total = 0, Hash(SM3())
    for member in read(path):
        if member.name.startswith(SUMS):
            lines = member.whole()
            total.update(lines)
            _compare(path, waiting, lines.decode())
            waiting = {}
        elif member.name == END:
            return _ended(path, json.loads(member.whole()), met, total.finalize().hex(), waiting)
        elif member.name != ABOUT:
            waiting[member.name] = _sum(member)
            met += 1
    raise BackupError(f"{path} breaks off before its end; it was not finished, or not copied whole")


def _sum(member: Member) -> str:
    digest = Hash(SM3())
    for piece in member.pieces():
        digest.update(piece)
    return digest.finalize().hex()


def _compare(path: Path, found: dict[str, str], lines: str) -> None:
    wanted = {line[66:]: line[:64] for line in lines.splitlines()}
    wrong = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if wrong:
        raise BackupError(f"{path} is damaged: {wrong[0]} is not what was put into it")


def _ended(path: Path, told: dict[str, Any], met: int, total: str, waiting: dict[str, str]) -> str:
    if (told["members"], told["sums"]) != (met, total) or waiting:
        raise BackupError(f"{path} is damaged: its end does not fit what comes before it")
    return total
