"""What people look at is a copy that says nothing but what it shows; broken and hostile files do no harm."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image

from sunshine.foundation.files import copies as making
from sunshine.foundation.files.copies import make_copies
from sunshine.foundation.files.copying import LONGEST, PREVIEW, copies
from sunshine.foundation.files.kinds import SHEET, WORD, sniff
from sunshine.foundation.files.models import Attachment, Copy
from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.stores import StoreFailed
from tests.support.cast import Cast

SECRET = b"SecretOfTheMaker"


def photo(size: tuple[int, int] = (600, 400), turned: int = 6) -> bytes:
    """A photograph lying on its side, with its maker and its place."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turned, SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "JPEG", exif=exif, comment=SECRET)
    return out.getvalue()


def opened(data: bytes) -> Any:
    return Image.open(io.BytesIO(data))


def test_a_photograph_stands_upright_and_tells_no_place() -> None:
    shown, preview = copies("image/jpeg", photo())
    assert (shown.type, opened(shown.data).size) == ("image/jpeg", (400, 600))
    assert (preview.type, opened(preview.data).size) == ("image/jpeg", (240, PREVIEW))
    for part in (shown, preview):
        assert SECRET not in part.data
        assert not opened(part.data).getexif()
        assert "comment" not in opened(part.data).info


def test_a_huge_photograph_is_made_small_enough_to_open() -> None:
    shown, _ = copies("image/jpeg", photo((9000, 6000), 1))
    assert max(opened(shown.data).size) == LONGEST


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "BMP"])
def test_other_pictures_keep_their_pixels_and_lose_the_rest(kind: str) -> None:
    out, picture = io.BytesIO(), Image.new("RGBA" if kind == "PNG" else "RGB", (50, 40), "blue")
    picture.save(out, kind, **({"comment": SECRET} if kind == "GIF" else {}))
    shown, _ = copies(f"image/{kind.lower()}", out.getvalue())
    assert opened(shown.data).size == (50, 40)
    assert SECRET not in shown.data


def test_an_iphones_photograph_is_shown_as_one_every_browser_opens() -> None:
    """Made with libheif: 64 × 40, lying on its side, with maker and place."""
    original = (Path(__file__).parent / "iphone.heic").read_bytes()
    assert SECRET in original
    assert sniff(io.BytesIO(original)) == "image/heic"
    shown, preview = copies("image/heic", original)
    assert (shown.type, opened(shown.data).size) == ("image/jpeg", (40, 64))
    assert preview.type == "image/jpeg"
    for part in (shown, preview):
        assert SECRET not in part.data
        assert not opened(part.data).getexif()


def pdf() -> bytes:
    page = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(page, "PDF")
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(page))
    writer.add_metadata({"/Author": SECRET.decode()})
    writer.add_attachment("a.txt", SECRET)
    writer.xmp_metadata = b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/">%s</x:xmpmeta>' % SECRET
    objects: Any = writer._objects
    for one in objects:
        if hasattr(one, "_data") and "DCT" in str(one.get("/Filter")):
            one._data = photo()  # a scan by telephone: its EXIF inside the PDF
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_keeps_its_pages_and_loses_who_made_it() -> None:
    original = pdf()
    assert original.count(SECRET) >= 3
    (shown,) = copies("application/pdf", original)
    assert SECRET not in shown.data
    read = pypdf.PdfReader(io.BytesIO(shown.data))
    assert len(read.pages) == 1
    assert not read.metadata
    assert len(read.pages[0].images) == 1


def office(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in (("[Content_Types].xml", b"<Types/>"), *parts):
            new.writestr(name, data)
    return out.getvalue()


def test_a_document_loses_its_authors_and_keeps_its_words() -> None:
    thumbnail = b'<Relationships><Relationship Id="t" Target="docProps/thumbnail.jpeg"/><Relationship Id="d"/></Relationships>'
    original = office(
        ("_rels/.rels", thumbnail),
        ("docProps/core.xml", b"<dc:creator>%s</dc:creator>" % SECRET),
        ("docProps/thumbnail.jpeg", photo()),
        ("word/document.xml", f'<w:ins w:author="{SECRET.decode()}" w:id="1">欠薪</w:ins>'.encode()),
        ("word/comments.xml", b'<w:comment w:initials="S" w:author="%s"/>' % SECRET),
        ("word/media/image1.jpeg", photo()),
    )
    assert sniff(io.BytesIO(original)) == WORD
    (shown,) = copies(WORD, original)
    with zipfile.ZipFile(io.BytesIO(shown.data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name, data in parts.items() if SECRET in data]
    assert "欠薪".encode() in parts["word/document.xml"]
    assert b'Id="d"' in parts["_rels/.rels"]
    assert "docProps/thumbnail.jpeg" not in parts
    assert opened(parts["word/media/image1.jpeg"]).size == (600, 400)


def test_a_spreadsheet_loses_the_authors_of_its_comments() -> None:
    original = office(
        ("xl/workbook.xml", b"<x/>"), ("xl/comments1.xml", b"<authors><author>%s</author></authors>" % SECRET)
    )
    (shown,) = copies(SHEET, original)
    with zipfile.ZipFile(io.BytesIO(shown.data)) as archive:
        assert archive.read("xl/comments1.xml") == b"<authors><author></author></authors>"


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def test_a_film_loses_place_and_time_and_keeps_every_frame_where_it_was() -> None:
    moov = box(b"mvhd", bytes(4) + b"\x11" * 8 + bytes(88)) + box(b"udta", b"\xa9xyz" + SECRET)
    film = (
        box(b"ftyp", b"isom0000")
        + box(b"moov", moov + box(b"trak", box(b"meta", SECRET)))
        + box(b"mdat", b"frames")
    )
    (shown,) = copies("video/mp4", film)
    assert len(shown.data) == len(film)
    assert shown.data.index(b"frames") == film.index(b"frames")
    assert SECRET not in shown.data
    assert b"\x11" not in shown.data


def test_a_recording_loses_its_tags() -> None:
    mp3 = b"ID3\x03\0\0\0\0\0\x10" + SECRET + b"\xff\xfbsound" + b"TAG" + SECRET.ljust(125, b"\0")
    (shown,) = copies("audio/mpeg", mp3)
    assert shown.data == b"\xff\xfbsound"
    body = b"WAVE" + b"fmt " + struct.pack("<I", 4) + b"abcd" + b"LIST" + struct.pack("<I", 16) + SECRET
    body += b"data" + struct.pack("<I", 5) + b"sound\0"
    (shown,) = copies("audio/wav", b"RIFF" + struct.pack("<I", len(body)) + body)
    assert SECRET not in shown.data
    assert b"sound" in shown.data
    assert struct.unpack_from("<I", shown.data, 4)[0] == len(shown.data) - 8


def test_text_is_shown_in_an_encoding_every_browser_reads() -> None:
    (shown,) = copies("text/plain", "欠条".encode("gb18030"))
    assert shown.data.decode() == "欠条"


def test_what_cannot_be_copied_has_no_copy() -> None:
    assert copies("application/msword", b"\xd0\xcf\x11\xe0") == []
    assert copies("audio/ogg", b"OggS") == copies("video/webm", b"") == []


def bomb_png() -> bytes:
    out = io.BytesIO()
    Image.new("1", (25000, 25000)).save(out, "PNG")
    return out.getvalue()


def bomb_docx() -> bytes:
    return office(("word/document.xml", bytes(80 * 1024 * 1024)))


HOSTILE = {
    "picture bomb": ("a.png", bomb_png),
    "zip bomb": ("a.docx", bomb_docx),
    "cut iphone photograph": ("a.heic", lambda: (Path(__file__).parent / "iphone.heic").read_bytes()[:500]),
    "cut photograph": ("a.jpg", lambda: photo()[:300]),
    "broken pdf": ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(500)),
    "lying film": ("a.mp4", lambda: box(b"ftyp", b"isom0000") + struct.pack(">I4s", 2**31, b"moov")),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_and_broken_files_have_no_copy_and_stay_evidence(cast: Cast, what: str) -> None:
    name, make = HOSTILE[what]
    data = make()
    cast.file(files=((name, data),))
    file = Attachment.objects.get()
    assert file.copy_state == "waiting"
    make_copies(file.pk)
    file.refresh_from_db()
    assert (file.copy_state, Copy.objects.count()) == ("none", 0)
    assert blobs.get(file.pk, file.key) == data


def test_copies_are_sealed_and_made_once(cast: Cast) -> None:
    cast.file(files=(("现场.jpg", photo()),))
    file = Attachment.objects.get()
    make_copies(file.pk)
    make_copies(file.pk)
    assert dict(Copy.objects.values_list("kind", "type")) == {"shown": "image/jpeg", "preview": "image/jpeg"}
    for copy in Copy.objects.all():
        assert len(blobs.get(copy.pk, copy.key)) == copy.size


def test_a_copier_that_never_ends_is_ended(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "PATIENCE", 0.01)
    cast.file(files=(("现场.jpg", photo()),))
    file = Attachment.objects.get()
    make_copies(file.pk)
    file.refresh_from_db()
    assert file.copy_state == "none"


@pytest.mark.past_the_engine
def test_a_store_that_fails_is_asked_again_later(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.file(files=(("a.txt", b"words"),))
    file = Attachment.objects.get()
    blobs.drop(file.pk)
    with pytest.raises(StoreFailed):
        make_copies(file.pk)
    file.refresh_from_db()
    assert file.copy_state == "waiting"
