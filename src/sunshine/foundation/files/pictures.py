"""JPEG pictures inside other files: their metadata cut out without touching a pixel."""

from __future__ import annotations

import struct

START, SCAN = b"\xff\xd8", 0xDA
NEEDED = {
    0xE0,
    0xEE,
}  # JFIF and Adobe's, which say how colours are meant; every other APP segment and comments go


def bare(data: bytes) -> bytes:
    """The same picture without EXIF, XMP, IPTC and comments; what is no JPEG comes back as it was."""
    if not data.startswith(START):
        return data
    kept, at = [START], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == SCAN:
            return b"".join([*kept, data[at:]])
        size = 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker in NEEDED or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(data[at : at + size])
        at += size
    return data
