"""Files are known by what they are, kept sealed, and never a reason to refuse."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sunshine.foundation.files.kinds import WORD, sniff
from sunshine.foundation.files.store import MOST_BYTES, MOST_FILES, clean_name, store, stored
from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.sealing import Unreadable, new_key, sm3
from sunshine.foundation.ledger.stores import Folder
from sunshine.foundation.ledger.stores import store as place

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name in names:
            new.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "image/png"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "image/jpeg"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "image/heic"),
        (b"\0\0\0\x18ftypM4A " + bytes(20), "audio/mp4"),
        (b"\0\0\0\x18ftypisom" + bytes(20), "video/mp4"),
        (b"#!AMR\n\x3c" + bytes(20), "audio/amr"),
        (b"RIFF\x24\0\0\0WAVEfmt " + bytes(20), "audio/wav"),
        (archive("[Content_Types].xml", "word/document.xml"), WORD),
        (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "application/zip"),
        (archive("a.exe"), "application/zip"),
        ("工地欠薪说明".encode(), "text/plain"),
        ("工地欠薪说明".encode("gb18030"), "text/plain"),
        (b"<html><script>alert(1)</script>", "text/html"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_content_says_what_it_is(data: bytes, kind: str) -> None:
    assert sniff(io.BytesIO(data)) == kind


def test_a_program_named_pdf_is_set_aside_and_kept() -> None:
    (file,) = store([SimpleUploadedFile("证据.pdf", b"MZ\x90\x00" + bytes(60))])
    assert file.state == "set_aside"
    assert blobs.get(file.id, file.key).startswith(b"MZ")


def test_an_eleventh_file_is_set_aside() -> None:
    files = store([SimpleUploadedFile(f"{n}.png", PNG) for n in range(MOST_FILES + 1)])
    assert [file.state for file in files] == ["kept"] * MOST_FILES + ["set_aside"]


def test_too_large_a_file_is_set_aside_whole() -> None:
    (file,) = store([SimpleUploadedFile("a.txt", b"a" * (MOST_BYTES + 1))])
    assert (file.state, file.size) == ("set_aside", MOST_BYTES + 1)
    assert sum(map(len, blobs.read(file.id, file.key))) == MOST_BYTES + 1


def test_the_disk_holds_nothing_readable() -> None:
    secret = "张三丰的欠条".encode() * 50
    (file,) = store([SimpleUploadedFile("a.txt", secret)])
    assert secret[:18] not in b"".join(place().get(file.id))
    with pytest.raises(Unreadable):
        blobs.get(file.id, new_key(file.id)[1])


def test_the_record_keeps_a_promise_that_only_the_files_own_key_can_test() -> None:
    secret = b"few people could have written this"
    (one,) = store([SimpleUploadedFile("a.txt", secret)])
    (other,) = store([SimpleUploadedFile("a.txt", secret)])
    assert sm3(secret).hex() not in (one.sm3, other.sm3)
    assert one.sm3 != other.sm3
    assert one.digest == other.digest == sm3(secret).hex()
    assert blobs.promises(one.id, one.key, one.sm3)
    assert not blobs.promises(one.id, one.key, other.sm3)


def test_files_of_a_step_that_was_not_written_are_taken_back() -> None:
    with stored([SimpleUploadedFile("a.txt", b"words")]) as brought:
        assert place().size(brought.files[0].id)
    assert place().size(brought.files[0].id) is None


def test_what_a_full_disk_does_not_take_is_named_and_blocks_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device", "/srv/张三丰")

    monkeypatch.setattr("sunshine.foundation.ledger.stores.os.fsync", full)
    (file,) = store([SimpleUploadedFile("张三丰.txt", b"words")])
    assert (file.state, file.key, file.digest) == ("not_kept", None, sm3(b"words").hex())
    assert "No space left" in caplog.text
    assert "张三丰" not in caplog.text
    folder = place()
    assert isinstance(folder, Folder)
    assert not list(folder.root.glob(f"*/{file.id.hex}*"))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\欠条.pdf", "欠条.pdf"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("", "未命名"),
        ("𠮷.png", "𠮷.png"),
    ],
)
def test_names_are_made_safe_to_show(name: str, shown: str) -> None:
    assert clean_name(name) == shown
