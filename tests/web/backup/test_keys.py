"""The keys travel under a passphrase, and only the right keys are taken for a backup."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sunshine.foundation.ledger.keyring import fresh
from sunshine.web.backup import keys
from sunshine.web.backup.archive import BackupError


def test_passphrase_opens_what_it_sealed():
    ring = fresh()
    box = keys.sealed(ring, b"correct horse battery")
    assert keys.opened(box, b"correct horse battery") == ring
    assert ring.index.hex() not in box.hex()


def test_another_passphrase_does_not():
    with pytest.raises(BackupError, match="passphrase"):
        keys.opened(keys.sealed(fresh(), b"correct horse battery"), b"correct horse batterz")


def test_short_passphrase_is_refused(tmp_path: Path):
    (tmp_path / "words").write_text("hunter2\n")
    with pytest.raises(BackupError, match="16 characters"):
        keys.passphrase(tmp_path / "words")


def test_keys_are_written_for_their_owner_alone_and_never_over_others(tmp_path: Path):
    ring, path = fresh(), tmp_path / "keys.json"
    keys.write(ring, path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert keys.load(path) == ring
    with pytest.raises(BackupError):
        keys.write(fresh(), path)


def test_rotated_keyring_still_fits_but_another_does_not():
    ring = fresh()
    wanted = keys.marks(ring)
    rotated = replace(ring, current="k2", sealing={**ring.sealing, "k2": b"n" * 16})
    assert keys.fit(rotated, wanted)
    assert not keys.fit(ring, keys.marks(rotated))
    assert not keys.fit(replace(ring, index=b"i" * 32), wanted)
    assert ring.index.hex()[:16] not in str(wanted)
