"""Videos and recordings in the ISO base media format (MP4, MOV, 3GP, M4A): metadata blanked, sound and picture untouched.

Phones write place, time, make and owner into boxes of their own. Such a box is renamed ``free`` and filled with zeros where
it stands, so that no offset in the file changes.
"""

from __future__ import annotations

import struct

METADATA = {b"udta", b"meta", b"uuid", b"ilst", b"keys", b"cprt", b"XMP_", b"loci", b"thmb"}
CONTAINERS = {b"moov", b"trak", b"mdia", b"moof", b"traf", b"edts"}
DATED = {b"mvhd", b"tkhd", b"mdhd"}  # hold when it was made and changed
DEEPEST = 8


def without_metadata(data: bytes) -> bytes:
    """The same film without what its maker wrote into it. Raises ValueError when its boxes make no sense."""
    film = bytearray(data)
    _clean(film, 0, len(film), DEEPEST)
    return bytes(film)


def _clean(film: bytearray, start: int, end: int, depth: int) -> None:
    if depth == 0:
        raise ValueError("boxes nested too deep")
    while start + 8 <= end:
        size, name, body = _box(film, start, end)
        if name in METADATA:
            film[start + 4 : start + 8] = b"free"
            film[body : start + size] = bytes(start + size - body)
        elif name in DATED:
            _undate(film, body)
        elif name in CONTAINERS:
            _clean(film, body, start + size, depth - 1)
        start += size


def _box(film: bytearray, start: int, end: int) -> tuple[int, bytes, int]:
    """Size and name of the box that begins here, and where its content does."""
    size, name = struct.unpack_from(">I4s", film, start)
    body = start + 8
    if size == 1:
        if body + 8 > end:
            raise ValueError("a box without its size")
        (size,) = struct.unpack_from(">Q", film, body)
        body += 8
    size = size or end - start
    if start + size > end or size < body - start:
        raise ValueError("a box reaches beyond its end")
    return size, name, body


def _undate(film: bytearray, body: int) -> None:
    """Both dates to zero; they take four bytes each, eight in version 1."""
    width = 16 if film[body] == 1 else 8
    film[body + 4 : body + 4 + width] = bytes(width)
