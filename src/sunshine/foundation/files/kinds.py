"""What a file is, read from its content and never from its name; and which kinds are welcome."""

from __future__ import annotations

import zipfile
from typing import IO

import puremagic

UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OFFICE = {"word/": WORD, "xl/": SHEET, "ppt/": SLIDES}
HEIC = "image/heic"  # what iPhones photograph in
IMAGES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", HEIC})
FILMS = frozenset({"video/mp4", "video/quicktime", "video/3gpp", "audio/mp4"})
WELCOME = {
    *IMAGES, *FILMS, "application/pdf", TEXT, WORD, SHEET, SLIDES, "application/msword", "video/webm",
    "audio/mpeg", "audio/wav", "audio/amr", "audio/ogg",
}  # fmt: skip

HEAD = 64 * 1024  # bytes looked at
MOST_ENTRIES = 5000  # of an archive whose table of contents is read
# Every welcome kind by its own first bytes: (offset, bytes, kind).
_SIGNATURES = (
    (0, b"\xff\xd8\xff", "image/jpeg"), (0, b"\x89PNG\r\n\x1a\n", "image/png"), (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"), (0, b"BM", "image/bmp"), (8, b"WEBP", "image/webp"), (8, b"WAVE", "audio/wav"),
    (0, b"%PDF-", "application/pdf"), (0, b"#!AMR", "audio/amr"), (0, b"OggS", "audio/ogg"), (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"), (0, b"\xff\xf3", "audio/mpeg"), (0, b"\xff\xf2", "audio/mpeg"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"), (0, b"\x1aE\xdf\xa3", "video/webm"),
)  # fmt: skip
_RIFF = {"image/webp", "audio/wav"}
# The brand of an ISO base media file, by how it begins.
_BRANDS = (
    (b"hei", HEIC), (b"hevc", HEIC), (b"mif1", HEIC), (b"msf1", HEIC),
    (b"M4A", "audio/mp4"), (b"M4B", "audio/mp4"), (b"qt", "video/quicktime"), (b"3g", "video/3gpp"),
)  # fmt: skip


def sniff(file: IO[bytes]) -> str:
    """The media type the content itself shows; plain text when it is readable, else unknown. Rewinds the file."""
    file.seek(0)
    head = file.read(HEAD)
    kind = _signed(head)
    if head.startswith(b"PK\x03\x04"):
        kind = _office(file)
    file.seek(0)
    return kind or _other(head)


def _signed(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return next((kind for start, kind in _BRANDS if brand.startswith(start)), "video/mp4")
    for offset, mark, kind in _SIGNATURES:
        if head.startswith(mark, offset) and (kind not in _RIFF or head.startswith(b"RIFF")):
            return kind
    return ""


def _office(file: IO[bytes]) -> str:
    """Which office document a zip archive is; nothing of it is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()[:MOST_ENTRIES]
    except (zipfile.BadZipFile, ValueError, OSError):
        return "application/zip"
    found = {kind for start, kind in OFFICE.items() if any(name.startswith(start) for name in names)}
    known = len(found) == 1 and "[Content_Types].xml" in names
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return found.pop() if known and not macros else "application/zip"


def _other(head: bytes) -> str:
    """Named where it is known, so that a page or a script does not pass for plain text."""
    try:
        found: str = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    if found and found not in {TEXT, "application/json", "text/csv"} and found not in WELCOME:
        return found
    return TEXT if encoding_of(head) else UNKNOWN


def encoding_of(head: bytes) -> str:
    """How this text is written: UTF-8 or GB 18030; empty when it is no text."""
    if not head or any(byte < 0x20 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return ""
    for name in ("utf-8", "gb18030"):
        try:
            _without_broken_end(head, name)
        except UnicodeDecodeError:
            continue
        return name
    return ""


def _without_broken_end(head: bytes, name: str) -> str:
    """The text, though the last character may have been cut in two. Raises UnicodeDecodeError."""
    try:
        return head.decode(name)
    except UnicodeDecodeError as error:
        if len(head) == HEAD and error.start >= len(head) - 4:
            return head[: error.start].decode(name)
        raise
