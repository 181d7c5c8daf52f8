"""Word, Excel and PowerPoint files (zipped XML): written anew without the names of those who wrote them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

from sunshine.foundation.files.pictures import bare

MOST_ENTRIES = 5000
MOST_BYTES = 64 * 1024 * 1024  # of one unpacked part
MOST_TOTAL = 256 * 1024 * 1024  # of all
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip archive can hold

_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OPEN = b"http://schemas.openxmlformats.org"
EMPTIED = {
    "docProps/core.xml": _XML
    + b'<cp:coreProperties xmlns:cp="%s/package/2006/metadata/core-properties"/>' % _OPEN,
    "docProps/app.xml": _XML + b'<Properties xmlns="%s/officeDocument/2006/extended-properties"/>' % _OPEN,
    "docProps/custom.xml": _XML + b'<Properties xmlns="%s/officeDocument/2006/custom-properties"/>' % _OPEN,
}
# Who wrote a comment or a tracked change; in spreadsheets and slides, lists of authors.
_AUTHOR = re.compile(
    rb'(\s(?:\w+:)?(?:author|initials|userId|lastModifiedBy|displayName)=")[^"]*(")', re.IGNORECASE
)
_AUTHORS = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</(?:\w+:)?author>)", re.IGNORECASE)
_PERSON = re.compile(rb'(<(?:\w+:)?(?:cmAuthor|author)\b[^>]*?\sname=")[^"]*(")')
_THUMBNAIL = re.compile(rb"<Relationship\b[^>]*thumbnail[^>]*/>", re.IGNORECASE)


def without_authors(data: bytes) -> bytes:
    """The same document without authors, dates of work and previews. Raises ValueError for a bomb, BadZipFile."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        entries = old.infolist()
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_TOTAL:
            raise ValueError("unpacks to too much")
        for entry in entries:
            if not entry.filename.startswith("docProps/thumbnail"):
                new.writestr(_plain(entry.filename), _part(entry.filename, _read(old, entry)))
    return out.getvalue()


def _plain(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, FIRST_DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One part, never more than it is allowed, whatever its header says."""
    with archive.open(entry) as part:
        data = part.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError("a part unpacks to too much")
    return data


def _part(name: str, data: bytes) -> bytes:
    if name in EMPTIED:
        return EMPTIED[name]
    if name.lower().endswith((".jpg", ".jpeg")):
        return bare(data)
    if name == "_rels/.rels":
        return _THUMBNAIL.sub(b"", data)
    return _anonymous(data) if name.endswith(".xml") else data


def _anonymous(data: bytes) -> bytes:
    for pattern in (_AUTHOR, _AUTHORS, _PERSON):
        data = pattern.sub(_BLANK, data)
    return data


_BLANK: Callable[[re.Match[bytes]], bytes] = lambda found: found[1] + found[2]  # noqa: E731
