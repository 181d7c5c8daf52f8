"""The archive is read back as it was written, and anything less than that is noticed before a byte is put back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from sunshine.web.backup import archive
from sunshine.web.backup.archive import BackupError


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(archive, "SUMMED_TOGETHER", 3)
    monkeypatch.setattr(archive, "PIECE", 1000)
    made = tmp_path / "made.tar"
    with made.open("wb") as file, archive.begin(file, {"made": "today"}) as writer:
        writer.add_stream("database", BytesIO(b"d" * 4500))
        for nth in range(7):
            writer.add(f"files/{nth}", 300_000, [b"%d" % nth * 150_000, b"x" * 150_000])
    return made


def test_everything_comes_back(path: Path):
    found = {member.name: b"".join(member.pieces()) for member in archive.read(path)}
    assert b"".join(found[f"database/{nth:06}"] for nth in range(1, 6)) == b"d" * 4500
    assert found["files/6"] == b"6" * 150_000 + b"x" * 150_000
    assert archive.about(path)["made"] == "today"
    archive.check(path)


@pytest.mark.parametrize("part", [0.3, 0.7, 0.99])
def test_altered_byte_is_found(path: Path, part: float):
    data = bytearray(path.read_bytes())
    at = next(n for n in range(int(len(data) * part), 0, -1) if data[n] in b"dx")
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(BackupError):
        archive.check(path)


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9, 0.995])
def test_archive_that_broke_off_is_found(path: Path, part: float):
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(BackupError):
        archive.check(path)


def test_file_of_another_length_than_said_stops_the_backup(tmp_path: Path):
    made = tmp_path / "made.tar"
    with (
        made.open("wb") as file,
        pytest.raises(BackupError, match="length"),
        archive.begin(file, {}) as writer,
    ):
        writer.add("files/1", 10, [b"x" * 11])
    with pytest.raises(BackupError):
        archive.check(made)


def test_other_tars_are_refused(tmp_path: Path):
    (tmp_path / "other").write_bytes(b"no tar at all" * 100)
    with pytest.raises(BackupError):
        archive.about(tmp_path / "other")
