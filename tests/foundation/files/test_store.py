"""Files are known by what they are, kept sealed, and never a reason to refuse."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sunshine.foundation.files.store import MOST_FILES, clean_name, sniff, store, stored
from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.sealing import Unreadable, new_key

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "image/png"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "image/jpeg"),
        ("工地欠薪说明".encode(), "text/plain"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_content_says_what_it_is(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


def test_a_program_named_pdf_is_set_aside_and_kept() -> None:
    (file,) = store([SimpleUploadedFile("证据.pdf", b"MZ\x90\x00" + bytes(60))])
    assert file.state == "set_aside"
    assert blobs.get(file.id, file.key).startswith(b"MZ")


def test_an_eleventh_file_is_set_aside() -> None:
    files = store([SimpleUploadedFile(f"{n}.png", PNG) for n in range(MOST_FILES + 1)])
    assert [file.state for file in files] == ["kept"] * MOST_FILES + ["set_aside"]


def test_the_disk_holds_nothing_readable() -> None:
    secret = "张三丰的欠条".encode() * 50
    (file,) = store([SimpleUploadedFile("a.txt", secret)])
    assert secret[:18] not in blobs._path(file.id).read_bytes()
    with pytest.raises(Unreadable):
        blobs.get(file.id, new_key(file.id)[1])


def test_files_of_a_step_that_was_not_written_are_taken_back() -> None:
    with stored([SimpleUploadedFile("a.txt", b"words")]) as brought:
        pass
    assert not blobs._path(brought.files[0].id).exists()


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
